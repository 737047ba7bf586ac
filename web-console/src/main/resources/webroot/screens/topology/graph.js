// The graph itself, drawn by Cytoscape; it is told only what has changed.

import { parseFilter } from "../../filter.js";
import { html, ref } from "../../lit.js";
import { nicRow } from "../../lab.js";
import { places } from "../../ui/nodes.js";
import { isFolded, model } from "./model.js";

const EVERY_MS = 500;
/** And with a rest of so many times what it took to draw the last time. */
const REST = 9;
/** Smaller text is not drawn. */
const READABLE = 6;
const KEY = "hnswitch.layout";
let library = null;

function stateOf(app) {
  return app.local("graph", () => {
    // One function for all times: another one would be told that the element has gone and come.
    const state = { cy: null, element: null, at: 0, tookMs: 0, shape: "", theme: "", choose: null, taken: (element) => {
      if (element !== state.element) destroy(state);
      state.element = element ?? null;
    } };
    return state;
  });
}

/** The graph; `choose(id)` is called when somebody chooses a node. */
export function graph(app, choose) {
  const state = stateOf(app);
  const { q = "", fold } = app.router.route.query;
  const folded = isFolded(app.view, fold);
  state.choose = choose;
  state.places = places(app);
  const isAsked = state.deeds !== app.deeds;
  if (state.element && (isAsked || performance.now() - state.at > Math.max(EVERY_MS, REST * state.tookMs))) {
    state.deeds = app.deeds;
    update(app, state, folded, q);
  }
  return html`<div class="graph-side">
    <div class="bar">
      <label class="filter"><span class="unseen">Filter the graph</span><input type="search" class="find" .value=${q} spellcheck="false"
        placeholder="Show only, like path:vf" @input=${(event) => app.router.set({ q: event.target.value })}></label>
      <button type="button" @click=${() => state.cy?.fit(undefined, 24)}>Fit</button>
      <button type="button" aria-pressed=${folded} @click=${() => app.router.set({ fold: folded ? 0 : 1 })}>Fold guests</button>
      <button type="button" @click=${() => {
        forget(app);
        state.shape = "";
        state.at = 0;
        app.draw();
      }}>Layered layout</button>
    </div>
    <div class="graph" role="application" tabindex="0" aria-label="Graph of the lab; arrow keys choose a node, Enter opens it, the tab Table has the same"
      @keydown=${(event) => keys(app, state, event)}
      ${ref(state.taken)}></div></div>`;
}

export function leaveGraph(app) {
  destroy(stateOf(app));
}

function destroy(state) {
  state.cy?.destroy();
  state.cy = null;
  state.shape = "";
}

function update(app, state, folded, q) {
  state.at = performance.now();
  if (!library) {
    state.at = 0;
    import("../../lib/cytoscape/dist/cytoscape.esm.min.mjs").then((loaded) => {
      library = loaded.default;
      app.draw();
    }, () => {}); // the table has the same
    return;
  }
  const { nodes, edges } = model(app.view, folded, state.places);
  const shape = JSON.stringify([nodes.map(({ id }) => id), folded, state.element.clientWidth]);
  const theme = getComputedStyle(state.element).color + getComputedStyle(state.element).backgroundColor;
  if (!state.cy || theme !== state.theme) begin(app, state, theme);
  const { cy } = state;
  // It is drawn with the next frame, in one go.
  requestAnimationFrame(() => setTimeout(() => (state.tookMs = performance.now() - state.at)));
  cy.batch(() => {
    const wanted = new Set([...nodes, ...edges].map(({ id }) => id));
    cy.elements().filter((one) => !wanted.has(one.id())).remove();
    const places = kept(app);
    for (const { x, y, ...data } of nodes) {
      if (data.parent === undefined) delete data.parent;
      const there = cy.getElementById(data.id);
      if (there.nonempty()) tell(there, data);
      else cy.add({ group: "nodes", data, ...(x === undefined ? {} : { position: places[data.id] ?? { x, y } }) });
    }
    for (const { rate: _, ...data } of edges) {
      const there = cy.getElementById(data.id);
      if (there.nonempty()) tell(there, data);
      else cy.add({ group: "edges", data });
    }
    fade(app, cy, q);
  });
  if (shape !== state.shape) {
    state.shape = shape;
    cy.resize();
    cy.fit(undefined, 24);
  }
}

// The library draws all anew for whatever it is told, also for what it knows.
function tell(element, data) {
  const known = element.data();
  const news = Object.keys(data).filter((name) => known[name] !== data[name]);
  if (news.length > 0) element.data(Object.fromEntries(news.map((name) => [name, data[name]])));
}

function fade(app, cy, q) {
  const filter = parseFilter(q);
  const isShown = (id) => !q || filter.error || !id.startsWith("nic ") || filter.matches(nicRow(app.view, id.slice(4)));
  cy.nodes().forEach((node) => node.toggleClass("faded", !isShown(node.id())));
  cy.edges().forEach((edge) => edge.toggleClass("faded", !isShown(edge.source().id())));
}

function begin(app, state, theme) {
  destroy(state);
  state.theme = theme;
  const css = getComputedStyle(state.element);
  const colour = (name) => css.getPropertyValue(name).trim();
  const cy = (state.cy = library({ container: state.element, elements: [], layout: { name: "preset" }, minZoom: 0.05, maxZoom: 3,
    boxSelectionEnabled: false, style: styles(colour) }));
  cy.on("tap", "node", ({ target }) => choose(state, target));
  cy.on("dbltap", "node", ({ target }) => open(app, target.id()));
  cy.on("dragfree", "node", () => keep(app, cy));
  const { chosen } = app.router.route.query;
  if (chosen) queueMicrotask(() => cy.getElementById(chosen).select());
}

function choose(state, node) {
  state.cy.nodes().unselect();
  node.select();
  state.choose(node.id());
}

const PLACES = { nic: "nics", switch: "switches", guest: null, adapter: null, crowd: null };

function open(app, id) {
  const kind = id.slice(0, id.indexOf(" "));
  if (PLACES[kind]) app.router.go([PLACES[kind], id.slice(kind.length + 1)]);
}

// The next node is the nearest of those that lie more in that direction than aside.
function keys(app, state, event) {
  const { cy } = state;
  const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (!cy || (!way && event.key !== "Enter")) return;
  event.preventDefault();
  const at = cy.nodes(":selected").first();
  if (event.key === "Enter") {
    if (at.nonempty()) open(app, at.id());
    return;
  }
  const all = cy.nodes().filter((node) => !node.isParent());
  if (at.empty()) {
    if (all.nonempty()) choose(state, all.first());
    return;
  }
  const from = at.position();
  const ahead = all.map((node) => {
    const [dx, dy] = [node.position("x") - from.x, node.position("y") - from.y];
    const forward = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    return { node, forward, cost: forward + 2 * aside };
  }).filter(({ forward }) => forward > 1).sort((a, b) => a.cost - b.cost);
  if (ahead.length > 0) choose(state, ahead[0].node);
}

// Where somebody put the nodes, by lab.
function kept(app) {
  try {
    return JSON.parse(localStorage.getItem(`${KEY}.${app.view.info?.lab?.name}`)) ?? {};
  } catch {
    return {};
  }
}

function keep(app, cy) {
  const places = Object.fromEntries(cy.nodes().filter((node) => !node.isParent()).map((node) => [node.id(), node.position()]));
  try {
    localStorage.setItem(`${KEY}.${app.view.info?.lab?.name}`, JSON.stringify(places));
  } catch {
    // a browser that keeps nothing forgets it with the page
  }
}

function forget(app) {
  try {
    localStorage.removeItem(`${KEY}.${app.view.info?.lab?.name}`);
  } catch {
    // nothing was kept
  }
}

function styles(colour) {
  const [text, surface, line, control, accent, muted, bad, page] = ["--text", "--surface", "--line", "--control", "--accent", "--muted",
    "--bad", "--page"].map(colour);
  return [
    { selector: "node", style: { label: "data(label)", color: text, "font-size": 13, "text-valign": "center", "text-halign": "center",
      "text-wrap": "ellipsis", "text-max-width": 110, "min-zoomed-font-size": READABLE, "background-color": surface, "border-width": 2, "border-color": control,
      shape: "round-rectangle", width: 116, height: 44 } },
    { selector: 'node[kind = "nic"]', style: { "text-wrap": "wrap", "text-overflow-wrap": "anywhere" } },
    { selector: 'node[path = "vf"]', style: { "border-color": accent, "border-style": "double", "border-width": 5 } },
    { selector: 'node[path = "synthetic"]', style: { "border-style": "dashed" } },
    { selector: "node[?isDown]", style: { "border-color": bad, color: bad } },
    { selector: "node:parent", style: { "background-color": page, "background-opacity": 1, "border-width": 1, "border-color": line,
      "text-valign": "top", "text-margin-y": -2, color: muted, padding: 10 } },
    { selector: 'node[kind = "switch"]', style: { shape: "rectangle", width: 150, "text-wrap": "wrap" } },
    { selector: 'node[kind = "adapter"]', style: { shape: "cut-rectangle", width: 130, "text-wrap": "wrap" } },
    { selector: 'node[kind = "crowd"]', style: { shape: "round-rectangle", width: 140, height: 60 } },
    { selector: "edge", style: { "source-label": "data(label)", "source-text-offset": 55, color: text, "font-size": 12, "min-zoomed-font-size": READABLE, "text-background-color": page, "text-background-opacity": 1,
      "text-background-padding": 2, width: "data(width)", "line-color": control, "curve-style": "straight" } },
    { selector: 'edge[path = "synthetic"]', style: { "line-style": "dashed" } },
    { selector: 'edge[path = "vf"]', style: { "line-color": surface, "line-outline-width": 2, "line-outline-color": accent } },
    { selector: 'edge[path = "uplink"]', style: { "line-style": "dotted" } },
    // Below what stands between its ends.
    { selector: 'edge[path = "wire"]', style: { width: 3, "curve-style": "unbundled-bezier", "control-point-distances": 90,
      "control-point-weights": 0.5 } },
    { selector: ":selected", style: { "border-color": accent, "border-width": 5 } },
    { selector: ".faded", style: { opacity: 0.2 } },
  ];
}
