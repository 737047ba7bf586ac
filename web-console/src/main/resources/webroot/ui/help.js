// What the keys do, and what the words of a filter mean.

import { KEYS, keyOf } from "../keys.js";
import { html } from "../lit.js";

const FILTERS = [
  ["vf", "has “vf” somewhere"],
  ["path:vf", "path is “vf”"],
  ["state:waiting,switching", "one of several"],
  ["id:web*", "begins with “web”"],
  ["drops>0", "a number; also >=, < and <=, with k, M or G"],
  ["-path:vf", "all others"],
  ['"two words"', "with spaces"],
];

export function openHelp(app) {
  app.open({ title: "Keys and filters", wide: true, body: () => html`
    <table aria-label="Keys"><tbody>
      ${KEYS.map((key) => html`<tr><th scope="row"><kbd>${keyOf(app, key)}</kbd></th><td>${key.title}</td></tr>`)}
      <tr><th scope="row"><kbd>↑</kbd> <kbd>↓</kbd></th><td>The row before or after, in lists and the graph</td></tr>
      <tr><th scope="row"><kbd>Esc</kbd></th><td>Close what is open</td></tr>
    </tbody></table>
    <p class="note">Single keys can be changed and switched off in <a href="#/settings/appearance"
      @click=${() => app.close()}>Settings</a>.</p>
    <h3>Filters</h3>
    <table aria-label="Filters"><tbody>${FILTERS.map(([term, meaning]) => html`
      <tr><th scope="row"><code>${term}</code></th><td>${meaning}</td></tr>`)}</tbody></table>
    <p class="note">Terms with a space between must all hold. The same words are taken by
      <code>hnswitch get --filter</code>.</p>` });
}
