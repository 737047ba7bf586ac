// Names of hw.hn.* and dev.hn.N.*, what they mean, and setting those that can be set.

import { plain } from "../format.js";
import { html, live, nothing } from "../lit.js";
import { actions } from "./action.js";
import { asking } from "./parts.js";
import { again, poll } from "./poll.js";
import { table } from "./table.js";
import { term } from "./term.js";

/** The tree, or the part that `body` of `nic.sysctl` says. */
export function sysctls(app, body, prefix = "s.") {
  const { data, error } = poll(app, "nic.sysctl", body);
  if (!data) return asking(error);
  const state = app.local("sysctls", () => ({ texts: new Map() }));
  return table(app, { id: "sysctl-list", caption: "Sysctls", rows: data, keyOf: (row) => row.name, prefix,
    empty: "None.", columns: [
      { id: "name", title: "Name", value: (row) => row.name, cell: (row) => html`<code>${row.name}</code>` },
      { id: "value", title: "Value", value: (row) => row.value, cell: (row) => value(app, state, row, body) },
      { id: "access", title: "Access", value: (row) => row.access, filter: (row) => term("access", row.access) },
      { id: "default", title: "Default", value: (row) => row.default, cell: (row) => (row.default === undefined ? "–" : plain(row.default)) },
      { id: "meaning", title: "Meaning", cell: (row) => html`${row.description}${row.allowed
        ? html`<br><span class="note">${row.allowed}</span>` : nothing}${row.effect
        ? html`<br><span class="note">${row.effect}</span>` : nothing}` },
    ] });
}

const SETTABLE = /w|counter/;

function value(app, state, row, body) {
  const shown = plain(row.value);
  if (!SETTABLE.test(row.access) || !app.may("nic.sysctl-set")) return html`<span class="sysctl">${shown}</span>`;
  if (row.access === "counter") {
    return html`${shown} ${actions(app, row.name, [{ op: "nic.sysctl-set", label: "Zero", name: row.name,
      body: { name: row.name, value: "0" }, then: () => again(app, "nic.sysctl", body) }])}`;
  }
  const text = state.texts.get(row.name) ?? shown;
  return html`<div class="inline"><input type="text" aria-label=${row.name} spellcheck="false" .value=${live(text)}
      @input=${(event) => {
        state.texts.set(row.name, event.target.value);
        app.draw();
      }}>
    ${text === shown ? nothing : actions(app, row.name, [{ op: "nic.sysctl-set", label: "Set", name: row.name,
      body: () => ({ name: row.name, value: text }), done: `${row.name} is ${text}`, then: () => {
        state.texts.delete(row.name);
        again(app, "nic.sysctl", body);
      } }])}</div>`;
}
