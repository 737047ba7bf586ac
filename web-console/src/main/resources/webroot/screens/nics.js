// All NICs, and all VFs.

import { guestOf } from "../cluster.js";
import { bitRate, count, frameRate } from "../format.js";
import { nicActions, nicRows } from "../lab.js";
import { html } from "../lit.js";
import { actions } from "../ui/action.js";
import * as badges from "../ui/badges.js";
import { nodeColumn } from "../ui/nodes.js";
import { name, object, section } from "../ui/parts.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";

export const title = () => "NICs";

export function body(app) {
  const { view } = app;
  const node = nodeColumn(app, ({ id }) => guestOf(id));
  return html`
    ${section("nics", "Guest NICs (hn)", table(app, {
      id: "nic-list", caption: "NICs", empty: "The lab has no NICs.", rows: nicRows(view),
      keyOf: (row) => row.id, follows: (row) => [row, node.of(row)], subject: node.subject, columns: nicColumns(app, node) }))}
    ${section("vfs", "SR-IOV VFs", table(app, {
      id: "vf-list", caption: "VFs", empty: "No VF is given to a NIC.", prefix: "vf.",
      rows: Object.values(view.vfs), keyOf: (row) => row.id, follows: (row) => [row],
      columns: VF_COLUMNS }))}`;
}

function nicColumns(app, node) {
  return [
    { id: "id", title: "NIC", value: (row) => row.id, cell: (row) => object("nics", row.id) },
    ...node.columns,
    { id: "path", title: "Path", value: (row) => row.path, cell: (row) => badges.path(row.path),
      filter: (row) => term("path", row.path) },
    { id: "state", title: "Pairing", value: (row) => row.state, cell: (row) => badges.pairing(row.state),
      filter: (row) => term("state", row.state) },
    { id: "vf", title: "VF", value: (row) => row.vf, cell: (row) => (row.vf ? object("vfs", row.vf) : "none") },
    { id: "up", title: "Admin", value: (row) => row.up, cell: (row) => badges.up(row.up),
      filter: (row) => term("up", row.up) },
    { id: "link", title: "Link", value: (row) => row.link, cell: (row) => badges.up(row.link),
      filter: (row) => term("link", row.link) },
    { id: "mtu", title: "MTU", number: true, value: (row) => row.mtu },
    { id: "rx", title: "Receives", number: true, value: (row) => row.rate?.rxFramesPerSecond ?? 0,
      cell: (row) => speed(row.rate, "rx") },
    { id: "tx", title: "Transmits", number: true, value: (row) => row.rate?.txFramesPerSecond ?? 0,
      cell: (row) => speed(row.rate, "tx") },
    { id: "drops", title: "Drops", number: true, value: (row) => row.drops, cell: (row) => count(row.drops) },
    { id: "actions", title: "Actions", wide: true, cell: (row) => row.problem
      ? html`<p class="error">${row.problem.detail}</p>`
      : actions(app, row.id, nicActions(app.view, row.id)) },
  ];
}

function speed(rate, direction) {
  return html`${frameRate(rate?.[`${direction}FramesPerSecond`])}<br>${bitRate(rate?.[`${direction}BitsPerSecond`])}`;
}

const VF_COLUMNS = [
  { id: "id", title: "VF", value: (row) => row.id, cell: (row) => object("vfs", row.id) },
  { id: "nic", title: "Managed by", value: (row) => row.nic, cell: (row) => object("nics", row.nic) },
  { id: "adapter", title: "Adapter", value: (row) => row.adapter, cell: (row) => name(row.adapter),
    filter: (row) => term("adapter", row.adapter) },
  { id: "state", title: "State", value: (row) => row.state, filter: (row) => term("state", row.state) },
  { id: "steered", title: "Frames for it", value: (row) => row.steered,
    cell: (row) => (row.steered ? "to the VF" : "to hn"), filter: (row) => term("steered", row.steered) },
  { id: "mac", title: "MAC", value: (row) => row.mac, cell: (row) => html`<span class="mac">${row.mac}</span>` },
  { id: "serial", title: "Serial", number: true, value: (row) => row.serial },
  { id: "rx", title: "Received", number: true, value: (row) => row.counters?.["rx-frames"] ?? 0,
    cell: (row) => count(row.counters?.["rx-frames"]) },
  { id: "tx", title: "Transmitted", number: true, value: (row) => row.counters?.["tx-frames"] ?? 0,
    cell: (row) => count(row.counters?.["tx-frames"]) },
];
