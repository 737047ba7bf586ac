// What a NIC's port does on either path: VLAN, guards, limits, access list; and why a frame would not arrive.

import { count } from "../../format.js";
import { html, live, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import { asking, facts, section } from "../../ui/parts.js";
import { again, poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { accessList } from "./acl.js";

const KEYS = [
  ["vlan", "VLAN, like {mode: access, id: 10}"],
  ["guards", "Guards, of mac-spoof, dhcp and router"],
  ["storm", "Storm limits, like 1000pps"],
  ["acl", "Access list"],
  ["bandwidth", "Bandwidth, like {max: 1Gbit}"],
];

export function port(app, { id }) {
  const { data, revision, error } = poll(app, "nic.policy", { nic: id });
  if (!data) return asking(error);
  return html`
    ${section("policy", "Policy", app.may("nic.set") ? KEYS.map(([key, title]) => field(app, id, revision, key, title, data.policy[key]))
      : facts(KEYS.map(([key, title]) => [title, text(data.policy[key])])))}
    ${section("policy-drops", "Dropped at the port", table(app, { id: "policy-drop-list", prefix: "pd.",
      caption: `Frames dropped at the port of ${id}`, filterable: false, rows: drops(data), keyOf: (row) => row.id,
      empty: "None.", columns: DROPS }))}
    ${section("policy-rules", "Access list", accessList(app, id, revision, data))}
    ${section("violations", "What the guest should not have sent", table(app, { id: "violation-list", prefix: "pv.",
      caption: `Frames of ${id} that were refused`, filterable: false,
      rows: data.violations.map((one, index) => ({ ...one, id: index })).reverse(),
      keyOf: (row) => row.id, empty: "Nothing.", columns: VIOLATIONS }))}
    ${section("explain", "Why would a frame not arrive?", explain(app, id))}`;
}

const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));

function field(app, nic, revision, key, title, value) {
  const state = app.local(`port ${nic}`, () => ({}));
  const now = text(value);
  const wanted = state[key] ?? now;
  return html`<div class="field"><label for="policy-${key}">${title}</label>
    <input id="policy-${key}" type="text" spellcheck="false" .value=${live(wanted)} @input=${(event) => {
      state[key] = event.target.value;
      app.draw();
    }}>
    ${actions(app, `${nic} ${key}`, [{ op: "nic.set", label: `Set ${key}`, off: wanted === now && "it is this already",
      body: () => ({ nic, [key]: wanted, ifRevision: revision }), done: `${key} of ${nic} set`,
      then: () => {
        state[key] = undefined;
        again(app, "nic.policy", { nic });
      } }])}</div>`;
}

function drops({ droppedFromGuest, droppedToGuest }) {
  const rows = (way, counted) => Object.entries(counted).map(([reason, frames]) => ({ id: `${way} ${reason}`, way, reason, frames }));
  return [...rows("from the guest", droppedFromGuest), ...rows("to the guest", droppedToGuest)];
}

const DROPS = [
  { id: "way", title: "Direction", value: (row) => row.way },
  { id: "reason", title: "Reason", value: (row) => row.reason },
  { id: "frames", title: "Frames", number: true, value: (row) => row.frames, cell: (row) => count(row.frames) },
];

const VIOLATIONS = [
  { id: "reason", title: "Reason", value: (row) => row.reason },
  { id: "age", title: "Ago", value: (row) => row.age },
  { id: "unreported", title: "Others like it", number: true, value: (row) => row.unreported, cell: (row) => count(row.unreported) },
  { id: "frame", title: "Frame", value: (row) => row.frame, cell: (row) => html`<code class="wraps">${row.frame}</code>` },
];

function explain(app, nic) {
  const state = app.local(`explain ${nic}`, () => ({ text: "", asked: "" }));
  return html`
    <form class="field" @submit=${(event) => {
      event.preventDefault();
      state.asked = state.text.trim();
      app.draw();
    }}>
      <label for="explain-text">A frame, like udp 10.0.0.1:5000 &gt; 10.0.0.2:53</label>
      <input id="explain-text" type="text" spellcheck="false" .value=${live(state.text)} @input=${(event) => {
        state.text = event.target.value;
      }}>
      <button type="submit">Explain</button>
    </form>
    ${state.asked ? answer(app, nic, state.asked) : nothing}`;
}

function answer(app, nic, frame) {
  const { data, error } = poll(app, "switch.explain", { nic, text: frame }, 5_000);
  if (!data) return asking(error);
  return html`
    <ol id="explained">
      ${data.steps.map(({ where, check, verdict }) => html`<li>${where}, ${check}: ${verdict}</li>`)}
      ${data.ends.map(({ what, where, detail }) => html`<li><strong>${what}</strong> at ${where}: ${detail}</li>`)}
    </ol>`;
}
