// Says changes of state to screen readers: politely, and at most every five seconds.

import { text } from "../dom.js";

const PAUSE_MS = 5_000;

export function announcer(element, store) {
  let saidAt = -PAUSE_MS;
  let last = null;
  return {
    update() {
      const now = performance.now();
      if (now - saidAt < PAUSE_MS) return;
      const next = { freshness: store.freshness().kind,
        paths: new Map(store.state.nics.map((nic) => [nic.id, nic.path])) };
      const news = last ? differences(last, next) : [];
      last = next;
      if (news.length > 0) {
        saidAt = now;
        text(element, news.join(". "));
      }
    },
  };
}

function differences(before, now) {
  const news = [];
  if (before.freshness !== now.freshness) {
    news.push({ live: "Live", stale: "Connection lost, numbers are old", denied: "Not admitted",
      connecting: "Connecting" }[now.freshness]);
  }
  const moved = [...now.paths].filter(([id, path]) => before.paths.has(id) && before.paths.get(id) !== path);
  if (moved.length > 3) news.push(`${moved.length} NICs changed their path`);
  else moved.forEach(([id, path]) => news.push(`${id} is on the ${path === "vf" ? "VF" : path} path`));
  return news;
}
