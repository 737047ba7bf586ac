// Captures: what runs, how one is begun, and where its frames are.

import { count } from "../format.js";
import { html } from "../lit.js";
import { actions } from "../ui/action.js";
import { name, object, section } from "../ui/parts.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";
import { openCapture } from "./capture/form.js";

export const title = () => "Captures";

export function body(app) {
  return section("captures", "Captures", html`<p class="note">A capture keeps the last frames of NICs, on either path, and of adapters' wires, and why some are
    dropped. <code>hnswitch capture NIC | wireshark -k -i -</code> shows them as they pass.</p>
    ${table(app, { id: "capture-list", caption: "Captures", rows: Object.values(app.view.captures), keyOf: (row) => row.id,
      empty: "Nothing is captured.", columns: columns(app), tools: opener(app) })}`);
}

function opener(app) {
  return app.may("capture.start") ? html`<button type="button" class="primary"
    @click=${() => openCapture(app)}>Start a capture</button>` : "";
}

function columns(app) {
  return [
    { id: "id", title: "Capture", value: (row) => row.id, cell: (row) => object("captures", row.id) },
    { id: "at", title: "At", value: (row) => (row.at ?? []).join(" "),
      cell: (row) => (row.at ?? []).map(place) },
    { id: "state", title: "State", value: (row) => row.state, filter: (row) => term("state", row.state) },
    { id: "filter", title: "Filter", value: (row) => row.filter, cell: (row) => (row.filter ? name(row.filter) : "every frame") },
    { id: "seen", title: "Seen", number: true, value: (row) => row.seen, cell: (row) => count(row.seen) },
    { id: "frames", title: "Kept", number: true, value: kept, cell: (row) => count(kept(row)) },
    { id: "overwritten", title: "Overwritten", number: true, value: (row) => row.overwritten, cell: (row) => count(row.overwritten) },
    { id: "actions", title: "Actions", wide: true, cell: (row) => deeds(app, row) },
  ];
}

/** A NIC that is looked at, or an adapter. */
export const place = (id) => html`${id.includes(":") ? object("nics", id) : name(id)} `;

const kept = (row) => row.next - row.oldest;

/** What can be done with a capture. */
export function deeds(app, { id }, then) {
  return html`<a href=${`/api/v1/captures/${encodeURIComponent(id)}.pcapng`} download=${`${id}.pcapng`}>Save pcapng<span
    class="unseen"> ${id}</span></a>
    ${actions(app, `capture ${id}`, [{ op: "capture.stop", body: { id }, label: "Stop", name: id, danger: true,
      sure: `What ${id} has captured is gone when it stops. Save it first if somebody may want it.`, done: `Capture ${id} is stopped`, then }])}`;
}
