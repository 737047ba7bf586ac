// One capture: its newest frames as they come, each with its bytes.

import { count, milliseconds } from "../format.js";
import { html, nothing } from "../lit.js";
import { openOperation } from "../ui/operation.js";
import { asking, empty, facts, name, section } from "../ui/parts.js";
import { table } from "../ui/table.js";
import { deeds, place } from "./captures.js";
import { bytesOf, decode, dump, hex } from "./capture/decode.js";

const KEPT = 50;
const EVERY_MS = 1_000;

const idOf = (app) => app.router.route.path[1];

export const title = (app) => html`Capture ${name(idOf(app))}`;

export function body(app) {
  const id = idOf(app);
  const known = app.view.captures[id];
  if (!known) return empty(app, `There is no capture ${id}.`);
  const state = follow(app, id, known);
  return html`
    ${section("capture", "What it does", html`${facts([
      ["At", known.at.map(place)], ["State", known.state],
      ["Looks at", known.where], ["Direction", known.direction],
      ["Filter", known.filter || "every frame"], ["Seen", count(known.seen)], ["Captured", count(known.next)],
      ["Overwritten", count(known.overwritten)], ["Time", `${milliseconds(known.limitMs)}${known.auto === "on-switchover" ? ", after a switch-over" : ""}`],
      ["Frames at most", known.frames === 0 ? "no end" : count(known.frames)], ["Snap length", known.snaplen], ["Ring", count(known.ring)]])}
      ${deeds(app, known, () => app.router.go(["captures"]))}`)}
    ${section("frames", "Newest frames", state.frames ? table(app, { id: "frame-list", caption: `Frames of ${id}`,
      rows: state.frames, keyOf: (row) => row.number, empty: "It has seen no frame that fits.", columns: columns(app) })
      : asking(state.error))}`;
}

// Frames are asked for from where the last ones ended, so that none is transferred twice.
function follow(app, id, known) {
  const state = app.local(`frames of ${id}`, () => ({ frames: null, next: 0, at: -Infinity, isAsked: false, error: null }));
  const isDue = performance.now() - state.at >= EVERY_MS;
  const wants = state.frames === null || state.next < known.next;
  if (isDue && wants && !state.isAsked && app.store.isConnected && (app.store.paused === null || state.frames === null)) {
    ask(app, state, id, Math.max(state.next, known.next - KEPT, 0));
  }
  return state;
}

async function ask(app, state, id, from) {
  state.isAsked = true;
  try {
    const { data } = await app.run("capture.read", { id, from, max: KEPT });
    const more = data.frames.map((frame) => ({ ...frame, line: decode(bytesOf(frame.bytes)) }));
    state.frames = [...(state.frames ?? []), ...more].slice(-KEPT);
    state.next = data.next;
    state.error = null;
  } catch (error) {
    state.error = error.message;
  } finally {
    state.isAsked = false;
    // A page that was full has more behind it.
    state.at = performance.now();
    app.draw();
  }
}

function columns(app) {
  return [
    { id: "number", title: "No.", number: true, value: (row) => row.number },
    { id: "time", title: "Time", value: (row) => row.micros, cell: (row) => time(row.micros) },
    { id: "at", title: "At", value: placeOf, cell: (row) => name(placeOf(row)) },
    { id: "way", title: "Way", value: (row) => `${row.direction} ${row.path}` },
    { id: "line", title: "Frame", wide: true, value: (row) => row.line, cell: (row) => name(row.line) },
    { id: "dropped", title: "Dropped", value: (row) => row.dropped ?? "",
      cell: (row) => (row.dropped ? html`${row.dropped}<br><span class="unit">${row.device}</span>` : nothing) },
    { id: "length", title: "Length", number: true, value: (row) => row.length },
    { id: "actions", title: "Actions", cell: (row) => html`<div class="actions">
      <button type="button" @click=${() => show(app, row)}>Bytes<span class="unseen"> of frame ${row.number}</span></button>
      ${app.may("switch.explain") && row.direction === "tx" && row.nic ? html`<button type="button" @click=${() => openOperation(app,
        "switch.explain", { nic: row.nic, frame: hex(bytesOf(row.bytes)) })}>Explain<span class="unseen"> frame
        ${row.number}</span></button>` : nothing}</div>` },
  ];
}

const placeOf = (row) => row.nic ?? row.adapter;

function time(micros) {
  const at = new Date(micros / 1000);
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
  return html`<time datetime=${at.toISOString()}>${clock}.${String(micros % 1_000_000).padStart(6, "0")}</time>`;
}

function show(app, row) {
  app.open({ title: `Frame ${row.number}`, wide: true, body: () => html`<p>${name(row.line)}</p>
    <p class="note">${row.device} · ${row.length} bytes${row.dropped ? ` · dropped, ${row.dropped}` : ""}</p>
    <pre class="answer" tabindex="0" aria-label="Bytes">${dump(bytesOf(row.bytes))}</pre>` });
}
