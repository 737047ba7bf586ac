// The frame ledger by device: where frames are, and where they were given up and why.

import { count } from "../format.js";
import { html } from "../lit.js";
import { asking, section } from "../ui/parts.js";
import { poll } from "../ui/poll.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";

export const title = () => "Frame ledger";

export function body(app) {
  const { data, error } = poll(app, "ledger.get");
  if (!data) return asking(error);
  const drops = data.devices.flatMap(({ device, dropped }) => Object.entries(dropped)
    .map(([reason, frames]) => ({ device, reason, frames })));
  return html`
    ${section("drops", "Drops by device and reason", table(app, { id: "drop-list", caption: "Drops", rows: drops,
      keyOf: (row) => `${row.device} ${row.reason}`, empty: "No frame was dropped.", columns: [
        { id: "device", title: "Device", value: (row) => row.device, filter: (row) => term("device", row.device) },
        { id: "reason", title: "Reason", value: (row) => row.reason, filter: (row) => term("reason", row.reason) },
        number("frames", "Frames"),
      ] }))}
    ${section("books", "Books of every device", table(app, { id: "book-list", caption: "Devices", rows: data.devices,
      keyOf: (row) => row.device, prefix: "b.", empty: "There are no devices.", columns: [
        { id: "device", title: "Device", value: (row) => row.device },
        number("entered", "Entered"), number("in", "In"), number("created", "Created"), number("out", "Out"),
        number("delivered", "Delivered"), number("filtered", "Filtered"), number("held", "Waiting"),
        number("unaccounted", "Not accounted for"),
      ] }))}`;
}

const number = (id, title) => ({ id, title, number: true, value: (row) => row[id], cell: (row) => count(row[id]) });
