// All virtual switches and SR-IOV adapters.

import { count } from "../format.js";
import { html, nothing } from "../lit.js";
import { nodeColumn } from "../ui/nodes.js";
import { name, object, section } from "../ui/parts.js";
import { table } from "../ui/table.js";

export const title = () => "Switches";

export function body(app) {
  const { view } = app;
  const ofSwitch = nodeColumn(app, ({ id }) => `switch ${id}`);
  const ofAdapter = nodeColumn(app, ({ id }) => `adapter ${id}`);
  return html`
    ${section("switches", "Virtual switches", table(app, { id: "switch-list", caption: "Switches",
      rows: Object.values(view.switches), keyOf: (row) => row.id, empty: "The lab has no switch.", subject: ofSwitch.subject, columns: [
        { id: "id", title: "Switch", value: (row) => row.id, cell: (row) => object("switches", row.id) },
        ...ofSwitch.columns,
        { id: "ports", title: "Ports", number: true, value: (row) => row.ports?.length ?? 0 },
        counter("fdb-entries", "Addresses"), counter("flooded-frames", "Flooded"),
        counter("unknown-unicast-frames", "Unknown unicast"), counter("filtered-frames", "Filtered"),
        counter("runt-frames", "Runts"),
        { id: "drops", title: "Port drops", number: true, value: portDrops, cell: (row) => count(portDrops(row)) },
      ] }))}
    ${section("adapters", "SR-IOV adapters", table(app, { id: "adapter-list", caption: "Adapters", prefix: "a.",
      rows: Object.values(view.adapters), keyOf: (row) => row.id, empty: "The lab has no adapter.", subject: ofAdapter.subject, columns: [
        { id: "id", title: "Adapter", value: (row) => row.id, cell: (row) => name(row.id) },
        ...ofAdapter.columns,
        { id: "switch", title: "Uplink to", value: (row) => row.virtualSwitch, cell: (row) => object("switches", row.virtualSwitch) },
        { id: "given", title: "VFs given", number: true, value: (row) => row.slots?.length ?? 0,
          cell: (row) => `${row.slots?.length ?? 0} of ${row.vfs}` },
        { id: "slots", title: "To", cell: (row) => (row.slots ?? []).map(({ vf, nic }) => html`${object("vfs", vf)}
          (${object("nics", nic)}) `) },
        counter("dropped-frames", "Dropped"), counter("credit-drops", "For want of credit"),
      ] }))}
    ${shares(app)}`;
}

// What NICs have had of the wires that have a queue.
function shares(app) {
  const rows = Object.values(app.view.adapters).flatMap(({ id, wire }) => (wire?.shares ?? []).map((share) => ({ adapter: id, ...share })));
  if (rows.length === 0) return nothing;
  const number = (key, title) => ({ id: key, title, number: true, value: (row) => row[key], cell: (row) => count(row[key]) });
  return section("shares", "Shares of wires", table(app, { id: "share-list", caption: "Shares of wires", prefix: "s.", rows,
    keyOf: (row) => `${row.adapter} ${row.sender}`, columns: [
      { id: "adapter", title: "Wire of", value: (row) => row.adapter, cell: (row) => name(row.adapter) },
      { id: "sender", title: "Sender", value: (row) => row.sender, cell: (row) => (row.sender === "others" ? "others" : object("nics", row.sender)) },
      number("weight", "Weight"), number("frames", "Frames"), number("bytes", "Bytes"), number("dropped", "Too much"),
    ] }));
}

const counter = (id, title) => ({ id, title, number: true, value: (row) => row.counters?.[id] ?? 0,
  cell: (row) => count(row.counters?.[id]) });
const portDrops = ({ ports }) => (ports ?? []).reduce((sum, { counters }) =>
  sum + (counters?.["rx-drops"] ?? 0) + (counters?.["tx-drops"] ?? 0), 0);
