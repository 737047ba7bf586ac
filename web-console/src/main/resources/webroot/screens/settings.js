// The node: how it is configured, tunables, who may come in, who changed what, and how this page looks.

import { html, nothing } from "../lit.js";
import { link } from "../router.js";
import { asking, section } from "../ui/parts.js";
import { poll } from "../ui/poll.js";
import { sysctls } from "../ui/sysctls.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";
import { appearance } from "./settings/appearance.js";
import { audit } from "./settings/audit.js";
import { scripts } from "./settings/scripts.js";
import { tokens, users } from "./settings/people.js";

const PARTS = [
  { id: "config", title: "Configuration", op: "config.effective", body: config },
  { id: "tunables", title: "Tunables", op: "nic.sysctl", body: (app) => section("tunables", "hw.hn.* and dev.hn.N.*", sysctls(app, {}, "")) },
  { id: "users", title: "Users", op: "user.list", body: users },
  { id: "tokens", title: "Tokens", op: "token.list", body: tokens },
  { id: "audit", title: "Audit", op: "audit.list", body: audit },
  { id: "scripts", title: "Scripts", op: "script.list", body: scripts },
  { id: "appearance", title: "Appearance and keys", body: appearance },
];

const chosen = (app) => PARTS.find(({ id }) => id === app.router.route.path[1]) ?? PARTS[0];

export const title = (app) => `Settings: ${chosen(app).title}`;

export function body(app) {
  const part = chosen(app);
  const offered = PARTS.filter(({ op }) => !op || app.may(op));
  return html`
    <nav class="sub" aria-label="Settings"><ul>${offered.map(({ id, title: words }) => html`<li>
      <a href=${link(["settings", id])} aria-current=${id === part.id ? "page" : nothing}>${words}</a></li>`)}</ul></nav>
    ${offered.includes(part) ? part.body(app) : html`<p class="empty">${app.role
      ? "Your role may not see this." : "Not known yet."}</p>`}`;
}

function config(app) {
  const { data, error } = poll(app, "config.effective", {}, 10_000);
  if (!data) return asking(error);
  return section("config", "Effective configuration", html`
    ${table(app, { id: "config-list", caption: "Configuration", rows: data, keyOf: (row) => row.key, empty: "None.", columns: [
      { id: "key", title: "Key", value: (row) => row.key, cell: (row) => html`<code>${row.key}</code>` },
      { id: "value", title: "Value", value: (row) => String(row.value ?? ""), cell: (row) => html`<bdi>${String(row.value ?? "") || "–"}</bdi>` },
      { id: "origin", title: "Origin", value: (row) => row.origin, filter: (row) => term("origin", row.origin) },
      { id: "applies", title: "Takes effect", value: (row) => row.applies, filter: (row) => term("applies", row.applies) },
    ] })}
    <p class="note">The same on the command line: <code>hnswitch config show --effective --origin</code></p>`);
}
