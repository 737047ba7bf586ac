// How this page looks and which keys it listens to; kept in this browser.

import { KEYS, keyOf } from "../../keys.js";
import { html, live } from "../../lit.js";
import { section } from "../../ui/parts.js";

const THEMES = [["system", "As the system has it"], ["light", "Light"], ["dark", "Dark"], ["contrast", "High contrast"]];

export function appearance(app) {
  const set = (name, value) => {
    app.prefs.set(name, value);
    app.draw();
  };
  return html`
    ${section("theme", "Theme", html`<fieldset><legend class="unseen">Theme</legend>${THEMES.map(([id, words]) => html`
      <label class="choice"><input type="radio" name="theme" value=${id} .checked=${live(app.prefs.get("theme") === id)}
        @change=${() => set("theme", id)}> ${words}</label>`)}</fieldset>`)}
    ${section("keys", "Single keys", html`
      <label class="choice"><input type="checkbox" .checked=${live(app.prefs.get("shortcuts"))}
        @change=${(event) => set("shortcuts", event.target.checked)}> Listen to single keys</label>
      <div class="keys">${KEYS.filter(({ id }) => id !== "palette").map((key) => html`<div class="field">
        <label for=${`key-${key.id}`}>${key.title}</label>
        <input id=${`key-${key.id}`} type="text" autocomplete="off" spellcheck="false" .value=${live(keyOf(app, key))}
          @change=${(event) => set("keys", { ...app.prefs.get("keys"), [key.id]: event.target.value.trim() || key.keys })}></div>`)}</div>
      <button type="button" @click=${() => set("keys", {})}>As it was at first</button>`)}`;
}
