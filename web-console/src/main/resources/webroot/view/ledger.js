// The books of the lab: where every frame went.

import { h, keyed, set, text } from "../dom.js";
import { count } from "../format.js";

export function ledger(store) {
  const list = h("dl", { class: "ledger" });
  const reasons = h("p", { class: "note" });
  const element = h("section", { id: "ledger", "aria-labelledby": "ledger-title" },
    h("h2", { id: "ledger-title" }, "Frames"), list, reasons);

  function entry({ title }) {
    const value = h("dd");
    const box = h("div", {}, h("dt", {}, title), value);
    return {
      element: box,
      update(item) {
        text(value, item.words ?? count(item.value));
        set(box, "data-kind", item.kind);
      },
    };
  }

  return {
    element,
    update() {
      const books = store.state.ledger;
      const dropped = Object.entries(books?.dropped ?? {});
      const sum = dropped.reduce((total, [, frames]) => total + frames, 0);
      const left = books?.unaccounted;
      keyed(list, [
        { title: "sent", value: books?.sent },
        { title: "copies", value: books?.created },
        { title: "delivered", value: books?.delivered },
        { title: "not for us", value: books?.filtered },
        { title: "dropped", value: books && sum, kind: sum > 0 ? "warn" : null },
        { title: "in flight", value: books && books.held + books.inTransit },
        { title: "unaccounted", value: left, kind: left === 0 ? "good" : left ? "bad" : null,
          words: left === 0 ? "✓ 0" : left ? `✕ ${count(left)}` : null },
      ], (item) => item.title, entry);
      text(reasons, sum === 0 ? "" : "Dropped: " + dropped.map(([reason, frames]) =>
        `${reason} ${count(frames)}`).join(", "));
      set(reasons, "hidden", sum === 0);
    },
  };
}
