// A section with a table that becomes a list of cards where the screen is narrow. Roles are said
// outright, because a table that is laid out as anything else is no table to a screen reader.

import { h, keyed, set, text } from "../dom.js";

/** In place of what is not known yet. */
export const UNKNOWN = "Not known yet.";

/**
 * `columns`: `{ title, number, cell }`, where `cell()` gives `{ element, update(item) }`, or `text`
 * as a function of the item. The first column heads its row. `empty` is said where there is nothing,
 * once the store knows that.
 */
export function table({ id, title, columns, store, empty, keyOf }) {
  const body = h("tbody", { role: "rowgroup" });
  const nothing = h("p", { class: "empty" });
  const note = h("p", { class: "note" });
  const whole = h("table", { role: "table", "aria-labelledby": `${id}-title` },
    h("thead", { role: "rowgroup" },
      h("tr", { role: "row" }, ...columns.map((column) => h("th",
        { role: "columnheader", scope: "col", class: column.number ? "number" : null }, column.title)))),
    body);
  const element = h("section", { id, "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, title), note, nothing, h("div", { class: "wide" }, whole));

  function row() {
    const cells = columns.map((column) => column.cell?.() ?? words(column.text));
    return {
      element: h("tr", { role: "row" }, ...cells.map((cell, i) => h(i === 0 ? "th" : "td", {
        role: i === 0 ? "rowheader" : "cell",
        scope: i === 0 ? "row" : null,
        class: columns[i].number ? "number" : null,
        "data-title": columns[i].title,
      }, cell.element))),
      update: (item) => cells.forEach((cell) => cell.update(item)),
    };
  }

  return {
    element,
    show(items, remark = "") {
      keyed(body, items, keyOf, row);
      text(nothing, store.state.known ? empty : UNKNOWN);
      set(nothing, "hidden", items.length > 0);
      set(whole, "hidden", items.length === 0);
      text(note, remark);
      set(note, "hidden", remark === "");
    },
  };
}

function words(of) {
  const element = h("span");
  return { element, update: (item) => text(element, of(item)) };
}
