// What a list shows, to be pasted elsewhere.

import { html } from "../lit.js";
import { toClipboard } from "./copy.js";

/** Shows the rows of a list as JSON and as lines of it, and the address of this very view. */
export function openView(app, caption, rows) {
  const forms = [
    ["Address of this view", location.href],
    ["JSON", JSON.stringify(rows, null, 2)],
    ["JSON lines", rows.map((row) => JSON.stringify(row)).join("\n")],
  ];
  app.open({
    title: `Copy ${caption}`,
    wide: true,
    body: () => forms.map(([name, text]) => html`<section class="form-of" aria-label=${name}>
      <h3>${name}</h3>
      <button type="button" @click=${async () => {
        await toClipboard(text);
        app.notify(`${name} copied`);
      }}>Copy<span class="unseen"> ${name}</span></button>
      <pre tabindex="0" aria-label=${`${name}, text`}>${text.slice(0, 4_000)}</pre></section>`),
  });
}
