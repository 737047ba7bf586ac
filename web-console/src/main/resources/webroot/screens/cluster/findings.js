// What is wrong between the nodes.

import { html } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { name } from "../../ui/parts.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

const KINDS = { error: "bad", warning: "warn" };

export function findings(app, rows) {
  if (rows.length === 0) return html`<p id="sound">${badges.badge("good", "Nothing is wrong.")}</p>`;
  return table(app, { id: "finding-list", caption: "Findings", rows, keyOf: (row) => `${row.code} ${row.subject}`, prefix: "d.",
    empty: "Nothing is wrong.", columns: [
      { id: "subject", title: "About", value: (row) => row.subject, cell: (row) => name(row.subject), filter: (row) => term("subject", row.subject) },
      { id: "severity", title: "Severity", value: (row) => row.severity, cell: (row) => badges.badge(KINDS[row.severity] ?? "info", row.severity),
        filter: (row) => term("severity", row.severity) },
      { id: "code", title: "What", value: (row) => row.code, filter: (row) => term("code", row.code) },
      { id: "detail", title: "In full", wide: true, value: (row) => row.detail },
    ] });
}
