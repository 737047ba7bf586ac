// Buttons that ask the node for something, and what became of it beside them.

import { html, nothing } from "../lit.js";
import { openCopy } from "./copy.js";
import { copyIcon } from "./icons.js";

/**
 * Buttons, without those that who looks may not use. Each of `list`:
 * `{ op, body, label, name, off, sure, danger, done, then }`: `off` is a reason why not now, `sure`
 * what is asked first, `name` what a screen reader says besides, `then(data)` runs with the answer.
 */
export function actions(app, id, list) {
  const may = list.filter(({ op }) => app.may(op));
  if (may.length === 0) return nothing;
  const state = app.local(`action ${id}`, () => ({ busy: null, error: "" }));
  return html`<div class="actions">
    ${may.map((one) => button(app, state, one))}
    <button type="button" class="quiet copy" @click=${() => openCopy(app, may)}
      aria-label=${`Copy as… ${may.map(({ label }) => label).join(", ")} ${may[0].name ?? ""}`}>${copyIcon}</button>
    ${state.error ? html`<p class="error" role="alert">${state.error}</p>` : nothing}
  </div>`;
}

function button(app, state, one) {
  const { op, label, name, off, danger } = one;
  const isBusy = state.busy === op + label;
  return html`<button type="button" class=${danger ? "danger" : nothing}
    aria-disabled=${state.busy || off ? "true" : nothing} aria-busy=${isBusy ? "true" : nothing}
    title=${off || nothing} @click=${() => press(app, state, one)}
    >${label}${name ? html`<span class="unseen"> ${name}</span>` : nothing}</button>`;
}

async function press(app, state, one) {
  const { op, body, label, off, sure, done, then } = one;
  if (state.busy || off) return;
  if (sure && !(await confirmed(app, label, sure))) return;
  state.busy = op + label;
  state.error = "";
  app.draw();
  try {
    const { data } = await app.run(op, typeof body === "function" ? body() : body ?? {}, done);
    then?.(data);
  } catch (failure) {
    state.error = failure.message;
  } finally {
    state.busy = null;
    app.draw();
  }
}

/** Asks before something that cannot be taken back. */
export function confirmed(app, label, question) {
  return new Promise((resolve) => {
    const answer = (is) => {
      resolve(is);
      app.close();
    };
    app.open({
      title: label,
      closed: () => resolve(false),
      body: () => html`<p>${question}</p>
        <div class="actions end">
          <button type="button" @click=${() => answer(false)}>Cancel</button>
          <button type="button" class="danger" @click=${() => answer(true)}>${label}</button>
        </div>`,
    });
  });
}
