// Multicast groups as the screen of a switch shows them: a row for each group of a VLAN.

import { durationMs } from "../../format.js";

/** A VLAN in words; 0 is none. */
export const vlanOf = (vlan) => (vlan === 0 ? "untagged" : String(vlan));

/** Rows of groups, each with its `members` in the order of their ports and how long the last of them holds. */
export function groupRows({ groups = [], vlans = [] }) {
  const rows = new Map();
  for (const { vlan, group, port, sources, left } of groups) {
    const key = `${vlan} ${group}`;
    const row = rows.get(key) ?? { key, vlan, group, protocol: group.includes(":") ? "mld" : "igmp", members: [], routers: [], leftMs: 0 };
    row.members.push({ port, sources, leftMs: durationMs(left) });
    row.leftMs = Math.max(row.leftMs, durationMs(left));
    rows.set(key, row);
  }
  for (const row of rows.values()) {
    row.members.sort((a, b) => a.port.localeCompare(b.port, "en", { numeric: true }));
    row.routers = vlans.find(({ vlan, protocol }) => vlan === row.vlan && protocol === row.protocol)?.routers ?? [];
  }
  return [...rows.values()];
}

const QUERIERS = { own: ["good", "this switch"], other: ["info", "another"], none: ["warn", "nobody"] };

/** Who asks for members: kind of a badge and words. */
export const querierOf = ({ querier }) => QUERIERS[querier] ?? ["off", querier];

/** Whether and why groups go where they go in a VLAN. */
export const reachOf = ({ active, querier }) => (active ? "to members and routers"
  : querier === "none" ? "everywhere: nobody asks" : "everywhere: members are not known yet");
