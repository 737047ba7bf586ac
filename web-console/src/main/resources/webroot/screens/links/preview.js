// A drawing of what a layer would do to frames, while it is written.

import { html, nothing, ref, svg } from "../../lit.js";
import * as form from "../../ui/form.js";
import { MARKS, SIZE, axes, paths, shape, summary, top } from "./preview-model.js";

const ID = "preview";
const WAIT_MS = 300;
const NARROWEST = 200;

/** What the preview of a form remembers. */
export function blankPreview(app) {
  return { fields: form.blank(), wanted: "", shown: "", data: null, failure: "", timer: 0, places: { forward: place(app), reverse: place(app) } };
}

// One function for all times: another one would be told that the element has gone and come. Once it is there, its width is known.
function place(app) {
  const state = { element: null, taken: (element) => {
    state.element = element ?? null;
    if (element) queueMicrotask(() => app.draw());
  } };
  return state;
}

/** Shows it: `body` is what the node is asked, `others` what else would change the answer, `ends` the names of both ends. */
export function preview(app, state, { body, others, ends: [first, second] }) {
  if (!app.may("link.preview")) return nothing;
  ask(app, state, body, JSON.stringify([body, others]));
  const { data, failure } = state;
  const isOld = state.shown !== state.wanted;
  const ways = [["forward", `Forward, from ${first}`], ["reverse", second === undefined ? "Reverse" : `Reverse, from ${second}`]];
  return html`<fieldset class="preview"><legend>What it would do to 200 frames</legend>
    <div class="fields">
      ${form.text(app, ID, state.fields, { key: "rate", label: "Frames a second", example: "1000", numeric: true })}
      ${form.text(app, ID, state.fields, { key: "size", label: "Bytes of each", example: "1000", numeric: true })}
    </div>
    ${failure ? html`<p class="error" id="preview-failure">${failure}</p>` : nothing}
    ${data ? html`<div class="fates" aria-busy=${isOld ? "true" : nothing}>${ways.map(([way, title]) => drawing(state.places[way], data[way], title, top(data)))}</div>
      <ul class="legend" aria-hidden="true">${MARKS.map(([kind, words]) => html`<li><svg viewBox="0 0 16 16"><path class=${kind} d=${shape(kind)}></path></svg>
        ${words}</li>`)}</ul>
      <p class="note">From left to right when a frame is sent, upwards how long it takes, with all layers of the link.</p>` : nothing}
  </fieldset>`;
}

// Asks when nobody has written for a while; an answer to what is no longer wanted is not shown.
function ask(app, state, body, wanted) {
  if (state.wanted === wanted) return;
  const isFirst = state.wanted === "";
  state.wanted = wanted;
  clearTimeout(state.timer);
  state.timer = setTimeout(async () => {
    try {
      const { data } = await app.run("link.preview", body);
      if (state.wanted === wanted) Object.assign(state, { data, shown: wanted, failure: "" });
    } catch (failure) {
      // What was drawn before is of something else.
      if (state.wanted === wanted) Object.assign(state, { data: null, shown: wanted, failure: words(failure) });
    }
    app.draw();
  }, isFirst ? 0 : WAIT_MS);
}

function words(failure) {
  const errors = failure.problem?.errors ?? [];
  return errors.length === 0 ? failure.message : errors.map(({ detail }) => detail).join("; ");
}

function drawing(at, way, title, most) {
  const width = Math.max(NARROWEST, at.element?.clientWidth ?? 0);
  const all = paths(way, width, most);
  const { lines, frame, words: texts } = axes(way, width, most);
  return html`<figure class="chart" aria-label=${title}>
    <div class="drawing" aria-hidden="true" ${ref(at.taken)}><svg width=${width} height=${SIZE.height}>
      <path class="lines" d=${lines}></path><path class="frame" d=${frame}></path>
      ${texts.map(([x, y, anchor, text]) => svg`<text x=${x} y=${y} text-anchor=${anchor}>${text}</text>`)}
      ${MARKS.map(([kind]) => svg`<path class=${kind} d=${all[kind]}></path>`)}
    </svg></div>
    <figcaption><strong>${title}.</strong> ${summary(way)}</figcaption></figure>`;
}
