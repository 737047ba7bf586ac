// What hn can, what its VF can, and what both can, which is what the guest sees while they are paired.

import { count } from "../../format.js";
import { html } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { asking, facts, name } from "../../ui/parts.js";
import { poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";

export function capabilities(app, { id, vf }) {
  const { data, error } = poll(app, "nic.capabilities", { nic: id });
  if (!data) return asking(error);
  const given = app.view.vfs[vf]?.capabilities && app.view.vfs[vf];
  const own = data.own;
  const all = [...new Set([...own, ...data.supported, ...(given?.capabilities ?? [])])].sort();
  const rows = all.map((capability) => ({ capability, hn: own.includes(capability),
    vf: given ? given.capabilities.includes(capability) : undefined, guest: data.supported.includes(capability),
    wanted: data.wanted.includes(capability), enabled: data.enabled.includes(capability) }));
  const gone = rows.filter((row) => row.hn && !row.guest).map((row) => row.capability);
  return html`
    ${gone.length > 0 ? html`<p>${badges.badge("warn", `Given up while the VF is paired: ${gone.join(", ")}.`)}
      They come back with the synthetic path.</p>` : html`<p class="note">Nothing is given up for the VF.</p>`}
    ${table(app, { id: "capability-list", caption: `Capabilities of ${id}`, rows, filterable: false,
      keyOf: (row) => row.capability, empty: "None.", columns: [
        { id: "capability", title: "Capability", value: (row) => row.capability, cell: (row) => name(row.capability) },
        flag("hn", "hn alone"), flag("vf", vf ? `VF ${vf}` : "VF"), flag("guest", "The guest may use"),
        flag("wanted", "Wanted"), flag("enabled", "Switched on"),
      ] })}
    <h3>TSO limits</h3>
    ${facts([["Longest super-frame", `${count(data.tso.max)} bytes`], ["Segments", count(data.tso.segments)],
      ["Longest segment", `${count(data.tso.segmentSize)} bytes`]])}
    ${given ? html`<p class="note">The VF alone: ${count(given.tso.max)} bytes, ${count(given.tso.segments)} segments of
      ${count(given.tso.segmentSize)} bytes.</p>` : ""}`;
}

function flag(id, title) {
  return { id, title, value: (row) => row[id], cell: (row) => (row[id] === undefined ? "–"
    : row[id] ? badges.badge("good", "yes") : badges.badge("off", "no")) };
}
