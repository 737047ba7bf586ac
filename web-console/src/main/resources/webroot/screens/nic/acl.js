// The access list of a NIC's port: rules in the order in which they are looked at, with what they have fitted.

import { count } from "../../format.js";
import { html, live, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import { again } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { added, fits, inOrder, moved, removed, written } from "./acl-model.js";

const FIELDS = [
  ["direction", ["outbound", "inbound"]],
  ["action", ["deny", "allow", "count"]],
];
const TEXTS = [
  ["name", "no-telnet"], ["weight", "100"], ["protocol", "tcp"], ["remote", "10.0.0.0/8"], ["remote-port", "23"],
  ["local", "10.0.0.1"], ["local-port", "80"], ["ethertype", "arp"], ["remote-mac", "00:15:5d:00:00:0b"],
];

export function accessList(app, nic, revision, { policy, rules: hits }) {
  const rules = inOrder(policy.acl);
  const may = app.may("nic.set");
  const columns = [
    { id: "place", title: "Place", number: true, value: (row) => row.place },
    { id: "name", title: "Rule", value: (row) => row.name },
    { id: "weight", title: "Weight", number: true, value: (row) => row.weight },
    { id: "direction", title: "Direction", value: (row) => row.direction },
    { id: "action", title: "Action", value: (row) => row.action },
    { id: "match", title: "Fits", value: (row) => row.match },
    { id: "hits", title: "Frames", number: true, value: (row) => row.hits, cell: (row) => count(row.hits) },
    ...(may ? [{ id: "actions", title: "Actions", wide: true, cell: (row) => deeds(app, nic, revision, rules, row) }] : []),
  ];
  const rows = rules.map((rule, at) => ({ ...rule, at, place: at + 1, hits: hits[rule.name] ?? 0,
    match: fits(rule) + (rule.stateful || rule.idle ? ", and its conversation" : "") }));
  return html`
    ${table(app, { id: "rule-list", prefix: "pr.", caption: `Rules of ${nic}`, filterable: false, rows,
      keyOf: (row) => row.at, empty: "No rule: everything is allowed.", columns })}
    ${may ? form(app, nic, revision, rules) : nothing}`;
}

function deeds(app, nic, revision, rules, { at, name }) {
  const set = (label, next, off) => ({ op: "nic.set", label, name, off, done: `access list of ${nic} set`,
    body: () => ({ nic, acl: written(next), ifRevision: revision }), then: () => again(app, "nic.policy", { nic }) });
  return actions(app, `${nic} rule ${name}`, [
    set("Up", moved(rules, at, -1), at === 0 && "it is the first"),
    set("Down", moved(rules, at, 1), at === rules.length - 1 && "it is the last"),
    set("Remove", removed(rules, at), false),
  ]);
}

function form(app, nic, revision, rules) {
  const state = app.local(`acl ${nic}`, () => ({ isOpen: false, direction: "outbound", action: "deny", texts: {} }));
  const rule = () => ({ ...Object.fromEntries(Object.entries(state.texts).filter(([, text]) => text.trim())
    .map(([key, text]) => [key, /^\d+$/.test(text.trim()) ? Number(text) : text.trim()])),
    direction: state.direction, action: state.action });
  const field = (key, example) => html`<div class="field"><label for="acl-${key}">${key}</label>
    <input id="acl-${key}" type="text" spellcheck="false" placeholder=${example} .value=${live(state.texts[key] ?? "")}
      @input=${(event) => { state.texts[key] = event.target.value; }}></div>`;
  const choice = (key, values) => html`<div class="field"><label for="acl-${key}">${key}</label>
    <select id="acl-${key}" .value=${live(state[key])} @change=${(event) => {
      state[key] = event.target.value;
      app.draw();
    }}>${values.map((value) => html`<option value=${value}>${value}</option>`)}</select></div>`;
  // What is folded away is not there, so that nothing comes upon it.
  const toggled = ({ target }) => {
    if (state.isOpen === target.open) return;
    state.isOpen = target.open;
    app.draw();
  };
  return html`<details id="acl-new" @toggle=${toggled}><summary>Another rule</summary>${state.isOpen ? html`
    ${FIELDS.map(([key, values]) => choice(key, values))}
    ${TEXTS.map(([key, example]) => field(key, example))}
    ${actions(app, `${nic} new rule`, [{ op: "nic.set", label: "Add rule", done: `access list of ${nic} set`,
      body: () => ({ nic, acl: written(added(rules, rule())), ifRevision: revision }),
      then: () => {
        state.texts = {};
        again(app, "nic.policy", { nic });
      } }])}` : nothing}
  </details>`;
}
