// The scripts that run inside the node.

import { html } from "../../lit.js";
import { actions } from "../../ui/action.js";
import * as badges from "../../ui/badges.js";
import { asking, name, section } from "../../ui/parts.js";
import { again, poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

const KINDS = { running: "good", failed: "bad", stopped: "off" };

export function scripts(app) {
  const { data, error } = poll(app, "script.list");
  if (!data) return asking(error);
  const reload = () => again(app, "script.list");
  return section("scripts", "Scripts", table(app, { id: "script-list", caption: "Scripts", rows: data, keyOf: (row) => row.name,
    empty: "The node runs no scripts. It does with: hnswitch run --scripts DIR", columns: [
      { id: "name", title: "Script", value: (row) => row.name, cell: (row) => name(row.name) },
      { id: "state", title: "State", value: (row) => row.state, cell: (row) => badges.badge(KINDS[row.state] ?? "info", row.state),
        filter: (row) => term("state", row.state) },
      { id: "problem", title: "Problem", value: (row) => row.problem ?? row.failure ?? "", cell: (row) => name(String(row.problem ?? row.failure ?? "–")) },
      { id: "actions", title: "Actions", wide: true, cell: (row) => actions(app, `script ${row.name}`, ["start", "stop", "reload"]
        .map((verb) => ({ op: `script.${verb}`, label: verb[0].toUpperCase() + verb.slice(1), name: row.name,
          body: { name: row.name }, then: reload, done: `${row.name}: ${verb} is done` }))) },
    ] }));
}
