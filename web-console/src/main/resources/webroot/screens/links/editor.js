// The editor of a layer: fields, and what people ask for most.

import { html, live, nothing } from "../../lit.js";
import { openCopy } from "../../ui/copy.js";
import { FIELDS, PRESETS, request } from "./model.js";

const DIRECTIONS = ["both", "forward", "reverse"];

/** Shows it for a link; `then` runs when it has been impaired. */
export function openEditor(app, link, then) {
  const state = { direction: "both", layer: "live", time: "", texts: {}, error: "", isBusy: false };
  app.open({ title: `Impair ${link}`, wide: true, body: () => form(app, link, state, then) });
}

function form(app, link, state, then) {
  const set = (change) => (event) => {
    change(event.target.value);
    app.draw();
  };
  const body = request(link, state);
  return html`<form class="operation" @submit=${(event) => {
      event.preventDefault();
      send(app, link, state, then);
    }}>
    <div class="actions" role="group" aria-label="Presets">${Object.entries(PRESETS).map(([title, texts]) => html`
      <button type="button" @click=${() => {
        state.texts = { ...texts };
        app.draw();
      }}>${title}</button>`)}</div>
    <div class="field"><label for="impair-direction">direction</label>
      <select id="impair-direction" .value=${live(state.direction)} @change=${set((value) => { state.direction = value; })}>
        ${DIRECTIONS.map((one) => html`<option value=${one}>${one}</option>`)}</select></div>
    ${FIELDS.map(([key, example]) => text(`impair-${key}`, key, example, state.texts[key] ?? "",
      set((value) => { state.texts[key] = value; })))}
    ${text("impair-layer", "layer", "live", state.layer, set((value) => { state.layer = value; }))}
    ${text("impair-for", "for", "2s; without it, until it is cleared", state.time, set((value) => { state.time = value; }))}
    ${state.error ? html`<p class="error" role="alert">${state.error}</p>` : nothing}
    <div class="actions">
      <button class="primary" aria-busy=${state.isBusy ? "true" : nothing}>Impair</button>
      <button type="button" @click=${() => openCopy(app, [{ op: "link.impair", body, label: `Impair ${link}` }])}>Copy as…</button>
    </div></form>`;
}

function text(id, words, example, value, changed) {
  return html`<div class="field"><label for=${id}>${words}</label>
    <input id=${id} type="text" placeholder=${example} spellcheck="false" autocomplete="off" .value=${live(value)} @input=${changed}></div>`;
}

async function send(app, link, state, then) {
  if (state.isBusy) return;
  state.isBusy = true;
  state.error = "";
  app.draw();
  try {
    await app.run("link.impair", request(link, state), `${link} is impaired`);
    app.close();
    then();
  } catch (failure) {
    state.error = failure.message;
  } finally {
    state.isBusy = false;
    app.draw();
  }
}
