// One virtual switch: ports, mirrors, forwarding database, groups, VLANs, counters, drops by reason.

import { age, count, durationMs } from "../format.js";
import { html } from "../lit.js";
import { actions } from "../ui/action.js";
import { onNode } from "../ui/nodes.js";
import { asking, empty, facts, name, object, section, to } from "../ui/parts.js";
import { again, poll } from "../ui/poll.js";
import { table } from "../ui/table.js";
import { term } from "../ui/term.js";
import { groups } from "./switch/groups.js";
import { mirrors } from "./switch/mirrors.js";
import { vlanMatrix } from "./switch/vlans.js";

const idOf = (app) => app.router.route.path[1];

export const title = (app) => html`Switch ${name(idOf(app))}`;

export function body(app) {
  const id = idOf(app);
  const known = app.view.switches[id];
  if (!known) return empty(app, `The lab has no switch ${id}.`);
  // What is changed here, and the revision that it was so at: they belong together, so both are of one answer.
  const now = poll(app, "switch.get", { switch: id }, 1_000);
  const fdb = poll(app, "switch.fdb", { switch: id }, 1_000);
  const books = poll(app, "ledger.get");
  const own = (books.data?.devices ?? []).find(({ device }) => device === `switch ${id}`);
  return html`
    ${section("ports", "Ports", table(app, { id: "port-list", caption: `Ports of ${id}`, rows: known.ports ?? [],
      keyOf: (row) => row.name, empty: "It has no ports.", columns: PORTS }), onNode(app, `switch ${id}`))}
    ${mirrors(app, id, now, known.ports ?? [])}
    ${section("fdb", "Forwarding database", fdb.data ? table(app, { id: "fdb-list", caption: `Addresses of ${id}`,
      rows: fdb.data, keyOf: (row) => row.mac, prefix: "f.", empty: "It knows no address.", columns: FDB,
      tools: actions(app, `${id} flush`, [{ op: "switch.fdb-flush", body: { switch: id }, label: "Flush learned",
        done: `${id} forgot what it had learned`, then: () => again(app, "switch.fdb", { switch: id }) }]) })
      : asking(fdb.error))}
    ${groups(app, id, known.ports ?? [])}
    ${vlanMatrix(app, id, now)}
    <div class="cards">
      ${section("counters", "Counters", facts([["Ageing", known.ageing], ...Object.entries(known.counters ?? {}).sort()
        .map(([key, value]) => [key, count(value)])]))}
      ${section("reasons", "Drops by reason", own ? html`
        ${Object.keys(own.dropped).length === 0 ? html`<p class="empty">It has dropped nothing.</p>`
          : facts(Object.entries(own.dropped).map(([reason, frames]) => [reason, count(frames)]))}
        <p>${to(["drops"], "All devices")}</p>` : html`<p class="empty">${books.error ?? "Asking the node…"}</p>`)}
    </div>`;
}

const number = (id, title) => ({ id, title, number: true, value: (row) => row.counters?.[id] ?? 0,
  cell: (row) => count(row.counters?.[id]) });
const PORTS = [
  { id: "name", title: "Port", value: (row) => row.name, cell: (row) => (row.kind === "nic" ? object("nics", row.name) : name(row.name)) },
  { id: "kind", title: "Kind", value: (row) => row.kind, filter: (row) => term("kind", row.kind) },
  number("rx-frames", "Received"), number("rx-bytes", "Bytes"), number("rx-drops", "Drops"),
  number("tx-frames", "Transmitted"), number("tx-bytes", "Bytes"), number("tx-drops", "Drops"),
];
const FDB = [
  { id: "mac", title: "MAC", value: (row) => row.mac, cell: (row) => html`<span class="mac">${row.mac}</span>` },
  { id: "port", title: "Port", value: (row) => row.port, cell: (row) => name(row.port), filter: (row) => term("port", row.port) },
  { id: "origin", title: "Origin", value: (row) => row.origin, filter: (row) => term("origin", row.origin) },
  { id: "age", title: "Age", value: (row) => durationMs(row.age), cell: (row) => (row.origin === "learned" ? age(durationMs(row.age)) : "–") },
  { id: "moves", title: "Moves", number: true, value: (row) => row.moves },
];
