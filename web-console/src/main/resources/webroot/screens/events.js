// What happened, the newest first, back to where the node's memory ends. The node filters.

import { moment, plain, time } from "../format.js";
import { html } from "../lit.js";
import { name, object } from "../ui/parts.js";
import { poll } from "../ui/poll.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";

const PAGE = 100;
const KINDS = { nic: "nics", pair: "nics", vf: "vfs", switch: "switches" };

export const title = () => "Events";

export function body(app) {
  const { q = "", before, group } = app.router.route.query;
  const body = { limit: PAGE, ...(q && { filter: q }), ...(before && { before }) };
  const isLive = !q && !before;
  const { data, error } = isLive ? { data: { events: app.store.events.slice(0, PAGE), next: older(app) } }
    : poll(app, "event.list", body, before ? 60_000 : 1_000);
  const events = data?.events ?? [];
  const rows = group ? grouped(events) : events.map((event) => ({ event, times: 1 }));
  const page = (to) => app.router.set({ before: to }, true);
  return html`<section aria-label="Events">
    ${table(app, { id: "event-list", caption: "Events", rows, remote: true, keyOf: (row) => row.event.id,
      follows: ({ event, times }) => [event, times],
      subject: (row) => row.event, empty: error ?? "Nothing happened yet.", columns: COLUMNS, tools: html`
      <button type="button" aria-pressed=${Boolean(group)} @click=${() => app.router.set({ group: group ? null : 1 })}>Group repeats</button>` })}
    ${error ? html`<p class="error" role="alert">${error}</p>` : ""}
    <nav class="pager" aria-label="Older and newer events">
      <button type="button" ?disabled=${!before} @click=${() => page(null)}>Newest</button>
      <button type="button" ?disabled=${!data?.next} @click=${() => page(data.next)}>Older</button>
    </nav></section>`;
}

function older(app) {
  const last = app.store.events[PAGE - 1];
  return last?.id;
}

// Those of the same type about the same object one after the other.
function grouped(events) {
  const rows = [];
  for (const event of events) {
    const last = rows.at(-1);
    if (last && last.event.type === event.type && last.event.subject === event.subject) last.times++;
    else rows.push({ event, times: 1 });
  }
  return rows;
}

const short = (type) => type.replace("hnswitch.", "");
const kindOf = (type) => short(type).split(".")[0];

function subject({ type, subject: id }) {
  const kind = KINDS[kindOf(type)];
  return id === undefined ? "–" : kind ? object(kind, id) : name(id);
}

const COLUMNS = [
  { id: "time", title: "When", cell: ({ event }) => (event.time
    ? html`<time datetime=${event.time} title=${moment(event.time)}>${time(event.time)}</time>` : "–") },
  { id: "type", title: "What", cell: ({ event, times }) => html`${short(event.type)}${times > 1 ? html` <strong>× ${times}</strong>` : ""}`,
    filter: ({ event }) => term("type", event.type) },
  { id: "subject", title: "Object", cell: ({ event }) => subject(event) },
  { id: "source", title: "Node", cell: ({ event }) => name((event.source ?? "").replace("/node/", "")),
    filter: ({ event }) => term("source", event.source) },
  { id: "data", title: "Details", wide: true, cell: ({ event }) => html`<span class="note">${name(Object.entries(event.data ?? {})
    .map(([key, value]) => `${key} ${plain(value)}`).join(", "))}</span>` },
];
