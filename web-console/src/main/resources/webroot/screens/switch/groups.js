// Multicast groups of a switch: who has asked for what and for how long that holds, who asks, where routers are.

import { age, count } from "../../format.js";
import { html, nothing } from "../../lit.js";
import * as badges from "../../ui/badges.js";
import { asking, facts, name, section, to } from "../../ui/parts.js";
import { poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";
import { groupRows, querierOf, reachOf, vlanOf } from "./group-model.js";

const EVERY_MS = 1_000;

export function groups(app, id, ports) {
  const { data, error } = poll(app, "switch.groups", { switch: id }, EVERY_MS);
  if (!data) return section("groups", "Multicast groups", asking(error));
  const nics = new Set(ports.filter(({ kind }) => kind === "nic").map((port) => port.name));
  const port = (one) => (nics.has(one) ? to(["nics", one], name(one)) : name(one));
  if (!data.snooping) {
    return section("groups", "Multicast groups", html`<p class="empty">It reads no IGMP and MLD: every group goes everywhere. A lab file
      changes that, by <code>multicast</code> of a switch.</p>`);
  }
  return section("groups", "Multicast groups", html`
    ${table(app, { id: "group-list", caption: `Multicast groups of ${id}`, rows: groupRows(data), keyOf: (row) => row.key, prefix: "g.",
      subject: ({ group, vlan, protocol, members }) => ({ group, vlan, protocol, port: members.map((one) => one.port).join(" ") }),
      empty: "Nobody has asked for a group.", columns: columns(port) })}
    <h3>Who asks</h3>
    ${table(app, { id: "querier-list", caption: `Queriers of ${id}`, filterable: false, rows: data.vlans, prefix: "q.",
      keyOf: ({ vlan, protocol }) => `${vlan} ${protocol}`, empty: "Nobody asks, and nobody was heard.", columns: queriers(port) })}
    ${facts(Object.entries(data.counters ?? {}).sort().map(([key, value]) => [key.replace("multicast-", ""), count(value)]))}`);
}

const vlanColumn = { id: "vlan", title: "VLAN", value: (row) => row.vlan, cell: (row) => vlanOf(row.vlan) };

function columns(port) {
  return [
    { id: "group", title: "Group", value: (row) => row.group, cell: (row) => html`<code>${row.group}</code>` },
    { ...vlanColumn, filter: (row) => term("vlan", row.vlan) },
    { id: "protocol", title: "Protocol", value: (row) => row.protocol.toUpperCase(), filter: (row) => term("protocol", row.protocol) },
    { id: "members", title: "Ports, and time left", wide: true, value: (row) => row.members.length,
      cell: (row) => html`<ul class="plain">${row.members.map((one) => html`<li>${port(one.port)}${one.sources === "all" ? nothing
        : ", of some sources"}, ${age(one.leftMs)} left</li>`)}</ul>` },
    { id: "routers", title: "Routers at", value: (row) => row.routers.join(" "), cell: (row) => listed(row.routers, port) },
    { id: "left", title: "Ends in", number: true, value: (row) => row.leftMs, cell: (row) => age(row.leftMs) },
  ];
}

function queriers(port) {
  return [
    { ...vlanColumn, id: "of" },
    { id: "protocol", title: "Protocol", value: (row) => row.protocol.toUpperCase() },
    { id: "querier", title: "Querier", value: (row) => row.querier, cell: (row) => badges.badge(...querierOf(row)) },
    { id: "address", title: "Address", value: (row) => row.address, cell: (row) => (row.address ? html`<code>${row.address}</code>` : "–") },
    { id: "port", title: "At", value: (row) => row.port, cell: (row) => (row.port ? port(row.port) : "–") },
    { id: "routers", title: "Routers at", value: (row) => row.routers.join(" "), cell: (row) => listed(row.routers, port) },
    { id: "reach", title: "Groups go", value: reachOf },
  ];
}

const listed = (ports, port) => (ports.length === 0 ? "–" : ports.map((one, i) => html`${i > 0 ? ", " : nothing}${port(one)}`));
