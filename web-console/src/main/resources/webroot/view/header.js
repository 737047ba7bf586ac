// Whether what the page shows is true now, and how old it is.

import { h, set, text } from "../dom.js";
import { age } from "../format.js";

const WORDS = {
  connecting: () => "connecting",
  live: (ageMs) => `live · ${age(ageMs)}`,
  stale: (ageMs, open) => `stale ${age(ageMs)}${open ? "" : " (reconnecting)"}`,
  denied: () => "not admitted: sign in again, or open the address that the node printed at its start",
};
const SHAPES = { connecting: "◌", live: "●", stale: "▲", denied: "✕" };

export function header(element, store) {
  const shape = h("span", { class: "shape", "aria-hidden": "true" });
  const word = h("span", { id: "freshness" });
  const state = h("p", { class: "freshness" }, shape, word);
  const lab = h("p", { class: "lab" });
  const problem = h("p", { class: "error", role: "alert" });
  element.append(h("h1", {}, "hnswitch"), lab, state, problem);
  return {
    update() {
      const { kind, ageMs } = store.freshness();
      set(state, "data-kind", kind);
      set(document.body, "data-freshness", kind);
      text(shape, SHAPES[kind]);
      text(word, WORDS[kind](ageMs, store.state.connection === "open"));
      text(lab, name(store.state));
      text(problem, kind === "live" || store.state.connection === "open" ? store.state.problem : "");
    },
  };
}

function name({ info, revision }) {
  return [info && `node ${info.node}`, info && `lab ${info.lab.name}`,
    revision !== null && `revision ${revision}`].filter(Boolean).join(" · ");
}
