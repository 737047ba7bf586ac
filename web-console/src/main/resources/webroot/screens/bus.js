// For who writes scripts: every operation with a form to try it, and what is published right now.

import { html, nothing } from "../lit.js";
import { fresh, operationForm } from "../ui/operation.js";
import { name, section, to } from "../ui/parts.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";
import { leaveTail, tail } from "./bus/tail.js";

export const title = (app) => (app.router.route.path[1] ? html`Bus: ${name(app.router.route.path[1])}` : "Bus");

export function leave(app) {
  leaveTail(app);
}

export function body(app) {
  const op = app.router.route.path[1];
  const { operations } = app.catalogue;
  if (op) return one(app, op);
  return html`
    ${section("operations", "Operations", table(app, { id: "operation-list", caption: "Operations", rows: operations,
      keyOf: (row) => row.name, subject: (row) => ({ name: row.name, kind: row.kind, role: row.role, summary: row.summary,
        address: row.address, path: row.path }), empty: "The node has not described itself yet.", columns: COLUMNS }))}
    ${section("tail", "Live tail", tail(app))}`;
}

function one(app, op) {
  const operation = app.catalogue.get(op);
  if (!operation) return html`<p class="empty">${app.catalogue.operations.length > 0 ? `There is no operation ${op}.` : "Not known yet."}</p>`;
  const state = app.local(`try ${op}`, () => fresh(operation, {}));
  return html`
    <p>${to(["bus"], "All operations")}</p>
    ${section("try", "Try it", operationForm(app, state))}
    <div class="cards">
      ${schema("request-schema", "Request", operation.schema)}
      ${schema("reply-schema", "Answer (data)", operation.reply)}
      ${section("refusals", "What it can be refused with", html`<p>${operation.problems.map((code) => html`<code>${code}</code> `)}</p>`)}
    </div>`;
}

function schema(id, heading, value) {
  return section(id, heading, value ? html`<pre tabindex="0" aria-label=${`${heading}, JSON Schema`}>${JSON.stringify(value, null, 2)}</pre>` : nothing);
}

const COLUMNS = [
  { id: "name", title: "Operation", value: (row) => row.name, cell: (row) => to(["bus", row.name], row.name) },
  { id: "kind", title: "Kind", value: (row) => row.kind, filter: (row) => term("kind", row.kind) },
  { id: "role", title: "Role", value: (row) => row.role, filter: (row) => term("role", row.role) },
  { id: "summary", title: "What it does", value: (row) => row.summary },
  { id: "rest", title: "REST", value: (row) => row.path, cell: (row) => html`<code>${row.method} ${row.path}</code>` },
];
