// Forms with labelled fields: what was wrong is said at the field that it is about.

import { html, live, nothing } from "../lit.js";
import { openCopy } from "./copy.js";
import { name } from "./parts.js";

const PICKED_AT_ONCE = 60;
const NEEDS_FILTER = 12;

export { blank, send, written } from "./form-state.js";

/** A field for a text. `{ key, label, example, note, numeric }`. */
export function text(app, id, state, { key, label = key, example = "", note = "", numeric = false }) {
  return field(id, state, key, label, note, (attributes) => html`<input id=${attributes.id} type="text" spellcheck="false" autocomplete="off"
      inputmode=${numeric ? "numeric" : nothing} placeholder=${example || nothing}
      aria-invalid=${attributes.invalid} aria-describedby=${attributes.described}
      .value=${live(state.texts[key] ?? "")} @input=${(event) => {
        state.texts[key] = event.target.value;
        app.draw();
      }}>`);
}

/** A choice of `values`, each a word or `[value, words]`; the first unless another was chosen. */
export function choice(app, id, state, { key, label = key, note = "", values, changed }) {
  const now = state.texts[key] ?? "";
  return field(id, state, key, label, note, (attributes) => html`<select id=${attributes.id} aria-invalid=${attributes.invalid}
    aria-describedby=${attributes.described} .value=${live(now)} @change=${(event) => {
      state.texts[key] = event.target.value;
      changed?.(event.target.value);
      app.draw();
    }}>${values.map((one) => (Array.isArray(one) ? one : [one, one])).map(([value, words]) => html`<option value=${value}
      ?selected=${value === now}>${words}</option>`)}</select>`);
}

/** Some of a list, like NICs: a box for each; with many of them, those whose name has a part. */
export function several(app, id, state, { key, label = key, note = "", values }) {
  const chosen = (state.texts[key] ??= []);
  const part = state.texts[`${key} part`] ?? "";
  const all = [...new Set([...chosen, ...values])];
  const found = all.filter((one) => chosen.includes(one) || one.includes(part));
  const wrong = state.at[key];
  state.id = id;
  const toggle = (one, is) => {
    state.texts[key] = is ? [...chosen, one] : chosen.filter((other) => other !== one);
    app.draw();
  };
  return html`<fieldset class="field" id=${`${id}-${key}`} tabindex="-1" aria-describedby=${wrong ? `${id}-${key}-wrong` : nothing}>
    <legend>${label}</legend>
    ${all.length > NEEDS_FILTER ? html`<input type="search" aria-label=${`Show only ${label.toLowerCase()} with`} placeholder="Part of a name"
      .value=${live(part)} @input=${(event) => {
        state.texts[`${key} part`] = event.target.value;
        app.draw();
      }}>` : nothing}
    <div class="picks">${found.slice(0, PICKED_AT_ONCE).map((one) => html`<label class="choice"><input type="checkbox"
      .checked=${live(chosen.includes(one))} @change=${(event) => toggle(one, event.target.checked)}>${name(one)}</label>`)}</div>
    ${found.length > PICKED_AT_ONCE ? html`<p class="note">${found.length - PICKED_AT_ONCE} more: write a part of the name.</p>` : nothing}
    ${note ? html`<p class="note">${note}</p>` : nothing}
    ${wrong ? html`<p class="error" id=${`${id}-${key}-wrong`} role="alert">${wrong}</p>` : nothing}</fieldset>`;
}

function field(id, state, key, label, note, control) {
  const wrong = state.at[key];
  const own = `${id}-${key}`;
  state.id = id;
  const described = [note && `${own}-note`, wrong && `${own}-wrong`].filter(Boolean).join(" ");
  return html`<div class="field"><label for=${own}>${label}</label>
    ${control({ id: own, invalid: wrong ? "true" : nothing, described: described || nothing })}
    ${note ? html`<p class="note" id=${`${own}-note`}>${note}</p>` : nothing}
    ${wrong ? html`<p class="error" id=${`${own}-wrong`} role="alert">${wrong}</p>` : nothing}</div>`;
}

/** The end of a form: its button, the request in other words, and what is wrong with all of it. */
export function ending(app, state, { op, body, label, off = null, more = nothing, primary = true }) {
  return html`${state.failure ? html`<p class="error" role="alert">${state.failure}</p>` : nothing}
    <div class="actions">
      <button class=${primary ? "primary" : nothing} aria-busy=${state.isBusy ? "true" : nothing} aria-disabled=${state.isBusy || off ? "true" : nothing}
        title=${off || nothing}>${label}</button>${more}
      <button type="button" @click=${() => openCopy(app, [{ op, body, label }])}>Copy as…<span class="unseen"> ${label}</span></button>
      ${off ? html`<p class="note">${off}</p>` : nothing}
    </div>`;
}
