// Which screen belongs to an address. Those that carry a library with them are fetched when wanted.

import { html, nothing } from "./lit.js";
import * as overview from "./screens/overview.js";
import * as nics from "./screens/nics.js";

const LOADERS = {
  "": () => overview,
  nics: (path) => (path.length > 1 ? import("./screens/nic.js") : nics),
  vfs: () => import("./screens/vf.js"),
  topology: () => import("./screens/topology.js"),
  switches: (path) => import(path.length > 1 ? "./screens/switch.js" : "./screens/switches.js"),
  links: () => import("./screens/links.js"),
  flows: () => import("./screens/flows.js"),
  captures: (path) => import(path.length > 1 ? "./screens/capture.js" : "./screens/captures.js"),
  drops: () => import("./screens/drops.js"),
  events: () => import("./screens/events.js"),
  cluster: () => import("./screens/cluster.js"),
  labs: () => import("./screens/labs.js"),
  bus: () => import("./screens/bus.js"),
  settings: () => import("./screens/settings.js"),
};

// Who goes somewhere else by keyboard or screen reader has to land there.
function land() {
  queueMicrotask(() => document.querySelector("main h1")?.focus());
}

/** A screen exports `title(app)` and `body(app)`, and may export `leave(app)`. */
export class Screens {
  #at = null;
  #screen = null;
  #failure = null;

  draw(app) {
    const { path } = app.router.route;
    const key = path.join("/");
    if (key !== this.#at) {
      const isFirst = this.#at === null;
      this.#screen?.leave?.(app);
      app.forget();
      if (!isFirst) land();
      this.#at = key;
      this.#screen = null;
      this.#failure = null;
      this.#load(app, path, key);
    }
    if (this.#failure) return { title: "Not here", body: this.#failure };
    if (!this.#screen) return { title: "…", body: nothing };
    try {
      return { title: this.#screen.title(app), body: this.#screen.body(app) };
    } catch (error) {
      // Better no numbers than old ones that look new.
      console.error(error);
      return { title: "This screen has failed", body: html`<p class="error" role="alert">${error.message}</p>` };
    }
  }

  #load(app, path, key) {
    const loader = LOADERS[path[0] ?? ""];
    if (!loader) {
      this.#failure = html`<p>There is no screen at this address. <a href="#/">Overview</a></p>`;
      return;
    }
    const loaded = loader(path);
    if (!(loaded instanceof Promise)) {
      this.#screen = loaded;
      return;
    }
    loaded.then((screen) => {
      if (this.#at === key) this.#screen = screen;
    }, () => {
      // The files of the page have the hash of their version in their address.
      this.#failure = html`<p>This screen could not be fetched: the node is away, or has another version now.
        <button type="button" @click=${() => location.reload()}>Load the page again</button></p>`;
    }).finally(() => app.draw());
  }
}
