// Which node each device is to be on, which has it, and guests that go to another one.

import { placed, targets } from "../../cluster.js";
import { html, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import * as badges from "../../ui/badges.js";
import { name, object } from "../../ui/parts.js";
import { again } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

const KINDS = { there: "good", misplaced: "warn", absent: "bad" };
const MOVE = "guest.migrate";

export function placement(app, all, members) {
  return table(app, { id: "placement-list", caption: "Placement", rows: placed(all), keyOf: (row) => row.device, prefix: "p.",
    empty: "The lab has no devices.", columns: [
      { id: "device", title: "Device", value: (row) => row.device, cell: (row) => html`${row.kind}
        ${row.kind === "switch" ? object("switches", row.name) : name(row.name)}` },
      { id: "kind", title: "Kind", value: (row) => row.kind, filter: (row) => term("kind", row.kind) },
      { id: "place", title: "Is to be on", value: (row) => row.place, cell: (row) => name(row.place), filter: (row) => term("place", row.place) },
      { id: "owner", title: "Is with", value: (row) => row.owner, cell: (row) => (row.owner ? name(row.owner) : "nobody"),
        filter: (row) => term("owner", row.owner) },
      { id: "epoch", title: "Epoch", number: true, value: (row) => row.epoch },
      { id: "state", title: "State", value: (row) => row.state, cell: (row) => badges.badge(KINDS[row.state] ?? "off", row.state),
        filter: (row) => term("state", row.state) },
      ...(app.may(MOVE) ? [{ id: "actions", title: "Actions", cell: (row) => (row.kind === "guest" ? mover(app, row, members) : nothing) }] : []),
    ] });
}

function mover(app, row, members) {
  const to = targets(members, row);
  const off = row.state === "absent" ? "it is not there" : to.length === 0 && "no other node is there";
  return html`<button type="button" aria-disabled=${off ? "true" : nothing} title=${off || nothing}
    @click=${() => !off && openMove(app, row, to)}>Move<span class="unseen"> ${row.name}</span></button>`;
}

function openMove(app, { name: guest, owner }, nodes) {
  const state = { to: nodes[0], id: `move ${guest} ${app.deeds}` };
  app.open({ title: "Move a guest", body: () => html`
    <p>Guest ${name(guest)} goes from node ${name(owner)} to another one, with its traffic running.</p>
    <div class="field"><label for="move-to">To node</label>
      <select id="move-to" @change=${(event) => {
        state.to = event.target.value;
        app.draw();
      }}>${nodes.map((node) => html`<option ?selected=${node === state.to}>${node}</option>`)}</select></div>
    ${actions(app, state.id, [{ op: MOVE, label: "Move", name: `${guest} there`, body: () => ({ guest, to: state.to }),
      done: `${guest} has moved`, then: () => {
        app.close();
        ["cluster.placement", "cluster.members"].forEach((op) => again(app, op));
      } }])}` });
}
