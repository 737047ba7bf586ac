// One guest NIC: both of its paths, how far its pairing is, and everything about it.

import { guestOf } from "../cluster.js";
import { nicActions, nicRow } from "../lab.js";
import { html, nothing } from "../lit.js";
import { actions } from "../ui/action.js";
import { chart } from "../ui/chart.js";
import { onNode } from "../ui/nodes.js";
import { empty, name, section, tabs } from "../ui/parts.js";
import { capabilities } from "./nic/capabilities.js";
import { channels } from "./nic/channels.js";
import { counters } from "./nic/counters.js";
import { diagram } from "./nic/diagram.js";
import { eventsOf } from "./nic/events.js";
import { faults } from "./nic/faults.js";
import { machine } from "./nic/machine.js";
import { port } from "./nic/port.js";
import { settings } from "./nic/settings.js";
import { timeline } from "./nic/timeline.js";

const idOf = (app) => app.router.route.path[1];

export const title = (app) => html`NIC ${name(idOf(app))}`;

export function body(app) {
  const id = idOf(app);
  if (!app.view.nics[id]) return empty(app, `The lab has no NIC ${id}.`);
  const row = nicRow(app.view, id);
  return html`
    ${row.problem ? html`<p class="error" role="alert">${row.problem.detail}</p>` : nothing}
    <div class="signature">
      ${section("pair", "Both paths", diagram(app, row), onNode(app, guestOf(id)))}
      ${section("state", "Pairing", html`${machine(app, row)}${actions(app, id, nicActions(app.view, id))}`)}
    </div>
    ${tabs(app, "NIC", [
      { id: "timeline", title: "Switch-overs", body: () => timeline(app, row) },
      { id: "traffic", title: "Traffic", body: () => traffic(app, row) },
      { id: "capabilities", title: "Capabilities", body: () => capabilities(app, row) },
      { id: "channels", title: "Channels", body: () => channels(app, row) },
      { id: "port", title: "Port", body: () => port(app, row) },
      { id: "counters", title: "Counters", body: () => counters(app, row) },
      { id: "faults", title: "Faults", body: () => faults(app, row) },
      { id: "settings", title: "Settings", body: () => settings(app, row) },
      { id: "events", title: "Events", body: () => eventsOf(app, [id, row.vf]) },
    ])}`;
}

function traffic(app, { id }) {
  const half = (label, which) => chart(app, `${id} ${label}`, `${label} frames a second by path`, () => {
    const columns = app.store.history.columns(id);
    return { times: columns[0], series: [{ label: "VF", values: columns[which + 1] },
      { label: "synthetic", values: columns[which], dash: true }] };
  });
  return html`<div class="cards">${half("Transmitted", 1)}${half("Received", 3)}</div>`;
}
