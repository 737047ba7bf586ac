// A request in other words, to be pasted where scripts are written.

import { forms } from "../catalogue.js";
import { html, nothing } from "../lit.js";

/** Shows the requests of `items`, `{ op, body, label }`, in every form. */
export function openCopy(app, items) {
  const state = { item: 0, copied: "" };
  app.open({ title: "Copy as", wide: true, body: () => body(app, items, state) });
}

function body(app, items, state) {
  const { op, body: request } = items[state.item];
  const operation = app.catalogue.get(op);
  const asked = typeof request === "function" ? request() : request ?? {};
  return html`
    ${items.length > 1 ? html`<label>What <select @change=${(event) => {
      state.item = event.target.selectedIndex;
      state.copied = "";
      app.draw();
    }}>${items.map(({ label }) => html`<option>${label}</option>`)}</select></label>` : nothing}
    ${forms(operation, asked, location.origin).map(({ name, text }) => html`
      <section class="form-of" aria-label=${name}>
        <h3>${name}</h3>
        <button type="button" @click=${() => copy(app, state, name, text)}
          >${state.copied === name ? "✓ Copied" : "Copy"}<span class="unseen"> ${name}</span></button>
        <pre tabindex="0" aria-label=${`${name}, text`}>${text}</pre>
      </section>`)}`;
}

async function copy(app, state, name, text) {
  await toClipboard(text);
  state.copied = name;
  app.say(`${name} copied`);
  app.draw();
}

/** Puts a text on the clipboard, also where the page is not secure enough for the new way. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
