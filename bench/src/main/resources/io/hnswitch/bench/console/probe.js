// Counts in the page what the page does. In place before any script of the page.

(() => {
  const began = () => ({ at: performance.now(), renders: 0, tasks: 0, taskMs: 0, longestMs: 0, bytes: 0, ageMs: 0 });
  let figures = began();
  const bench = { views: 0, marks: {}, take() {
    const taken = { ...figures, ms: performance.now() - figures.at, views: this.views };
    figures = began();
    return taken;
  } };
  window.bench = bench;
  const mark = (name) => (bench.marks[name] ??= performance.now());

  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
    figures.tasks++;
    figures.taskMs += duration;
    figures.longestMs = Math.max(figures.longestMs, duration);
  })).observe({ type: "longtask" });

  // One call for all that a draw has changed.
  new MutationObserver(() => {
    figures.renders++;
    if (document.querySelector("#page header")) mark("drawn");
    if (document.getElementById("health")?.textContent) mark("health");
    const [, kind, seconds] = /^(live|stale)\D*([\d.]+) s/.exec(document.getElementById("freshness")?.textContent ?? "") ?? [];
    if (kind) figures.ageMs = Math.max(figures.ageMs, seconds * 1000);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...how) {
      super(...how);
      this.addEventListener("open", () => mark("connected"));
      this.addEventListener("message", ({ data }) => (figures.bytes += data.byteLength ?? data.length));
    }

    send(data) {
      if (data.includes("ctl.view.get")) bench.views++;
      super.send(data);
    }
  };
})();
