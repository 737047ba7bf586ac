// How far the pairing is, how long it has been there, and what it waits for.

import { age, milliseconds } from "../../format.js";
import { html, nothing } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { ago, name } from "../../ui/parts.js";

const WAY = [
  ["synthetic", "no VF is paired"],
  ["waiting", "the VF settles"],
  ["ready", "paired, hn is down"],
  ["switching", "the VF comes up, the host moves the data path"],
  ["vf-active", "frames take the VF"],
  ["leaving", "back to the synthetic path"],
];

export function machine(app, { pair, path }) {
  if (!pair) return html`<p class="empty">Its pairing is not known.</p>`;
  const { state, reason, sinceMillis } = pair;
  const left = Math.max(0, pair.waitLeftMillis - app.store.sinceView());
  const others = WAY.some(([one]) => one === state) ? [] : [[state, "outside of transparent mode"]];
  return html`
    <ol class="machine" aria-label="States of the pairing">${[...WAY, ...others].map(([one, meaning]) => html`
      <li aria-current=${one === state ? "step" : nothing} title=${meaning}><span class="pill">${one}${one === state
        ? html` <span class="note">${age(Date.now() - sinceMillis)}</span>` : nothing}</span></li>`)}</ol>
    <p id="pairing-state">${badges.pairing(state)} for ${ago(sinceMillis)}, on the ${badges.path(path)} path</p>
    ${pair.waitLeftMillis > 0 ? html`<p class="countdown" id="countdown"><label>Attach wait, ${milliseconds(left)} left
      <meter min="0" max="1" value=${1 - left / total(app, pair)}></meter></label></p>` : nothing}
    <p class="note">${name(reason)}</p>`;
}

// The longest that was seen to be left is what the wait began with, nearly.
function total(app, pair) {
  const state = app.local(`wait ${pair.nic}`, () => ({ since: 0, most: 1 }));
  if (state.since !== pair.sinceMillis) Object.assign(state, { since: pair.sinceMillis, most: 1 });
  state.most = Math.max(state.most, pair.waitLeftMillis);
  return state.most;
}
