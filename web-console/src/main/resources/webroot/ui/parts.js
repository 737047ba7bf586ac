// Small parts of screens.

import { age, moment } from "../format.js";
import { html, nothing } from "../lit.js";
import { link } from "../router.js";

/** A name that comes from a lab: any length, any script, in either direction. */
export function name(text) {
  return html`<bdi class="name">${text}</bdi>`;
}

/** A link to a screen. */
export function to(path, words, query) {
  return html`<a href=${link(path, query)}>${words}</a>`;
}

/** A link to an object. */
export function object(kind, id) {
  return html`<a href=${link([kind, id])}>${name(id)}</a>`;
}

/** Names and values; those without a value are left out. */
export function facts(list) {
  const known = list.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return html`<dl class="facts">${known.map(([title, value, kind]) => html`
    <div data-kind=${kind ?? nothing}><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** How long ago, the moment on hover and focus. */
export function ago(millis) {
  if (!millis) return "–";
  return html`<time datetime=${new Date(millis).toISOString()} title=${moment(millis)} tabindex="0"
    >${age(Date.now() - millis)}</time>`;
}

/** A part of a screen with a heading. */
export function section(id, title, body, extra = nothing) {
  return html`<section id=${id} aria-labelledby=${`${id}-title`}>
    <div class="section-head"><h2 id=${`${id}-title`}>${title}</h2>${extra}</div>
    ${body}</section>`;
}

/** In place of what is not there. */
export function empty(app, text) {
  return html`<p class="empty">${app.store.known ? text : "Not known yet."}</p>`;
}

/** While an answer is not there, or why it is not. */
export function asking(error) {
  return html`<p class=${error ? "error" : "empty"}>${error ?? "Asking the node…"}</p>`;
}

/**
 * Tabs whose choice is in the address. Each of `list`: `{ id, title, body() }`.
 */
export function tabs(app, id, list, parameter = "tab") {
  const chosen = list.find((tab) => tab.id === app.router.route.query[parameter]) ?? list[0];
  const choose = (tab) => app.router.set({ [parameter]: tab.id });
  const keys = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = list[(list.indexOf(chosen) + step + list.length) % list.length];
    choose(next);
    queueMicrotask(() => document.getElementById(`${id}-${next.id}-tab`)?.focus());
  };
  return html`<div class="tabs">
    <div role="tablist" aria-label=${id} @keydown=${keys}>${list.map((tab) => html`
      <button type="button" role="tab" id=${`${id}-${tab.id}-tab`} aria-selected=${tab === chosen}
        aria-controls=${`${id}-panel`} tabindex=${tab === chosen ? 0 : -1}
        @click=${() => choose(tab)}>${tab.title}</button>`)}</div>
    <div role="tabpanel" id=${`${id}-panel`} tabindex="0"
      aria-labelledby=${`${id}-${chosen.id}-tab`}>${chosen.body()}</div>
  </div>`;
}
