// Buttons that run an operation, and what became of it beside them.

import { h, set, text } from "../dom.js";

/**
 * `buttons`: `{ word(item), name(item), run(item), off(item) }`; `run` gives operation and body, `off`
 * a reason why not now, or nothing. A button that is off stays focusable and says why.
 */
export function actions(store, buttons) {
  let current;
  let busy = null;
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const all = buttons.map((button) => {
    const word = h("span");
    const rest = h("span", { class: "unseen" });
    const element = h("button", { type: "button", onclick: () => press(button) }, word, rest);
    return { button, element, word, rest };
  });
  const element = h("div", { class: "actions" }, ...all.map((one) => one.element), error);

  async function press(button) {
    if (busy || button.off(current)) return;
    busy = button;
    say("");
    update(current);
    try {
      await store.run(...button.run(current));
    } catch (failure) {
      say(failure.message);
    } finally {
      busy = null;
      update(current);
    }
  }

  function say(words) {
    text(error, words);
    set(error, "hidden", words === "");
  }

  function update(item) {
    current = item;
    for (const { button, element: one, word, rest } of all) {
      const off = button.off(item);
      text(word, button.word(item));
      text(rest, ` ${button.name(item)}`);
      set(one, "aria-disabled", busy !== null || Boolean(off) ? "true" : null);
      set(one, "aria-busy", busy === button ? "true" : null);
      set(one, "title", off || null);
    }
  }

  return { element, update };
}
