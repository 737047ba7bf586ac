// The frame around every screen: what node and lab this is, how true it is, where one can go.

import { age } from "../format.js";
import { html, keyed, nothing, ref } from "../lit.js";
import { inHead } from "./faults.js";
import { openHelp } from "./help.js";
import { closeIcon, menuIcon } from "./icons.js";
import { openPalette } from "./palette.js";
import { name } from "./parts.js";

const PLACES = [
  ["", "Overview"], ["topology", "Topology"], ["nics", "NICs"], ["switches", "Switches"],
  ["links", "Links"], ["flows", "Flows"], ["captures", "Captures"], ["events", "Events"], ["cluster", "Cluster"], ["labs", "Labs"], ["bus", "Bus"],
  ["settings", "Settings"],
];
const WORDS = {
  connecting: () => "connecting",
  live: (ageMs) => `live · ${age(ageMs)}`,
  paused: (ageMs) => `paused · ${age(ageMs)}`,
  stale: (ageMs, isOpen) => `stale ${age(ageMs)}${isOpen ? "" : " (reconnecting)"}`,
  denied: () => "not admitted: sign in again, or open the address that the node printed at its start",
};
const SHAPES = { connecting: "◌", live: "●", paused: "⏸", stale: "▲", denied: "✕" };

/** The page around a screen's body. */
export function shell(app, { title, body }) {
  const { kind } = app.store.freshness();
  document.body.dataset.freshness = kind;
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to the screen</a>
    ${header(app)}
    ${navigation(app)}
    <main id="main" tabindex="-1">
      <h1 tabindex="-1">${title}</h1>
      ${body}
    </main>
    ${notice(app)}
    <p id="announcer" class="unseen" role="status" aria-live="polite">${app.said}</p>
    ${dialog(app)}`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

function header(app) {
  const { info, revision } = app.view;
  const { kind, ageMs } = app.store.freshness();
  const menu = app.local("menu", () => ({ isOpen: false }));
  return html`<header>
    <button type="button" class="menu" aria-expanded=${menu.isOpen} aria-controls="places" @click=${() => {
      menu.isOpen = !menu.isOpen;
      app.draw();
    }}>${menuIcon}<span class="unseen"> Menu</span></button>
    <a class="brand" href="#/">hnswitch</a>
    <p class="lab">${info ? html`node ${name(info.node)}${info.lab
      ? html` · lab ${name(info.lab.name)}` : " · no lab"}` : nothing}${revision === null ? nothing
      : html` · revision ${revision}`}</p>
    ${inHead(app)}
    <p class="freshness" data-kind=${kind}><span aria-hidden="true">${SHAPES[kind]}</span>
      <span id="freshness">${WORDS[kind](ageMs, app.store.isConnected)}</span></p>
    <div class="actions">
      <button type="button" aria-pressed=${app.store.paused !== null} @click=${() => app.store.pause(
        app.store.paused === null) || app.draw()}>${app.store.paused === null ? "Pause" : "Go on"}</button>
      <button type="button" @click=${() => openPalette(app)}>Find <kbd>Ctrl K</kbd></button>
      <button type="button" @click=${() => openHelp(app)}>Keys<span class="unseen"> and help</span></button>
    </div>
    ${account(app)}
    ${app.store.problem ? html`<p class="error" role="alert">${app.store.problem}</p>` : nothing}
  </header>`;
}

function account({ session }) {
  if (!session.who) return nothing;
  return html`<p class="account">${name(session.who.name ?? "start")} (${session.who.role})
    ${session.isUser ? html`<button type="button" @click=${() => session.signOut()}>Sign out</button>` : nothing}</p>`;
}

function navigation(app) {
  const at = app.router.route.path[0] ?? "";
  const { isOpen } = app.local("menu", () => ({ isOpen: false }));
  return html`<nav id="places" class=${isOpen ? "open" : nothing} aria-label="Screens"><ul>${PLACES.map(([id, title]) => html`
    <li><a href=${`#/${id}`} aria-current=${at === id ? "page" : nothing}>${title}</a></li>`)}</ul></nav>`;
}

function notice(app) {
  if (!app.notice) return nothing;
  const { text, revision } = app.notice;
  return html`<div class="notice" role="status"><span>${text}</span>
    ${revision === null ? nothing : html`<button type="button" @click=${() => undo(app, revision)}>Undo</button>`}
    <button type="button" class="quiet" aria-label="Close" @click=${() => {
      app.notice = null;
      app.draw();
    }}>${closeIcon}</button></div>`;
}

async function undo(app, revision) {
  try {
    await app.run("lab.undo", { ifRevision: revision }, "Undone");
  } catch (error) {
    app.notify(`Not undone: ${error.message}`);
  }
}

function dialog(app) {
  const open = app.dialog;
  if (!open) return nothing;
  return keyed(open, html`<dialog class=${open.wide ? "wide" : nothing} aria-labelledby="dialog-title"
    ${ref(show)}
    @close=${() => app.dialog === open && app.close()}>
    <div class="dialog-head"><h2 id="dialog-title">${open.title}</h2>
      <button type="button" class="quiet" aria-label="Close" @click=${() => app.close()}>${closeIcon}</button></div>
    ${open.body()}
  </dialog>`);
}

// It is made before it is put into the page, where alone it can be opened.
function show(element) {
  queueMicrotask(() => {
    if (element?.isConnected && !element.open) element.showModal();
  });
}
