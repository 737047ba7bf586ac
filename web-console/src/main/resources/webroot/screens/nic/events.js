// What happened to some objects.

import { plain } from "../../format.js";
import { html } from "../../lit.js";
import { ago, name, to } from "../../ui/parts.js";

const SHOWN = 50;

/** The last events of objects, the newest first. */
export function eventsOf(app, subjects) {
  const rows = app.store.events.filter(({ subject }) => subjects.includes(subject)).slice(0, SHOWN);
  if (rows.length === 0) return html`<p class="empty">Nothing among the last events.</p>`;
  return html`<ul class="plain rows events">${rows.map(({ type, time, subject, data }) => html`<li>
      <span>${ago(Date.parse(time))} ago</span> <strong>${type.replace("hnswitch.", "")}</strong> ${name(subject)}
      <span class="note">${name(Object.entries(data ?? {}).map(([key, value]) => `${key} ${plain(value)}`).join(", "))}</span></li>`)}</ul>
    <p>${to(["events"], "All events", { q: `subject:${subjects[0]}` })}</p>`;
}
