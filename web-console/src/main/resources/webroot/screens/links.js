// Links between adapters and the cables of NICs: what they do to frames, and how to change that.

import { age, count } from "../format.js";
import { html, nothing } from "../lit.js";
import { actions } from "../ui/action.js";
import * as badges from "../ui/badges.js";
import { changed as faultsChanged, clearAll, faultList } from "../ui/faults.js";
import { asking, name, section } from "../ui/parts.js";
import { again, poll } from "../ui/poll.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";
import { openEditor } from "./links/editor.js";
import { inShort, rows, waiting } from "./links/model.js";

export const title = () => "Links and impairments";

export function body(app) {
  const links = poll(app, "link.list");
  if (!links.data) return asking(links.error);
  return html`
    ${section("links", "Links", html`<p class="note">A link does to frames what its layers say, the lab file's first. Forward is from
      the end that stands first. A NIC's cable is here when the lab file names it.</p>
      ${list(app, links.data)}`, all(app, links.data))}
    ${section("faults", "What no lab file says", html`${faultList(app)}
      <p class="note">Those of a NIC begin on its screen, under <em>Faults</em>.</p>`, clearAll(app, "links", changed(app)))}`;
}

const changed = (app) => () => {
  again(app, "link.list");
  faultsChanged(app);
};

// Of every link at once: the way to see what a lab is like without its impairments, and back.
function all(app, links) {
  const impaired = links.filter(({ layers }) => layers.length > 0);
  const each = (verb) => async () => {
    for (const { id } of impaired) await app.run(`link.${verb}`, { link: id });
    changed(app)();
  };
  if (!app.may("link.disable") || impaired.length === 0) return nothing;
  return html`<div class="actions">
    <button type="button" @click=${each("disable")}>Disable all</button>
    <button type="button" @click=${each("enable")}>Restore</button></div>`;
}

function list(app, links) {
  return table(app, { id: "impaired-list", caption: "Links", rows: rows(links), keyOf: (row) => row.key,
    empty: "The lab file names no link.", columns: [
      { id: "id", title: "Link", value: (row) => row.id, cell: (row) => name(row.id) },
      { id: "way", title: "Direction", value: (row) => row.direction, filter: (row) => term("way", row.direction),
        cell: (row) => html`${row.direction}<br><span class="unit">${name(row.from)} → ${name(row.to)}</span>` },
      { id: "state", title: "State", value: (row) => row.state, filter: (row) => term("state", row.state),
        cell: (row) => badges.up(row.state === "up") },
      { id: "does", title: "Layers", value: (row) => row.layers.map(({ name: layer }) => layer).join(" "), cell: (row) => layers(row) },
      { id: "frames", title: "Frames", number: true, value: (row) => row.frames, cell: (row) => count(row.frames) },
      { id: "waiting", title: "Waiting", number: true, value: waiting, cell: (row) => count(waiting(row)) },
      { id: "did", title: "Done to frames", value: touched, cell: (row) => did(row) },
      { id: "actions", title: "Actions", wide: true, cell: (row) => (row.isFirst ? deeds(app, row) : nothing) },
    ] });
}

// In their order, those that happened.
const ACTIONS = [["delayed", "delayed"], ["lost", "lost"], ["duplicated", "doubled"], ["reordered", "reordered"],
  ["corrupted", "corrupted"], ["queue-full", "without room"], ["link-down", "while it was down"]];

const touched = (row) => ACTIONS.reduce((sum, [verb]) => sum + (row.actions[verb] ?? 0), 0);

function did(row) {
  const happened = ACTIONS.filter(([verb]) => row.actions[verb] > 0);
  return happened.length === 0 ? "nothing" : html`<ul class="plain">${happened.map(([verb, words]) => html`<li>${count(row.actions[verb])} ${words}</li>`)}</ul>`;
}

function layers(row) {
  return row.layers.length === 0 ? "–" : html`<ul class="plain">${row.layers.map((layer) => html`<li>
    ${name(layer.name)}: ${layer.enabled ? name(inShort(layer, row.direction)) : html`<s>${name(inShort(layer, row.direction))}</s> (disabled)`}
    ${layer.leftMillis === undefined ? nothing : html`, ${age(layer.leftMillis)} left`}</li>`)}</ul>`;
}

function deeds(app, { id, state, layers: all }) {
  const link = { link: id };
  const isOn = all.some(({ enabled }) => enabled);
  return html`${app.may("link.impair") ? html`<button type="button" @click=${() => openEditor(app, id, changed(app))}
      >Impair…<span class="unseen"> ${id}</span></button>` : nothing}
    ${actions(app, `link ${id}`, [
      { op: "link.clear", body: link, label: "Clear", name: id, done: `${id} does what its file says`, then: changed(app),
        off: all.every(({ name: layer }) => layer === "file") && "nothing is laid over it" },
      isOn || all.length === 0
        ? { op: "link.disable", body: link, label: "Disable", name: id, done: `${id} does nothing to frames`, then: changed(app),
          off: all.length === 0 && "it has no layer" }
        : { op: "link.enable", body: link, label: "Enable", name: id, done: `${id} is impaired again`, then: changed(app) },
      state === "up"
        ? { op: "link.down", body: link, label: "Pull out", name: id, danger: true, done: `${id} is down`, then: changed(app) }
        : { op: "link.up", body: link, label: "Put in", name: id, done: `${id} is up`, then: changed(app) },
    ])}`;
}
