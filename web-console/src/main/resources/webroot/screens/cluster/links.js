// Links whose two ends are on two nodes.

import { nodeLinks } from "../../cluster.js";
import { count, latency } from "../../format.js";
import { html, nothing } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { name } from "../../ui/parts.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

export function links(app, all, places) {
  return table(app, { id: "node-link-list", caption: "Links between nodes", rows: nodeLinks(all, places), keyOf: (row) => row.id,
    prefix: "l.", empty: "No link joins two nodes.", columns: [
      { id: "id", title: "Link", value: (row) => row.id, cell: (row) => name(row.id) },
      { id: "ends", title: "Joins", value: (row) => row.endpoints.join(" "), cell: (row) => row.endpoints.map((adapter, i) => html`
        ${i === 0 ? nothing : html`<br>`}${name(adapter)} ${row.nodes[i] === undefined ? nothing : html`on ${name(row.nodes[i])}`}`) },
      { id: "state", title: "State", value: (row) => row.state, filter: (row) => term("state", row.state),
        cell: (row) => badges.up(row.state === "up") },
      { id: "reason", title: "Why", value: (row) => row.reason ?? "", cell: (row) => row.reason ?? "–" },
      { id: "rtt", title: "Round trip", number: true, value: (row) => row.remote?.roundTripUs,
        cell: (row) => latency(row.remote?.roundTripUs) },
      number("frames", "Frames"), number("bytes", "Bytes"),
      { id: "dropped", title: "Drops", number: true, value: (row) => row.dropped, cell: (row) => badges.zero(row.dropped, count(row.dropped)) },
      { id: "waiting", title: "Not acknowledged", number: true, value: (row) => row.remote?.unacknowledged,
        cell: (row) => count(row.remote?.unacknowledged) },
    ] });
}

const number = (id, title) => ({ id, title, number: true, value: (row) => row[id], cell: (row) => count(row[id]) });
