// The mirrors of a switch: what they have copied, and forms to begin, change and end them.

import { count } from "../../format.js";
import { html, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import * as form from "../../ui/form.js";
import { asking, name, object, section } from "../../ui/parts.js";
import { again } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";
import { DIRECTIONS, FIELDS, changed, placeOf, textsOf } from "./mirror-model.js";

const KEYS = FIELDS.map(({ key }) => key);

/** `now` is the answer that says what there is, with its revision. */
export function mirrors(app, id, now, ports) {
  if (!now.data) return section("mirrors", "Mirrors", asking(now.error));
  const may = app.may("switch.set");
  const nics = ports.filter(({ kind }) => kind === "nic").map((port) => port.name);
  const rows = now.data.mirrors ?? [];
  return section("mirrors", "Mirrors", table(app, { id: "mirror-list", caption: `Mirrors of ${id}`, rows, keyOf: (row) => row.name,
    prefix: "m.", empty: "It mirrors nothing.",
    columns: may ? [...COLUMNS, { id: "actions", title: "Actions", wide: true, cell: (row) => deeds(app, id, now, nics, row) }] : COLUMNS,
    tools: may ? html`<button type="button" class="primary" @click=${() => open(app, id, now, nics)}>Start a mirror</button>` : nothing }));
}

const request = (id, now, before, one) => ({ switch: id, mirrors: changed(now.data.mirrors ?? [], before, one), ifRevision: now.revision });

function deeds(app, id, now, nics, row) {
  return html`<div class="actions"><button type="button" @click=${() => open(app, id, now, nics, row)}>Change…<span class="unseen">
      mirror ${row.name}</span></button>
    ${actions(app, `mirror ${id} ${row.name}`, [{ op: "switch.set", label: "Stop", name: `mirror ${row.name}`, danger: true,
      body: () => request(id, now, row), done: `${row.name} mirrors no more`, then: () => again(app, "switch.get", { switch: id }) }])}</div>`;
}

function open(app, id, now, nics, before) {
  const state = form.blank(textsOf(before, now.data.mirrors ?? []));
  app.open({ title: before ? `Mirror ${before.name}` : `Start a mirror of ${id}`, wide: true, body: () => editor(app, id, now, nics, before, state) });
}

function editor(app, id, now, nics, before, state) {
  const one = () => ({ name: "", to: "", source: [], ...form.written(state, FIELDS) });
  const body = () => request(id, now, before, one());
  const field = (key, rest) => form.text(app, "mirror", state, { key, ...rest });
  return html`<form class="operation" @submit=${(event) => {
      event.preventDefault();
      form.send(app, state, { op: "switch.set", body, keys: KEYS, place: (key) => placeOf(key, one().name),
        done: `${one().name} mirrors to ${one().to}`, then: () => {
          again(app, "switch.get", { switch: id });
          app.close();
        } });
    }}>
    ${before ? nothing : field("name", { label: "Name", note: "a-z, 0-9 and -" })}
    ${form.several(app, "mirror", state, { key: "source", label: "Frames of", values: nics })}
    ${form.choice(app, "mirror", state, { key: "direction", label: "Direction", values: DIRECTIONS })}
    ${form.choice(app, "mirror", state, { key: "to", label: "Copies go to", values: [["", "–"], ...new Set([...nics, ...(before ? [before.to] : [])])],
      note: "A NIC that is none of those whose frames are copied. It may send frames of its own address only." })}
    ${field("filter", { label: "Filter", example: "udp port 53", note: "Which frames, in libpcap's syntax; every frame when nothing stands here." })}
    ${field("snaplen", { label: "Snap length", example: "65550", numeric: true, note: "Bytes of a frame that are copied, 14 to 65550." })}
    ${form.ending(app, state, { op: "switch.set", body: copied(id, now, before, one), label: before ? "Change" : "Start" })}
  </form>`;
}

// In other words also when it cannot be sent as it is.
const copied = (id, now, before, one) => () => {
  try {
    return request(id, now, before, one());
  } catch {
    return { switch: id, mirrors: changed([], undefined, one()) };
  }
};

const COLUMNS = [
  { id: "name", title: "Mirror", value: (row) => row.name, cell: (row) => name(row.name) },
  { id: "source", title: "Of", value: (row) => row.source.join(" "), cell: (row) => row.source.map((nic) => html`${object("nics", nic)} `) },
  { id: "direction", title: "Direction", value: (row) => row.direction, filter: (row) => term("direction", row.direction) },
  { id: "to", title: "To", value: (row) => row.to, cell: (row) => object("nics", row.to) },
  { id: "filter", title: "Filter", value: (row) => row.filter, cell: (row) => (row.filter ? name(row.filter) : "every frame") },
  { id: "snaplen", title: "Snap length", number: true, value: (row) => row.snaplen },
  { id: "frames", title: "Copies", number: true, value: (row) => row.frames, cell: (row) => count(row.frames) },
  { id: "bytes", title: "Bytes", number: true, value: (row) => row.bytes, cell: (row) => count(row.bytes) },
  { id: "dropped", title: "Lost", number: true, value: (row) => row.dropped, cell: (row) => count(row.dropped) },
];
