// Counters by path: what hn counts of all frames, what of that the VF carried, and the rest.

import { count } from "../../format.js";
import { html } from "../../lit.js";
import { facts, section } from "../../ui/parts.js";
import { table } from "../../ui/table.js";

export function counters(app, { id, counters: all = {}, vf, host }) {
  const rows = Object.keys(all).filter((name) => !name.endsWith("-vf")).sort().map((name) => {
    const byVf = all[`${name}-vf`];
    return { counter: name, total: all[name], vf: byVf, synthetic: byVf === undefined ? undefined : all[name] - byVf };
  });
  const given = app.view.vfs[vf];
  return html`
    ${section("counters", "hn", table(app, { id: "counter-list", caption: `Counters of ${id}`, rows,
      keyOf: (row) => row.counter, empty: "None.", columns: [
        { id: "counter", title: "Counter", value: (row) => row.counter },
        number("total", "All"), number("synthetic", "Synthetic path"), number("vf", "VF path"),
      ] }))}
    ${given ? section("vf-counters", `VF ${given.id}`, list(given.counters)) : ""}
    ${host ? section("host-counters", "Host end (netvsp)", list(host.counters)) : ""}`;
}

const number = (id, title) => ({ id, title, number: true, value: (row) => row[id] ?? 0, cell: (row) => count(row[id]) });
const list = (numbers) => facts(Object.entries(numbers ?? {}).sort().map(([key, value]) => [key, count(value)]));
