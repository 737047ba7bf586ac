// The lab as a graph: guests, NICs with their VF docked inside, switches and adapters; the same as a table.

import { guestOf } from "../cluster.js";
import { bitRate, frameRate } from "../format.js";
import { nicActions, nicRow, nicRows } from "../lab.js";
import { html, nothing } from "../lit.js";
import { actions } from "../ui/action.js";
import * as badges from "../ui/badges.js";
import { nodeColumn, onNode } from "../ui/nodes.js";
import { empty, name, object, section, tabs } from "../ui/parts.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";
import { graph, leaveGraph } from "./topology/graph.js";

export const title = () => "Topology";

export function leave(app) {
  leaveGraph(app);
}

export function body(app) {
  if (!app.store.known) return empty(app, "");
  return tabs(app, "Topology", [
    { id: "graph", title: "Graph", body: () => picture(app) },
    { id: "table", title: "Table", body: () => list(app) },
  ], "as");
}

function picture(app) {
  const { chosen } = app.router.route.query;
  return html`<div class="topology">
    ${graph(app, (id) => app.router.set({ chosen: id }))}
    <div class="side" aria-live="polite">${chosen ? about(app, chosen) : html`<p class="note">Choose a node in the graph: by
      pointer, or with the arrow keys; Enter opens it. Dashed: synthetic path. Double: VF path. Bow: a wire between adapters. Width: frames a second.</p>`}</div>
  </div>`;
}

function about(app, chosen) {
  const { view } = app;
  const [kind, id] = [chosen.slice(0, chosen.indexOf(" ")), chosen.slice(chosen.indexOf(" ") + 1)];
  if (kind === "nic" && view.nics[id]) {
    const row = nicRow(view, id);
    return html`<h2>${object("nics", id)}</h2><p>${badges.path(row.path)} ${badges.pairing(row.state)} ${badges.up(row.up)}</p>${onNode(app, guestOf(id))}
      ${row.vf ? html`<p>VF ${object("vfs", row.vf)}</p>` : nothing}
      <p>tx ${frameRate(row.rate?.txFramesPerSecond)}, rx ${frameRate(row.rate?.rxFramesPerSecond)}</p>
      ${actions(app, id, nicActions(view, id))}`;
  }
  if (kind === "switch" && view.switches[id]) {
    return html`<h2>${object("switches", id)}</h2><p>${view.switches[id].ports?.length ?? 0} ports</p>${onNode(app, chosen)}`;
  }
  if (kind === "adapter" && view.adapters[id]) {
    const { vfs, slots, virtualSwitch } = view.adapters[id];
    return html`<h2>Adapter ${name(id)}</h2><p>${slots?.length ?? 0} of ${vfs} VFs given; uplink to ${object("switches", virtualSwitch)}</p>${onNode(app, chosen)}`;
  }
  return html`<h2>${name(id)}</h2><p class="note">${kind}</p>${onNode(app, chosen)}`;
}

function list(app) {
  const rows = nicRows(app.view);
  const node = nodeColumn(app, ({ id }) => guestOf(id));
  return section("links", "Links", table(app, { id: "link-list", caption: "Links", rows, keyOf: (row) => row.id,
    follows: (row) => [row, target(app, row), node.of(row)], subject: node.subject, empty: "The lab has no NICs.", columns: [
      { id: "id", title: "NIC", value: (row) => row.id, cell: (row) => object("nics", row.id) },
      ...node.columns,
      { id: "path", title: "Path", value: (row) => row.path, cell: (row) => badges.path(row.path), filter: (row) => term("path", row.path) },
      { id: "to", title: "Goes to", value: (row) => target(app, row), cell: (row) => (row.path === "vf" ? name(target(app, row))
        : row.switch ? object("switches", row.switch) : "–") },
      { id: "vf", title: "VF", value: (row) => row.vf, cell: (row) => (row.vf ? object("vfs", row.vf) : "none") },
      { id: "up", title: "State", value: (row) => row.up, cell: (row) => badges.up(row.up && row.link) },
      { id: "tx", title: "Transmits", number: true, value: (row) => row.rate?.txFramesPerSecond ?? 0,
        cell: (row) => html`${frameRate(row.rate?.txFramesPerSecond)} ${bitRate(row.rate?.txBitsPerSecond)}` },
      { id: "actions", title: "Actions", wide: true, cell: (row) => actions(app, row.id, nicActions(app.view, row.id)) },
    ] }));
}

function target({ view }, row) {
  return row.path === "vf" ? view.vfs[row.vf]?.adapter : row.switch;
}
