// The guests' NICs: path, pairing, rates, and what can be done with them.

import { h, set, text } from "../dom.js";
import { age, bitRate, frameRate, moment } from "../format.js";
import { actions } from "./actions.js";
import { pathBadge, upBadge } from "./badges.js";
import { table } from "./table.js";

export function nics(store) {
  const view = table({
    id: "nics",
    title: "NICs",
    store,
    empty: "The lab has no NICs.",
    keyOf: (row) => row.nic.id,
    columns: [
      { title: "NIC", text: (row) => row.nic.id },
      { title: "Path", cell: () => pathBadge((row) => row.nic.path) },
      { title: "VF", text: (row) => vfOf(row) ?? "none" },
      { title: "Admin", cell: () => upBadge((row) => row.nic.up) },
      { title: "Link", cell: () => upBadge((row) => row.nic.link) },
      { title: "MTU", number: true, text: (row) => row.nic.mtu ?? "–" },
      { title: "Pairing", cell: pairing },
      { title: "Receives", number: true, cell: () => speed("rx") },
      { title: "Transmits", number: true, cell: () => speed("tx") },
      { title: "Actions", cell: () => actions(store, BUTTONS) },
    ],
  });
  return {
    element: view.element,
    update() {
      const { nics: all, pairs, vfs, rates, paths } = store.state;
      view.show(all.map((nic) => ({
        nic,
        pair: pairs.find((pair) => pair.nic === nic.id),
        given: vfs.find((vf) => vf.nic === nic.id),
        rate: nic.problem ? undefined : rates.get(nic.id),
      })), summary(all, paths));
    },
  };
}

function vfOf({ nic, pair, given }) {
  return nic.vf ?? pair?.vf ?? given?.id;
}

function summary(all, paths) {
  return Object.entries(paths).map(([path, sum]) => {
    const on = all.filter((nic) => nic.path === path).length;
    return `${path === "vf" ? "VF" : path}: ${on} of ${all.length} NICs, transmit ${
      frameRate(sum.txFramesPerSecond)}, receive ${frameRate(sum.rxFramesPerSecond)}`;
  }).join("; ");
}

function speed(direction) {
  const frames = h("span");
  const bits = h("span");
  return {
    element: h("span", { class: "rate" }, frames, bits),
    update({ rate }) {
      text(frames, frameRate(rate?.[`${direction}FramesPerSecond`]));
      text(bits, bitRate(rate?.[`${direction}BitsPerSecond`]));
    },
  };
}

function pairing() {
  const state = h("span", { class: "state" });
  const since = h("span", { class: "since" });
  const reason = h("span", { class: "reason" });
  const element = h("span", { class: "pairing" }, state, since, reason);
  return {
    element,
    update({ nic, pair }) {
      text(state, pair?.state ?? "none");
      text(since, pair?.sinceMillis ? ` ${age(Date.now() - pair.sinceMillis)}` : "");
      set(since, "title", pair?.sinceMillis ? `since ${moment(pair.sinceMillis)}` : null);
      text(reason, nic.problem?.detail ?? pair?.reason ?? "");
    },
  };
}

const BUTTONS = [
  {
    word: () => "Attach VF",
    name: (row) => `to ${row.nic.id}`,
    off: (row) => vfOf(row) && `it has ${vfOf(row)}`,
    run: (row) => ["vf.attach", { nic: row.nic.id }],
  },
  {
    word: () => "Detach VF (graceful)",
    name: (row) => `from ${row.nic.id}`,
    off: (row) => !vfOf(row) && "it has no VF",
    run: (row) => ["vf.detach", { nic: row.nic.id, how: "graceful" }],
  },
  {
    word: () => "Detach VF (surprise)",
    name: (row) => `from ${row.nic.id}`,
    off: (row) => !vfOf(row) && "it has no VF",
    run: (row) => ["vf.detach", { nic: row.nic.id, how: "surprise" }],
  },
  {
    word: (row) => (row.nic.up ? "Down" : "Up"),
    name: (row) => row.nic.id,
    off: () => null,
    run: (row) => [row.nic.up ? "nic.down" : "nic.up", { nic: row.nic.id }],
  },
];
