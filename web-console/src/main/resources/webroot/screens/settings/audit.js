// Who changed what, or tried to.

import { moment, time } from "../../format.js";
import { html } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { asking, name, section } from "../../ui/parts.js";
import { poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

const PAGE = 100;

export function audit(app) {
  const { cursor } = app.router.route.query;
  const { data, error } = poll(app, "audit.list", { limit: PAGE, ...(cursor && { cursor: Number(cursor) }) }, cursor ? 60_000 : 2_000);
  if (!data) return asking(error);
  return section("audit", "Audit", html`
    ${table(app, { id: "audit-list", caption: "Records", rows: data.records, keyOf: (row) => row.number,
      empty: "Nobody has changed anything.", columns: COLUMNS })}
    <nav class="pager" aria-label="Older and newer records">
      <button type="button" ?disabled=${!cursor} @click=${() => app.router.set({ cursor: null }, true)}>Newest</button>
      <button type="button" ?disabled=${!data.next} @click=${() => app.router.set({ cursor: data.next }, true)}>Older</button>
    </nav>`);
}

const COLUMNS = [
  { id: "time", title: "When", value: (row) => row.time, cell: (row) => html`<time datetime=${row.time} title=${moment(row.time)}>${time(row.time)}</time>` },
  { id: "by", title: "Who", value: (row) => row.by, cell: (row) => html`${name(row.by)} (${row.role})`, filter: (row) => term("by", row.by) },
  { id: "from", title: "From", value: (row) => row.from, cell: (row) => name(row.from) },
  { id: "operation", title: "Operation", value: (row) => row.operation, filter: (row) => term("operation", row.operation) },
  { id: "request", title: "Request", wide: true, cell: (row) => html`<code>${row.request}</code>` },
  { id: "result", title: "Result", value: (row) => row.result, filter: (row) => term("result", row.result),
    cell: (row) => html`${badges.badge(row.result === "done" ? "good" : "bad", row.result)}${row.times > 1 ? ` × ${row.times}` : ""}` },
];
