// One VF: to be seen here, to be operated at the NIC that manages it.

import { count } from "../format.js";
import { html } from "../lit.js";
import * as badges from "../ui/badges.js";
import { onNode } from "../ui/nodes.js";
import { empty, facts, name, object, section } from "../ui/parts.js";
import { eventsOf } from "./nic/events.js";

const idOf = (app) => app.router.route.path[1];

export const title = (app) => html`VF ${name(idOf(app))}`;

export function body(app) {
  const id = idOf(app);
  const vf = app.view.vfs[id];
  if (!vf) return empty(app, `VF ${id} is not given to a NIC now.`);
  const list = (words) => (words ?? []).join(" ") || "none";
  return html`
    <p class="banner">Managed by ${object("nics", vf.managedBy ?? vf.nic)}; operate there.</p>
    <div class="cards">
      ${section("vf", "State", facts([
        ["Adapter", name(vf.adapter)], ["Serial", vf.serial], ["Offer", vf.offer], ["State", vf.state],
        ["Admin", badges.up(vf.up)], ["Link", badges.up(vf.link)], ["Frames for it", vf.steered ? "to the VF" : "to hn"],
        ["MAC", vf.mac], ["MTU", vf.mtu],
      ]), onNode(app, `adapter ${vf.adapter}`))}
      ${section("vf-capabilities", "Capabilities", facts([
        ["Can", list(vf.capabilities)], ["Switched on", list(vf.offloads)],
        ["Longest super-frame", vf.tso && `${count(vf.tso.max)} bytes`],
      ]))}
      ${section("vf-counters", "Counters", facts(Object.entries(vf.counters ?? {}).sort()
        .map(([key, value]) => [key, count(value)])))}
      ${section("vf-events", "Events", eventsOf(app, [id]))}
    </div>`;
}
