// Measured flows: what was sent, and what became of it.

import { count, latency } from "../format.js";
import { table } from "./table.js";

export function flows(store) {
  const view = table({
    id: "flows",
    title: "Flows",
    store,
    empty: "No flow is measured.",
    keyOf: (row) => row.id,
    columns: [
      { title: "Flow", text: (row) => row.id },
      { title: "From", text: (row) => row.from },
      { title: "To", text: (row) => row.to },
      { title: "State", text: (row) => row.state },
      { title: "Rate", text: (row) => row.rate },
      { title: "Sent", number: true, text: (row) => count(row.sent) },
      { title: "Received", number: true, text: (row) => count(row.received) },
      { title: "Lost", number: true, text: (row) => count(row.lost) },
      { title: "Dup.", number: true, text: (row) => count(row.duplicated) },
      { title: "Reord.", number: true, text: (row) => count(row.reordered) },
      { title: "p50", number: true, text: (row) => latency(row.latencyUs?.p50) },
      { title: "p99", number: true, text: (row) => latency(row.latencyUs?.p99) },
    ],
  });
  return { element: view.element, update: () => view.show(store.state.flows) };
}
