// The switch-overs of a NIC: why, how long, and what they cost.

import { count, milliseconds, moment, time } from "../../format.js";
import { html } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { facts } from "../../ui/parts.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

export function timeline(app, { id, pair }) {
  const rows = [...(pair?.history ?? [])].sort((a, b) => b.atMillis - a.atMillis)
    .map((row) => ({ kind: "switch-over", nic: id, waitMs: waitOf(app, id, row), ...row }));
  const gaps = Object.values(app.view.flows).filter((flow) => flow.from === id || flow.to === id)
    .map((flow) => flow.largestGapMs ?? 0);
  return html`${summary(rows, Math.max(0, ...gaps))}
    ${table(app, { id: "switch-overs", caption: `Switch-overs of ${id}`, rows,
      empty: "It has not changed its path yet. Attach or detach a VF above.",
      keyOf: (row) => `${row.atMillis} ${row.to}`, columns: COLUMNS })}`;
}

function summary(rows, gap) {
  if (rows.length === 0) return "";
  const sum = (key) => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
  const times = rows.map((row) => row.switchMillis).filter(Number.isFinite).sort((a, b) => a - b);
  return facts([
    ["Switch-overs", rows.length],
    ["Frames lost", badges.zero(sum("lost"), count(sum("lost"))), sum("lost") === 0 ? "good" : "bad"],
    ["Duplicated", badges.zero(sum("duplicated"))],
    ["Reordered", badges.zero(sum("reordered"))],
    ["Switch duration, median", milliseconds(times[Math.floor(times.length / 2)])],
    ["Switch duration, longest", milliseconds(times.at(-1))],
    ["Largest gap of its flows", gap > 0 ? milliseconds(gap) : "–"],
  ]);
}

// The attach wait is in the event of the switch-over.
function waitOf(app, id, row) {
  const event = app.store.events.find(({ type, subject, time: at }) => type === "hnswitch.nic.path-changed"
    && subject === id && Math.abs(Date.parse(at) - row.atMillis) < 1_000);
  return event?.data?.waitMs;
}

const word = (path) => (path === "vf" ? "VF" : path);
const COLUMNS = [
  { id: "at", title: "When", value: (row) => row.atMillis,
    cell: (row) => html`<time datetime=${new Date(row.atMillis).toISOString()} title=${moment(row.atMillis)}>${time(row.atMillis)}</time>` },
  { id: "to", title: "Path", value: (row) => row.to, cell: (row) => html`${word(row.from)} → ${word(row.to)}`,
    filter: (row) => term("to", row.to) },
  { id: "cause", title: "Cause", value: (row) => row.cause, filter: (row) => term("cause", row.cause) },
  { id: "wait", title: "Attach wait", number: true, value: (row) => row.waitMs ?? 0, cell: (row) => milliseconds(row.waitMs) },
  { id: "switch", title: "Switch duration", number: true, value: (row) => row.switchMillis, cell: (row) => milliseconds(row.switchMillis) },
  { id: "lost", title: "Lost", number: true, value: (row) => row.lost, cell: (row) => badges.zero(row.lost, count(row.lost)) },
  { id: "duplicated", title: "Duplicated", number: true, value: (row) => row.duplicated, cell: (row) => badges.zero(row.duplicated) },
  { id: "reordered", title: "Reordered", number: true, value: (row) => row.reordered, cell: (row) => badges.zero(row.reordered) },
];
