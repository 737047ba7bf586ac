// States as text, shape and colour.

import { html } from "../lit.js";

const PATHS = { vf: ["═", "VF"], synthetic: ["┄", "synthetic"] };

/** Which path frames take. */
export function path(value) {
  const [shape, word] = PATHS[value] ?? ["?", value ?? "unknown"];
  return html`<span class="badge" data-kind=${value ?? "off"}><span aria-hidden="true">${shape}</span>${word}</span>`;
}

/** Up or down. */
export function up(value) {
  return value
    ? html`<span class="badge" data-kind="good"><span aria-hidden="true">▲</span>up</span>`
    : html`<span class="badge" data-kind="off"><span aria-hidden="true">▼</span>down</span>`;
}

const SHAPES = { good: "✓", warn: "◆", bad: "✕", off: "–", info: "●" };

/** A word with a meaning: good, warn, bad, off or info. */
export function badge(kind, word) {
  return html`<span class="badge" data-kind=${kind}><span aria-hidden="true">${SHAPES[kind]}</span>${word}</span>`;
}

const STATES = { "vf-active": "good", rxvf: "good", failed: "bad", gone: "off", synthetic: "off",
  "not-transparent": "off", ready: "warn", waiting: "info", switching: "info", leaving: "info" };

/** The state of a pairing. */
export function pairing(state) {
  return badge(STATES[state] ?? "off", state ?? "none");
}

/** A number that should be 0. */
export function zero(value, text = String(value)) {
  return value === 0 ? badge("good", text) : badge("bad", text);
}
