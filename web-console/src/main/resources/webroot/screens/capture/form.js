// A form that begins a capture.

import { html } from "../../lit.js";
import * as form from "../../ui/form.js";
import { DIRECTIONS, FIELDS, PLACES, STARTS, usualTime } from "./form-model.js";

const ID = "capture-start";

/** Shows it, with some NICs chosen. */
export function openCapture(app, at = []) {
  const state = form.blank({ at });
  app.open({ title: "Start a capture", wide: true, body: () => body(app, state) });
}

function body(app, state) {
  const request = form.written(state, FIELDS);
  const text = (key, rest) => form.text(app, ID, state, { key, ...rest });
  return html`<form class="operation" @submit=${(event) => {
      event.preventDefault();
      form.send(app, state, { op: "capture.start", body: { at: [], ...request }, keys: FIELDS.map(({ key }) => key), then: ({ id }) => {
          app.close();
          app.notify(`Capture ${id} has begun`);
        } });
    }}>
    <p class="note">The ring keeps the newest frames of all these places, of NICs on either path.</p>
    ${form.several(app, ID, state, { key: "at", label: "NICs and wires",
      values: [...Object.keys(app.view.nics), ...Object.keys(app.view.adapters)], note: "NICs, and adapters whose wires; 1 to 64 of one node." })}
    ${form.choice(app, ID, state, { key: "where", label: "Looked at", values: PLACES })}
    ${form.choice(app, ID, state, { key: "direction", label: "Direction", values: DIRECTIONS })}
    ${text("filter", { label: "Filter", example: "udp port 53 and host 10.0.0.1",
      note: "Which frames, in libpcap's syntax; every frame when nothing stands here." })}
    ${form.choice(app, ID, state, { key: "auto", label: "Its time begins", values: STARTS })}
    <div class="fields">
      ${text("for", { label: "Time", example: usualTime(state.texts.auto), note: "1ms to 1440m" })}
      ${text("frames", { label: "Frames", example: "0", numeric: true, note: "After so many it ends; 0 for no end" })}
      ${text("ring", { label: "Bytes of all", example: "4194304", numeric: true, note: "65536 to 67108864" })}
      ${text("snaplen", { label: "Bytes of a frame", example: "65550", numeric: true, note: "14 to 65550" })}
      ${text("id", { label: "Name", example: "c1", note: "a-z, 0-9 and -" })}
    </div>
    ${form.ending(app, state, { op: "capture.start", body: { at: [], ...request }, label: "Start" })}
  </form>`;
}
