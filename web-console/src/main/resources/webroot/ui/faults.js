// The faults that go on, wherever they are shown, and the end of all of them.

import { inWords, place } from "../faults.js";
import { age, plural } from "../format.js";
import { html, nothing } from "../lit.js";
import { actions } from "./action.js";
import * as badges from "./badges.js";
import { asking, name, to } from "./parts.js";
import { again, poll } from "./poll.js";

const EVERY_MS = 2_000;

/** Those that go on: `{ data, error }`; known on every screen, so that none of them begins without. */
export const running = (app) => poll(app, "fault.list", {}, EVERY_MS, true);

/** Something has been done that may have begun or ended one. */
export const changed = (app) => again(app, "fault.list");

/** A list of faults, of all of the lab or `of` one object. */
export function faultList(app, of = null) {
  const { data, error } = running(app);
  if (!data) return asking(error);
  const some = of === null ? data : data.filter(({ object }) => object === of);
  if (some.length === 0) return html`<p class="empty">${of === null ? "None: all is as the lab file says." : "None of this NIC."}</p>`;
  return html`<ul class="plain rows">${some.map((fault) => html`<li>${badges.badge("warn", name(inWords(fault)))}${of === null
    ? html`, ${to(...linked(fault))}` : nothing}${fault.leftMillis === undefined ? nothing : html`, ${age(fault.leftMillis)} left`}</li>`)}</ul>`;
}

function linked(fault) {
  const [path, query] = place(fault);
  return [path, name(fault.object), query];
}

/** The button that ends all of them, with `id` of where it stands. */
export function clearAll(app, id, then = () => {}) {
  const { data } = running(app);
  return actions(app, `faults ${id}`, [{ op: "fault.clear-all", label: "Clear all faults", done: "All is as the lab file says",
    off: data?.length === 0 && "there is none", then: () => {
      changed(app);
      then();
    } }]);
}

/** For the head of the page: how many there are, and one press to end them. */
export function inHead(app) {
  const { data } = running(app);
  if (!data || data.length === 0) return nothing;
  return html`<div class="faults"><a href="#/links">${badges.badge("warn", plural(data.length, "fault"))}</a>
    ${clearAll(app, "head")}</div>`;
}
