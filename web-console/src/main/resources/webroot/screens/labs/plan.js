// What applying a lab file would change, and the lines in which it is another than what runs.

import { html, nothing } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { name } from "../../ui/parts.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";
import { diff } from "./diff.js";

const EFFECTS = { live: "good", "pauses-port": "warn", "recreates-device": "bad" };
const SIGNS = { same: " ", added: "+", removed: "−" };

/** The plan as a table. */
export function plan(app, { plan: made }) {
  return html`
    ${made.applied ? html`<p>${badges.badge("good", "Applied.")}</p>` : nothing}
    ${table(app, { id: "plan-list", caption: "Changes", rows: made.changes, keyOf: (row) => `${row.kind} ${row.id}`,
      empty: "Nothing: the lab is like this already.", prefix: "p.", columns: [
        { id: "action", title: "Action", value: (row) => row.action, filter: (row) => term("action", row.action) },
        { id: "kind", title: "Kind", value: (row) => row.kind, filter: (row) => term("kind", row.kind) },
        { id: "id", title: "Object", value: (row) => row.id, cell: (row) => name(row.id) },
        { id: "properties", title: "From → to", wide: true, cell: (row) => row.properties.map(({ name: key, from, to }) => html`<div>
          <code>${key}</code> ${name(from)} → ${name(to)}</div>`) },
        { id: "effect", title: "Effect", value: (row) => row.effect, cell: (row) => badges.badge(EFFECTS[row.effect] ?? "info", row.effect),
          filter: (row) => term("effect", row.effect) },
        { id: "affects", title: "Also affects", value: (row) => row.affects.length, cell: (row) => name(row.affects.join(", ") || "–") },
      ] })}`;
}

/** The lines of both texts. */
export function difference({ running, text }) {
  const lines = diff(running, text);
  if (lines.every(({ kind }) => kind === "same")) return html`<p class="empty">Word for word the same.</p>`;
  return html`<pre class="diff" tabindex="0" aria-label="Lines that differ">${lines.map(({ kind, text: line }) => html`<span
    data-kind=${kind}>${SIGNS[kind]} ${line}\n</span>`)}</pre>`;
}
