// The VMBus channels of a NIC: rings, what waits in them, and what was agreed with the host.

import { count, plain } from "../../format.js";
import { html } from "../../lit.js";
import { asking, facts, section } from "../../ui/parts.js";
import { poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";

export function channels(app, { id, session }) {
  const tree = poll(app, "nic.sysctl", { nic: id });
  const books = poll(app, "ledger.get");
  return html`
    ${section("session", "Agreed with the host", facts(Object.entries(session ?? {}).map(([key, value]) =>
      [key, value === "" ? "none" : plain(value)])))}
    ${section("rings", "Rings", tree.data ? table(app, { id: "ring-list", caption: `Rings of ${id}`, filterable: false,
      rows: rings(tree.data), keyOf: (row) => row.id, empty: "No ring is open.", columns: RINGS })
      : asking(tree.error))}
    ${section("device-books", "Frames in its devices", books.data ? table(app, { id: "device-list", prefix: "d.",
      caption: `Devices of ${id}`, filterable: false, rows: devices(books.data.devices, id),
      keyOf: (row) => row.device, empty: "None.", columns: BOOKS })
      : asking(books.error))}`;
}

function rings(tree) {
  const found = new Map();
  for (const { name, value } of tree) {
    const [, direction, number, key] = /\.(tx|rx)\.(\d+)\.(\w+)$/.exec(name) ?? [];
    if (!direction) continue;
    const id = `${direction} ${number}`;
    found.set(id, { ...found.get(id), id, direction, number: Number(number), [key]: value });
  }
  return [...found.values()];
}

const RINGS = [
  { id: "id", title: "Ring", value: (row) => row.id, cell: (row) => `${row.direction === "tx" ? "Transmit" : "Receive"} ${row.number}` },
  { id: "packets", title: "Packets", number: true, value: (row) => row.packets, cell: (row) => count(row.packets) },
  { id: "sends", title: "Messages", number: true, value: (row) => row.sends ?? 0, cell: (row) => count(row.sends) },
  { id: "waiting", title: "Waits for room", value: (row) => row.oactive ?? 0, cell: (row) =>
    (row.oactive === undefined ? "–" : row.oactive === 1 ? "yes" : "no") },
  { id: "rsc", title: "Super-frames", number: true, value: (row) => row.rsc_pkts ?? 0, cell: (row) => count(row.rsc_pkts) },
];

function devices(all, id) {
  const guest = id.slice(0, id.lastIndexOf(":"));
  return all.filter(({ device }) => device.endsWith(` ${id}`) || device.startsWith(`channel ${guest}.`));
}

const number = (id, title) => ({ id, title, number: true, value: (row) => row[id], cell: (row) => count(row[id]) });
const BOOKS = [
  { id: "device", title: "Device", value: (row) => row.device },
  number("in", "In"), number("out", "Out"), number("delivered", "Delivered"), number("held", "Waiting"),
  { id: "dropped", title: "Dropped", value: (row) => Object.keys(row.dropped).join(), cell: (row) =>
    Object.entries(row.dropped).map(([reason, frames]) => `${reason} ${count(frames)}`).join(", ") || "0" },
  number("unaccounted", "Not accounted for"),
];
