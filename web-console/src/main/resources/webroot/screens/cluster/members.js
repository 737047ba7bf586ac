// The nodes: those that are there, and those of the lab that are not.

import { farewell, oddities } from "../../cluster.js";
import { age, count, milliseconds } from "../../format.js";
import { html, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import * as badges from "../../ui/badges.js";
import { name } from "../../ui/parts.js";
import { again } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

const KINDS = { there: "good", silent: "warn", absent: "bad" };

export function members(app, rows, health) {
  const self = rows.find((row) => row.self);
  const odd = (row) => oddities(row, self, health.revision);
  return table(app, { id: "member-list", caption: "Nodes", rows, keyOf: (row) => row.node, empty: "There are none.", columns: [
    { id: "node", title: "Node", value: (row) => row.node, cell: (row) => html`${name(row.node)}
      ${row.self ? html`<span class="note">this one</span>` : nothing}
      ${row.leader ? badges.badge("info", "leader") : nothing}` },
    { id: "state", title: "State", value: (row) => row.state, cell: (row) => badges.badge(KINDS[row.state] ?? "off", row.state),
      filter: (row) => term("state", row.state) },
    { id: "version", title: "Version", value: (row) => row.version, cell: (row) => doubtful(row.version, odd(row).version) },
    { id: "uptime", title: "Uptime", number: true, value: (row) => row.uptimeMillis,
      cell: (row) => (row.uptimeMillis === undefined ? "–" : age(row.uptimeMillis)) },
    { id: "revision", title: "Revision", number: true, value: (row) => row.revision,
      cell: (row) => doubtful(row.revision, odd(row).revision) },
    { id: "devices", title: "Devices", number: true, value: (row) => row.devices, cell: (row) => count(row.devices) },
    { id: "rtt", title: "Round trip", number: true, value: (row) => row.rttMs, cell: (row) => milliseconds(row.rttMs) },
    { id: "clock", title: "Clock", number: true, value: (row) => row.clockSkewMs,
      cell: (row) => doubtful(offset(row), odd(row).clock) },
    { id: "place", title: "Address", value: (row) => row.place, cell: (row) => name(row.place ?? "–") },
    ...(rows.some(({ problem }) => problem) ? [PROBLEM] : []),
    ...(MANAGING.some((op) => app.may(op)) ? [{ id: "actions", title: "Actions", wide: true,
      cell: (row) => actions(app, `node ${row.node}`, manage(app, row, rows, health)) }] : []),
  ] });
}

const PROBLEM = { id: "problem", title: "Problem", wide: true, value: (row) => row.problem,
  cell: (row) => (row.problem ? html`<span class="error">${row.problem}</span>` : "–") };

/** A value, marked when there is something to say against it. */
function doubtful(value, doubt) {
  if (value === undefined) return "–";
  return doubt ? html`${badges.badge("warn", String(value))}<br><span class="note">${doubt}</span>` : value;
}

function offset({ self, clockSkewMs }) {
  if (self) return "its own";
  return clockSkewMs === undefined ? undefined : `${clockSkewMs > 0 ? "+" : clockSkewMs < 0 ? "−" : "±"}${milliseconds(Math.abs(clockSkewMs))}`;
}

const MANAGING = ["cluster.drain", "cluster.leave"];

function manage(app, row, rows, health) {
  const { node, state } = row;
  const others = rows.filter((one) => one.state === "there" && one.node !== node).length;
  const then = () => ["cluster.members", "cluster.placement", "cluster.health"].forEach((op) => again(app, op));
  return [
    { op: "cluster.drain", body: { node }, label: "Drain", name: node, done: `The guests of ${node} have gone to other nodes`, then,
      sure: `Every guest of node ${node} goes to another node, with its traffic running.`,
      off: state !== "there" ? "it is not there" : others === 0 && "no other node is there" },
    { op: "cluster.leave", body: { node }, label: "Leave", name: node, danger: true, done: `${node} leaves the cluster`, then,
      sure: farewell(row, health), off: state === "absent" && "it is not there" },
  ];
}
