// The last changes of path, and what they cost.

import { count, milliseconds, moment, time } from "../format.js";
import { h, set, text } from "../dom.js";
import { table } from "./table.js";

const SHOWN = 12;

export function switchOvers(store) {
  const view = table({
    id: "switch-overs",
    title: "Last switch-overs",
    store,
    empty: "No NIC has changed its path yet.",
    keyOf: (row) => `${row.nic} ${row.atMillis} ${row.to}`,
    columns: [
      { title: "Time", cell: at },
      { title: "NIC", text: (row) => row.nic },
      { title: "Path", text: (row) => `${word(row.from)} → ${word(row.to)}` },
      { title: "Cause", text: (row) => row.cause },
      { title: "Took", number: true, text: (row) => milliseconds(row.switchMillis) },
      { title: "Lost", number: true, text: (row) => count(row.lost) },
      { title: "Dup.", number: true, text: (row) => count(row.duplicated) },
      { title: "Reord.", number: true, text: (row) => count(row.reordered) },
    ],
  });
  return {
    element: view.element,
    update: () => view.show(store.state.pairs
      .flatMap((pair) => (pair.history ?? []).map((one) => ({ ...one, nic: pair.nic })))
      .sort((a, b) => b.atMillis - a.atMillis)
      .slice(0, SHOWN)),
  };
}

const word = (path) => (path === "vf" ? "VF" : path);

function at() {
  const element = h("time");
  return {
    element,
    update(row) {
      text(element, time(row.atMillis));
      set(element, "datetime", new Date(row.atMillis).toISOString());
      set(element, "title", moment(row.atMillis));
    },
  };
}
