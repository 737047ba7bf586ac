// Any operation as a form, made from what the node says of it.

import { html, live, nothing } from "../lit.js";
import { openCopy } from "./copy.js";

const LISTS = { nic: "nics", vf: "vfs", switch: "switches", adapter: "adapters", from: "nics", to: "nics",
  at: "nics" };

/** Shows an operation in a dialog, with some members filled in. */
export function openOperation(app, op, body = {}) {
  const state = fresh(app.catalogue.get(op), body);
  app.open({ title: op, wide: true, body: () => operationForm(app, state) });
}

/** What a form remembers. */
export function fresh(operation, body = {}) {
  return { operation, texts: Object.fromEntries(Object.entries(body).map(([key, value]) => [key, word(value)])),
    answer: null, error: null, isBusy: false };
}

/** The form of an operation, its answer below. */
export function operationForm(app, state) {
  const { operation, answer, error, isBusy } = state;
  const { name, summary, schema, kind, role, method, path, address } = operation;
  const request = read(state);
  return html`<form class="operation" @submit=${(event) => {
      event.preventDefault();
      run(app, state, request.body);
    }}>
    <p>${summary}</p>
    <p class="note">${kind === "change" ? "Changes something" : "Reads"} · ${role} · <code>${address}</code> ·
      <code>${method} /api/v1${path}</code></p>
    ${Object.entries(schema.properties).map(([key, type]) => field(app, state, key, type,
      schema.required.includes(key)))}
    ${request.wrong ? html`<p class="error" role="alert">${request.wrong}</p>` : nothing}
    <div class="actions">
      ${app.may(name) ? html`<button class="primary" aria-disabled=${isBusy || request.wrong ? "true" : nothing}
        aria-busy=${isBusy ? "true" : nothing}>Ask</button>`
        : html`<p class="note">Your role may not: it takes ${role}.</p>`}
      <button type="button" @click=${() => openCopy(app, [{ op: name, body: request.body, label: name }])}>Copy as…</button>
    </div>
    ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
    ${answer === null ? nothing : html`<pre class="answer" tabindex="0" aria-label="Answer">${answer}</pre>`}
  </form>`;
}

function field(app, state, key, type, isRequired) {
  const id = `${state.operation.name}-${key}`;
  const set = (event) => {
    state.texts[key] = event.target.value;
    app.draw();
  };
  const value = state.texts[key] ?? "";
  const list = LISTS[key];
  const isSecret = type.writeOnly || type.format === "password";
  return html`<div class="field">
    <label for=${id}>${key}${isRequired ? nothing : html` <span class="note">(may be left out)</span>`}</label>
    ${type.type === "boolean" ? html`<select id=${id} .value=${live(value)} @change=${set}>
        <option value="">not said</option><option value="true">true</option><option value="false">false</option></select>`
      : type.type === "object" || key === "text" ? html`<textarea id=${id} rows="4" spellcheck="false" .value=${live(value)}
        @input=${set}></textarea>`
      : html`<input id=${id} type=${isSecret ? "password" : "text"} inputmode=${type.type === "integer" ? "numeric" : nothing}
        autocomplete="off" spellcheck="false" list=${list ? `${id}-list` : nothing} .value=${live(value)} @input=${set}>`}
    ${list ? html`<datalist id=${`${id}-list`}>${Object.keys(app.view[list]).map((one) => html`
      <option value=${one}></option>`)}</datalist>` : nothing}
    ${type.description ? html`<p class="note">${type.description}</p>` : nothing}
  </div>`;
}

// The node checks everything; here only what could not even be written as JSON.
function read({ operation, texts }) {
  const body = {};
  for (const [key, text] of Object.entries(texts)) {
    const type = operation.schema.properties[key]?.type;
    if (text === "" || type === undefined) continue;
    if (type === "array") body[key] = text.split(",").map((part) => part.trim()).filter(Boolean);
    else if (type === "boolean") body[key] = text === "true";
    else if (type === "integer" && /^-?\d+$/.test(text)) body[key] = Number(text);
    else if (type === "object") {
      try {
        body[key] = JSON.parse(text);
      } catch (error) {
        return { body, wrong: `${key} is no JSON: ${error.message}` };
      }
    } else body[key] = text;
  }
  return { body, wrong: null };
}

async function run(app, state, body) {
  if (state.isBusy) return;
  state.isBusy = true;
  state.error = null;
  app.draw();
  try {
    state.answer = JSON.stringify(await app.run(state.operation.name, body), null, 2);
  } catch (error) {
    state.answer = error.problem ? JSON.stringify(error.problem, null, 2) : null;
    state.error = error.message;
  } finally {
    state.isBusy = false;
    app.draw();
  }
}

function word(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
