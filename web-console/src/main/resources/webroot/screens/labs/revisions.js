// What the lab was, and going back to it.

import { moment, time } from "../../format.js";
import { html } from "../../lit.js";
import { actions } from "../../ui/action.js";
import * as badges from "../../ui/badges.js";
import { asking, name } from "../../ui/parts.js";
import { again, poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";

export function revisions(app) {
  const { data, error } = poll(app, "lab.revisions", {}, 3_000);
  if (!data) return asking(error);
  const state = app.local("checkpoint", () => ({ name: "" }));
  const reload = () => again(app, "lab.revisions");
  return html`
    ${app.may("lab.checkpoint") ? html`<div class="inline"><div class="field"><label for="checkpoint">Name of a checkpoint</label>
      <input id="checkpoint" autocomplete="off" spellcheck="false" .value=${state.name} @input=${(event) => {
        state.name = event.target.value;
        app.draw();
      }}></div>${actions(app, "checkpoint", [{ op: "lab.checkpoint", label: "Checkpoint", off: !state.name && "give it a name",
        body: () => ({ name: state.name }), done: `The lab is kept as ${state.name}`, then: reload }])}</div>` : ""}
    ${table(app, { id: "revision-list", caption: "Revisions", rows: data.revisions, keyOf: (row) => row.revision,
      prefix: "r.", empty: "Nothing was applied yet.", columns: [
        { id: "revision", title: "Revision", number: true, value: (row) => row.revision },
        { id: "time", title: "When", value: (row) => row.time, cell: (row) => html`<time datetime=${row.time}
          title=${moment(row.time)}>${time(row.time)}</time>` },
        { id: "operation", title: "By", value: (row) => row.operation },
        { id: "lab", title: "Lab", value: (row) => row.lab, cell: (row) => name(row.lab) },
        { id: "summary", title: "What changed", wide: true, value: (row) => row.summary, cell: (row) => name(row.summary) },
        { id: "checkpoints", title: "Checkpoints", cell: (row) => row.checkpoints.map((one) => badges.badge("info", one)) },
        { id: "actions", title: "Actions", cell: (row) => actions(app, `revision ${row.revision}`, [{ op: "lab.restore",
          label: "Restore", name: `revision ${row.revision}`, body: { revision: row.revision }, then: reload,
          off: row.revision === data.current && "it is the running one", done: `The lab is that of revision ${row.revision}` }]) },
      ] })}`;
}
