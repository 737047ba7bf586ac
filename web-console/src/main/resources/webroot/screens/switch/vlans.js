// The VLAN matrix: what each port of a switch is in, and how. A change is one of the NIC, and can be taken back.

import { html, live, nothing } from "../../lit.js";
import { asking, object, section } from "../../ui/parts.js";
import { again } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";
import { membership, policy, vlans } from "./vlan-model.js";

const WORDS = { none: "–", untagged: "untagged", tagged: "tagged" };

/** `now` is the answer that has the ports, with its revision. */
export function vlanMatrix(app, id, now) {
  if (!now.data) return section("vlans", "VLANs", asking(now.error));
  const rows = (now.data.ports ?? []).filter(({ kind }) => kind === "nic");
  const state = app.local(`vlans ${id}`, () => ({ added: [], text: "", error: "" }));
  const ids = [...new Set([...vlans(rows), ...state.added])].sort((a, b) => a - b);
  const columns = [
    { id: "name", title: "Port", value: (row) => row.name, cell: (row) => object("nics", row.name) },
    { id: "mode", title: "Mode", value: (row) => row.vlan?.mode ?? "", filter: (row) => term("mode", row.vlan?.mode),
      cell: (row) => [row.vlan?.mode, row.vlan?.isolated && "isolated", row.vlan?.priority && "keeps priority"].filter(Boolean).join(", ") },
    { id: "tagged", title: "Takes tags of", value: (row) => row.vlan?.tagged?.join(", ") || "–" },
    ...ids.map((vlan) => ({ id: `v${vlan}`, title: `${vlan}`, value: (row) => membership(row.vlan, vlan),
      cell: (row) => cell(app, state, row, vlan, { id, now }) })),
  ];
  return section("vlans", "VLANs", html`
    ${state.error ? html`<p class="error" role="alert">${state.error}</p>` : nothing}
    ${table(app, { id: "vlan-list", caption: `VLANs of ${id}`, rows, keyOf: (row) => row.name, prefix: "v.",
      subject: ({ name, vlan }) => ({ name, mode: vlan?.mode }), empty: "It has no port of a NIC.", columns,
      tools: app.may("nic.set") ? adding(app, state) : nothing })}`);
}

function cell(app, state, { name, vlan }, id, at) {
  const now = membership(vlan, id);
  if (!app.may("nic.set")) return WORDS[now];
  return html`<select aria-label=${`${name} in VLAN ${id}`} .value=${live(now)}
    @change=${(event) => change(app, state, name, vlan, id, event.target.value, at)}>
    ${Object.entries(WORDS).map(([value, words]) => html`<option value=${value} ?selected=${value === now}>${words}</option>`)}</select>`;
}

async function change(app, state, nic, vlan, id, wanted, at) {
  state.error = "";
  try {
    const next = policy(vlan, id, wanted);
    await app.run("nic.set", { nic, vlan: typeof next === "string" ? next : JSON.stringify(next), ifRevision: at.now.revision },
      `${nic} is ${wanted === "none" ? "not" : wanted} in VLAN ${id}`);
    again(app, "switch.get", { switch: at.id });
  } catch (failure) {
    state.error = failure.message;
  }
  app.draw();
}

function adding(app, state) {
  return html`<form class="actions" @submit=${(event) => {
      event.preventDefault();
      const id = Number(state.text);
      const isVlan = Number.isInteger(id) && id >= 1 && id <= 4094;
      state.error = isVlan ? "" : "A VLAN id is 1 to 4094.";
      if (isVlan) {
        state.added = [...state.added, id];
        state.text = "";
      }
      app.draw();
    }}>
    <label for="vlan-id">VLAN</label>
    <input id="vlan-id" type="text" inputmode="numeric" size="5" .value=${live(state.text)}
      @input=${(event) => { state.text = event.target.value; }}>
    <button>Show</button></form>`;
}
