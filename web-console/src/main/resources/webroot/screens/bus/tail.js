// What is published on an address while one looks: the last messages, how many a second, how many were
// thrown away because nobody could read them that fast.

import { plain, time } from "../../format.js";
import { html } from "../../lit.js";

const KEPT = 200;
const SHOWN = 50;
const KINDS = ["all", "nic", "pair", "vf", "switch", "lab", "flow", "adapter", "channel"];
const ADDRESSES = [...KINDS.map((kind) => `hnswitch.v1.evt.${kind}`), "hnswitch.v1.tick.summary", "hnswitch.v1.tick.nic",
  "hnswitch.v1.tick.view"];
const BYTES_SHOWN = 600;

function stateOf(app) {
  return app.local("tail", () => ({ address: ADDRESSES[0], find: "", stop: null, messages: [], total: 0, since: 0, dropped: 0 }));
}

/** The part of the screen. */
export function tail(app) {
  const state = stateOf(app);
  const found = state.messages.filter(({ text }) => text.toLowerCase().includes(state.find.toLowerCase())).slice(0, SHOWN);
  const seconds = Math.max(1, (performance.now() - state.since) / 1000);
  return html`<div class="bar">
      <label>Address <input list="tail-addresses" .value=${state.address} spellcheck="false" ?disabled=${state.stop !== null}
        @input=${(event) => (state.address = event.target.value)}></label>
      <datalist id="tail-addresses">${ADDRESSES.map((address) => html`<option value=${address}></option>`)}</datalist>
      <button type="button" class="primary" @click=${() => (state.stop ? leaveTail(app) : begin(app, state))}>${state.stop ? "Stop" : "Listen"}</button>
      <label>Only with <input type="search" spellcheck="false" .value=${state.find} @input=${(event) => {
        state.find = event.target.value;
        app.draw();
      }}></label>
      ${state.stop ? html`<span class="note">${state.total} messages, ${(state.total / seconds).toFixed(1)} a second, ${state.dropped} not kept</span>` : ""}
    </div>
    <p class="note">Events and ticks can be listened to here; frames and internal addresses never leave the process.</p>
    ${found.length === 0 ? html`<p class="empty">${state.stop ? "Nothing was published yet." : "Not listening."}</p>` : html`
      <ul class="plain rows tail">${found.map(({ at, text }) => html`<li><time>${time(at)}</time> <code>${text.slice(0, BYTES_SHOWN)}${
        text.length > BYTES_SHOWN ? "…" : ""}</code></li>`)}</ul>`}`;
}

function begin(app, state) {
  Object.assign(state, { messages: [], total: 0, dropped: 0, since: performance.now() });
  state.stop = app.bus.subscribe(state.address, (message) => {
    state.total++;
    if (app.store.paused !== null) {
      state.dropped++;
      return;
    }
    state.messages.unshift({ at: Date.now(), text: plain(message) });
    if (state.messages.length > KEPT) {
      state.messages.length = KEPT;
      state.dropped++;
    }
  });
  app.draw();
}

/** Stops listening. */
export function leaveTail(app) {
  const state = stateOf(app);
  state.stop?.();
  state.stop = null;
  app.draw();
}
