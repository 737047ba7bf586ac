// Keys for what is done often. Single keys can be changed and switched off (WCAG 2.1.4).

import { openHelp } from "./ui/help.js";
import { openPalette } from "./ui/palette.js";

const go = (path) => (app) => app.router.go(path);

/** `id`, the keys it has unless somebody wants others, what it does. */
export const KEYS = [
  { id: "palette", keys: "Ctrl K", title: "Find a screen, an object or an operation", run: openPalette },
  { id: "filter", keys: "/", title: "Filter the list", run: () => document.querySelector(".find")?.focus() },
  { id: "pause", keys: "p", title: "Pause, or go on", run: (app) => app.store.pause(app.store.paused === null) },
  { id: "help", keys: "?", title: "This help", run: openHelp },
  { id: "overview", keys: "g o", title: "Overview", run: go([]) },
  { id: "topology", keys: "g t", title: "Topology", run: go(["topology"]) },
  { id: "nics", keys: "g n", title: "NICs", run: go(["nics"]) },
  { id: "switches", keys: "g s", title: "Switches", run: go(["switches"]) },
  { id: "links", keys: "g i", title: "Links and impairments", run: go(["links"]) },
  { id: "flows", keys: "g f", title: "Flows", run: go(["flows"]) },
  { id: "captures", keys: "g p", title: "Captures", run: go(["captures"]) },
  { id: "events", keys: "g e", title: "Events", run: go(["events"]) },
  { id: "cluster", keys: "g c", title: "Cluster", run: go(["cluster"]) },
  { id: "labs", keys: "g l", title: "Labs", run: go(["labs"]) },
  { id: "bus", keys: "g b", title: "Bus", run: go(["bus"]) },
  { id: "settings", keys: "g ,", title: "Settings", run: go(["settings"]) },
];

const SECOND_KEY_MS = 1_500;

/** The keys of an action, as somebody has set them. */
export function keyOf(app, { id, keys }) {
  return app.prefs.get("keys")[id] ?? keys;
}

/** Listens to the keyboard. */
export function listen(app) {
  let first = "";
  let firstAt = 0;
  document.addEventListener("keydown", (event) => {
    const isPalette = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (isPalette) {
      event.preventDefault();
      if (!app.dialog) openPalette(app);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || app.dialog) return;
    if (!app.prefs.get("shortcuts") || isTyping(event)) return;
    const pressed = performance.now() - firstAt < SECOND_KEY_MS && first ? `${first} ${event.key}` : event.key;
    const action = KEYS.find((key) => keyOf(app, key) === pressed);
    first = action ? "" : event.key;
    firstAt = performance.now();
    if (!action) return;
    event.preventDefault();
    action.run(app);
    app.draw();
  });
}

function isTyping(event) {
  const target = event.composedPath()[0];
  return target instanceof Element && (target.matches("input, textarea, select") || target.isContentEditable);
}
