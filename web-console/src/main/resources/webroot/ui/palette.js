// Go to any screen or object, and do what can be done, by typing.

import { html, nothing, repeat } from "../lit.js";
import { link } from "../router.js";
import { openOperation } from "./operation.js";
import { name } from "./parts.js";

const SHOWN = 40;
const SCREENS = { "": "Overview", topology: "Topology", nics: "NICs", switches: "Switches", links: "Links", flows: "Flows", captures: "Captures",
  drops: "Drops by device", events: "Events", cluster: "Cluster", labs: "Labs", bus: "Bus", settings: "Settings" };
const OBJECTS = { nics: "NIC", vfs: "VF", switches: "switch", flows: "flow", captures: "capture" };

export function openPalette(app) {
  const state = { text: "", at: 0 };
  app.open({ title: "Find", wide: true, body: () => body(app, state) });
}

function body(app, state) {
  const found = entries(app).filter((entry) => matches(entry, state.text)).slice(0, SHOWN);
  state.at = Math.max(0, Math.min(state.at, found.length - 1));
  const keys = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      state.at = (state.at + step + found.length) % found.length;
      app.draw();
      queueMicrotask(() => document.getElementById(`found-${state.at}`)?.scrollIntoView({ block: "nearest" }));
    } else if (event.key === "Enter" && found[state.at]) {
      event.preventDefault();
      choose(app, found[state.at]);
    }
  };
  return html`<div class="palette">
    <input type="text" role="combobox" aria-label="Screen, object or operation" aria-expanded="true"
      aria-controls="found" aria-activedescendant=${found.length > 0 ? `found-${state.at}` : nothing}
      autocomplete="off" spellcheck="false" autofocus .value=${state.text} @keydown=${keys}
      @input=${(event) => {
        state.text = event.target.value;
        state.at = 0;
        app.draw();
      }}>
    <ul role="listbox" id="found" aria-label="Found">${repeat(found, (entry) => entry.key, (entry, i) => html`
      <li role="option" id=${`found-${i}`} aria-selected=${i === state.at}
        @click=${() => choose(app, entry)}>${name(entry.title)} <span class="note">${entry.note}</span></li>`)}</ul>
    ${found.length === 0 ? html`<p class="empty">Nothing is called like that.</p>` : nothing}
  </div>`;
}

function choose(app, entry) {
  app.close();
  if (entry.path) location.hash = link(entry.path);
  else openOperation(app, entry.operation, entry.body);
}

function matches({ title, note }, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = `${title} ${note}`.toLowerCase();
  return words.every((word) => whole.includes(word));
}

function entries(app) {
  const list = Object.entries(SCREENS).map(([id, title]) => ({
    key: `screen ${id}`, title, note: "screen", path: id === "" ? [] : [id] }));
  for (const [kind, note] of Object.entries(OBJECTS)) {
    for (const id of Object.keys(app.view[kind])) list.push({ key: `${kind} ${id}`, title: id, note, path: [kind, id] });
  }
  for (const operation of app.catalogue.operations) {
    if (!app.may(operation.name)) continue;
    const { name: op, summary, schema } = operation;
    list.push({ key: op, title: op, note: summary, operation: op, body: {} });
    if (operation.kind !== "change" || schema.required.join() !== "nic") continue;
    for (const nic of Object.keys(app.view.nics)) {
      list.push({ key: `${op} ${nic}`, title: `${op} ${nic}`, note: summary, operation: op, body: { nic } });
    }
  }
  return list;
}
