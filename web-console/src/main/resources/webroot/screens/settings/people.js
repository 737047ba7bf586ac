// Users, who sign in here, and tokens, with which programs do.

import { html, live } from "../../lit.js";
import { actions } from "../../ui/action.js";
import { toClipboard } from "../../ui/copy.js";
import { asking, name, section } from "../../ui/parts.js";
import { again, poll } from "../../ui/poll.js";
import { table } from "../../ui/table.js";
import { term } from "../../ui/term.js";

const ROLES = ["viewer", "operator", "admin"];

export function users(app) {
  const { data, error } = poll(app, "user.list", {}, 5_000);
  const state = app.local("new user", () => ({ name: "", role: "viewer", password: "" }));
  const reload = () => again(app, "user.list");
  return section("users", "Users", html`
    ${data ? table(app, { id: "user-list", caption: "Users", rows: data, keyOf: (row) => row.name,
      empty: "Nobody yet: who has the address that the node printed is admin.", columns: [
        { id: "name", title: "Name", value: (row) => row.name, cell: (row) => name(row.name) },
        { id: "role", title: "Role", value: (row) => row.role, filter: (row) => term("role", row.role) },
        { id: "made", title: "Made", value: (row) => row.made },
        { id: "actions", title: "Actions", wide: true, cell: (row) => userActions(app, row, reload) },
      ] }) : asking(error)}
    <h3>Add a user</h3>
    <form class="inline" @submit=${(event) => event.preventDefault()}>
      ${field(app, state, "name", "Name")}
      ${roleField(app, state)}
      ${field(app, state, "password", "Password, 8 to 128 characters", "password")}
      ${actions(app, "new user", [{ op: "user.create", label: "Add", body: () => ({ ...state }), done: `User ${state.name} added`,
        then: () => {
          Object.assign(state, { name: "", password: "" });
          reload();
        } }])}
    </form>`);
}

function userActions(app, row, reload) {
  const others = ROLES.filter((role) => role !== row.role);
  return actions(app, `user ${row.name}`, [
    ...others.map((role) => ({ op: "user.set", label: `Make ${role}`, name: row.name, body: { name: row.name, role },
      done: `${row.name} is ${role}`, then: reload })),
    { op: "user.delete", label: "Delete", name: row.name, danger: true, body: { name: row.name }, then: reload,
      sure: `Delete the user ${row.name}? Sessions of it end at once.`, done: `User ${row.name} deleted` },
  ]);
}

export function tokens(app) {
  const { data, error } = poll(app, "token.list", {}, 5_000);
  const state = app.local("new token", () => ({ name: "", role: "viewer" }));
  const reload = () => again(app, "token.list");
  return section("tokens", "Tokens", html`
    ${data ? table(app, { id: "token-list", caption: "Tokens", rows: data, keyOf: (row) => row.name,
      empty: "There is no named token.", columns: [
        { id: "name", title: "Name", value: (row) => row.name, cell: (row) => name(row.name) },
        { id: "role", title: "Role", value: (row) => row.role, filter: (row) => term("role", row.role) },
        { id: "made", title: "Made", value: (row) => row.made ?? row.created },
        { id: "actions", title: "Actions", wide: true, cell: (row) => actions(app, `token ${row.name}`, [
          { op: "token.revoke", label: "Revoke", name: row.name, danger: true, body: { name: row.name }, then: reload,
            sure: `Revoke the token ${row.name}? Who uses it is cut off at once.`, done: `Token ${row.name} revoked` }]) },
      ] }) : asking(error)}
    <h3>Make a token</h3>
    <div class="inline">
      ${field(app, state, "name", "Name")}
      ${roleField(app, state)}
      ${actions(app, "new token", [{ op: "token.create", label: "Make", body: () => ({ ...state }), done: `Token ${state.name} made`,
        then: (made) => {
          state.name = "";
          reload();
          show(app, made);
        } }])}
    </div>`);
}

// The secret is in this one answer and nowhere else.
function show(app, made) {
  const secret = made.token ?? made.secret;
  app.open({ title: `Token ${made.name}`, body: () => html`
    <p>Keep it now: it cannot be shown again.</p>
    <pre tabindex="0" aria-label="Secret">${secret}</pre>
    <div class="actions end"><button type="button" @click=${async () => {
      await toClipboard(secret);
      app.notify("Secret copied");
    }}>Copy</button></div>` });
}

function field(app, state, key, words, type = "text") {
  const id = `new-${key}`;
  return html`<div class="field"><label for=${id}>${words}</label>
    <input id=${id} type=${type} autocomplete=${type === "password" ? "new-password" : "off"} spellcheck="false"
      .value=${live(state[key])} @input=${(event) => {
        state[key] = event.target.value;
        app.draw();
      }}></div>`;
}

function roleField(app, state) {
  return html`<div class="field"><label for="new-role">Role</label>
    <select id="new-role" @change=${(event) => {
      state.role = event.target.value;
      app.draw();
    }}>${ROLES.map((role) => html`<option ?selected=${role === state.role}>${role}</option>`)}</select></div>`;
}
