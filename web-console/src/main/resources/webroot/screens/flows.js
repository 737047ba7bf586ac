// Measured flows.

import { count, latency, milliseconds } from "../format.js";
import { html } from "../lit.js";
import { actions } from "../ui/action.js";
import * as badges from "../ui/badges.js";
import { openOperation } from "../ui/operation.js";
import { name, object, section } from "../ui/parts.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";

export const title = () => "Flows";

export function body(app) {
  const { view } = app;
  return html`
    ${section("flows", "Measured UDP flows", table(app, { id: "flow-list", caption: "Flows",
      rows: Object.values(view.flows), keyOf: (row) => row.id, empty: "No flow was started.",
      columns: flowColumns(app), tools: opener(app, "flow.start", "Start a flow") }))}`;
}

function opener(app, op, label) {
  return app.may(op) ? html`<button type="button" class="primary" @click=${() => openOperation(app, op)}>${label}</button>` : "";
}

function flowColumns(app) {
  const zero = (id, heading) => ({ id, title: heading, number: true, value: (row) => row[id],
    cell: (row) => badges.zero(row[id], count(row[id])) });
  return [
    { id: "id", title: "Flow", value: (row) => row.id, cell: (row) => name(row.id) },
    { id: "from", title: "From", value: (row) => row.from, cell: (row) => object("nics", row.from) },
    { id: "to", title: "To", value: (row) => row.to, cell: (row) => object("nics", row.to) },
    { id: "state", title: "State", value: (row) => row.state, filter: (row) => term("state", row.state) },
    { id: "rate", title: "Rate", value: (row) => row.rate, cell: (row) => html`${row.rate}<br><span class="unit">${row.size} bytes</span>` },
    { id: "sent", title: "Sent", number: true, value: (row) => row.sent, cell: (row) => count(row.sent) },
    { id: "received", title: "Received", number: true, value: (row) => row.received, cell: (row) => count(row.received) },
    zero("lost", "Lost"), zero("duplicated", "Duplicated"), zero("reordered", "Reordered"),
    { id: "gap", title: "Largest gap", number: true, value: (row) => row.largestGapMs ?? 0, cell: (row) => milliseconds(row.largestGapMs) },
    { id: "latency", title: "Latency p50, p99", number: true, value: (row) => row.latencyUs?.p99 ?? 0,
      cell: (row) => html`${latency(row.latencyUs?.p50)}<br>${latency(row.latencyUs?.p99)}` },
    { id: "actions", title: "Actions", cell: (row) => actions(app, `flow ${row.id}`, [
      { op: "flow.stop", body: { id: row.id }, label: "Stop", name: row.id, done: `Flow ${row.id} is stopped`,
        off: row.state !== "running" && "it does not run" }]) },
  ];
}
