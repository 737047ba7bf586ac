// The adapters' VFs that are given to NICs.

import { count } from "../format.js";
import { h, text } from "../dom.js";
import { upBadge } from "./badges.js";
import { table } from "./table.js";

export function vfs(store) {
  const view = table({
    id: "vfs",
    title: "VFs",
    store,
    empty: "No VF is given to a NIC.",
    keyOf: (vf) => vf.id,
    columns: [
      { title: "VF", text: (vf) => vf.id },
      { title: "Driver", text: (vf) => vf.state },
      { title: "Host", text: (vf) => vf.offer },
      { title: "Frames go", text: (vf) => (vf.steered ? "to the VF" : "to the switch") },
      { title: "For", text: (vf) => vf.nic },
      { title: "Managed by", text: (vf) => vf.managedBy ?? "nobody" },
      { title: "Admin", cell: () => upBadge((vf) => vf.up ?? false) },
      { title: "Link", cell: () => upBadge((vf) => vf.link ?? false) },
      { title: "MAC", cell: mac },
      { title: "MTU", number: true, text: (vf) => vf.mtu ?? "–" },
      { title: "Serial", number: true, text: (vf) => vf.serial },
    ],
  });
  return {
    element: view.element,
    update() {
      const { vfs: all, adapters } = store.state;
      view.show(all,
        adapters.map((adapter) => `${adapter.id} on ${adapter.virtualSwitch}: ${
          count(adapter.slots.length)} of ${count(adapter.vfs)} VFs given`).join("; "));
    },
  };
}

function mac() {
  const element = h("span", { class: "mac" });
  return { element, update: (vf) => text(element, vf.mac) };
}
