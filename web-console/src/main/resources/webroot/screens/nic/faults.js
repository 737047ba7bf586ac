// What can be done to a NIC that no lab file says: its VF taken away, its host gone for a while.

import { FAULTS, obstacle } from "../../faults.js";
import { html, nothing } from "../../lit.js";
import { changed, clearAll, faultList, running } from "../../ui/faults.js";
import * as form from "../../ui/form.js";
import { section } from "../../ui/parts.js";

export function faults(app, nic) {
  const may = FAULTS.filter(({ op }) => app.may(op));
  return html`
    ${section("running-faults", "Running faults", html`${faultList(app, nic.id)}
      <p class="note">A fault makes no revision of the lab, and ends when its time is over.</p>`, clearAll(app, "nic"))}
    ${may.length === 0 ? nothing : html`<div class="cards wide">${may.map((fault) => one(app, nic, fault))}</div>`}`;
}

function one(app, nic, fault) {
  const { op, title, what, verb, fields } = fault;
  const id = op.replace(".", "-");
  const state = app.local(`${op} ${nic.id}`, () => form.blank());
  const body = { nic: nic.id, ...form.written(state, fields) };
  const off = obstacle(fault, nic, running(app).data ?? []);
  const submit = (event) => {
    event.preventDefault();
    if (off === null) form.send(app, state, { op, body, keys: fields.map(({ key }) => key), done: `${title}: ${nic.id}`,
      then: () => changed(app) });
  };
  return section(id, title, html`<p class="note">${what}</p>
    <form @submit=${submit}>
      <div class="fields">${fields.map((each) => (each.values ? form.choice(app, id, state, each) : form.text(app, id, state, each)))}</div>
      ${form.ending(app, state, { op, body, label: verb, off })}</form>`);
}
