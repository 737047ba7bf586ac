// Which nodes and edges the graph of a lab has, and where they stand.

import { nodeOf } from "../../cluster.js";
import { frameRate } from "../../format.js";
import { nicRows } from "../../lab.js";

const COLUMN = 150;
const ROW = 120;
const ACROSS = 12;
/** NICs; a NIC and its guest are two nodes, and with more than 200 nodes guests begin folded. */
const FOLDED_ABOVE = 100;

/** Whether guests are folded, unless somebody said so. */
export function isFolded(view, wanted) {
  return wanted === undefined ? Object.keys(view.nics).length > FOLDED_ABOVE : wanted === "1";
}

/**
 * Nodes `{ id, kind, label, x, y, parent, ... }` and edges `{ id, source, target, path, label, rate }`. `places`
 * says where devices are, when they are on several nodes.
 */
export function model(view, folded, places = null) {
  const rows = nicRows(view);
  const switches = Object.values(view.switches);
  const parts = folded ? crowds(view, rows) : guests(view, rows, places);
  const lines = Math.ceil(parts.width / ACROSS) || 1;
  const base = lines * ROW + 60;
  const middle = (Math.min(parts.width, ACROSS) - 1) * COLUMN / 2;
  const adapters = Object.values(view.adapters);
  const below = inOrder(parts, [...switches.map(({ id }) => ({ id: `switch ${id}`, by: id, kind: "switch", label: labelled(id, places, `switch ${id}`, "\n") })),
    ...adapters.map(({ id, slots, vfs, virtualSwitch }) => ({ id: `adapter ${id}`, by: virtualSwitch, kind: "adapter", label: labelled(`${id} ${slots?.length ?? 0}/${vfs}`, places, `adapter ${id}`, "\n") }))]);
  const nodes = [...parts.nodes,
    ...below.map((node, i) => ({ ...node, x: middle + (i - (below.length - 1) / 2) * 260, y: base }))];
  const uplinks = adapters.map(({ id, virtualSwitch }) => edge(`adapter ${id}`, `switch ${virtualSwitch}`, "uplink", 0));
  const wires = adapters.filter(({ id, wire }) => id < wire?.peer)
    .map(({ id, wire }) => edge(`adapter ${id}`, `adapter ${wire.peer}`, "wire", 0));
  // What a NIC uses may be gone by now, and the graph's library fails with an edge to nowhere.
  const there = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: [...parts.edges, ...uplinks, ...wires].filter(({ target }) => there.has(target)) };
}

// With the node that it is on.
function labelled(text, places, device, between) {
  const node = nodeOf(places, device);
  return node === undefined ? text : `${text}${between}on ${node}`;
}

// Each below the middle of what leads to it, so that fewer edges cross, and a switch beside its adapters.
function inOrder({ nodes, edges }, below) {
  const places = new Map(nodes.map(({ id, x }) => [id, x]));
  const own = new Map(below.map(({ id }) => [id, { sum: 0, number: 0 }]));
  const shared = new Map(below.map(({ by }) => [by, { sum: 0, number: 0 }]));
  const group = new Map(below.map(({ id, by }) => [id, shared.get(by)]));
  for (const { source, target } of edges) {
    for (const one of [own.get(target), group.get(target)]) {
      if (!one) continue;
      one.sum += places.get(source);
      one.number++;
    }
  }
  const middle = ({ sum, number }) => (number === 0 ? Number.MAX_VALUE : sum / number);
  const names = [...shared.keys()];
  return below.sort((a, b) => middle(shared.get(a.by)) - middle(shared.get(b.by)) || names.indexOf(a.by) - names.indexOf(b.by)
    || middle(own.get(a.id)) - middle(own.get(b.id))).map(({ by: _, ...node }) => node);
}

function guests(view, rows, places) {
  const nodes = [];
  const edges = [];
  const seen = new Map();
  rows.forEach((row, i) => {
    const guest = row.id.slice(0, Math.max(0, row.id.lastIndexOf(":")));
    if (!seen.has(guest)) {
      seen.set(guest, true);
      nodes.push({ id: `guest ${guest}`, kind: "guest", label: labelled(guest, places, `guest ${guest}`, " ") });
    }
    nodes.push({ id: `nic ${row.id}`, kind: "nic", parent: `guest ${guest}`, label: `${row.id.slice(guest.length + 1)}${row.vf
      ? `\n[${row.vf}]` : ""}`, path: row.path, state: row.state, isDown: !(row.up && row.link), isDocked: Boolean(row.vf),
      x: (i % ACROSS) * COLUMN, y: Math.floor(i / ACROSS) * ROW });
    const rate = row.rate?.txFramesPerSecond + row.rate?.rxFramesPerSecond || 0;
    const target = row.path === "vf" ? `adapter ${view.vfs[row.vf]?.adapter}` : `switch ${row.switch}`;
    edges.push(edge(`nic ${row.id}`, target, row.path, rate));
  });
  return { nodes, edges, width: rows.length };
}

// All NICs of a switch on the same path as one node.
function crowds(view, rows) {
  const groups = new Map();
  for (const row of rows) {
    const target = row.path === "vf" ? `adapter ${view.vfs[row.vf]?.adapter}` : `switch ${row.switch}`;
    const key = `${row.path} ${target}`;
    const group = groups.get(key) ?? { path: row.path, target, number: 0, rate: 0 };
    group.number++;
    group.rate += row.rate?.txFramesPerSecond + row.rate?.rxFramesPerSecond || 0;
    groups.set(key, group);
  }
  const list = [...groups];
  return {
    nodes: list.map(([key, { number }], i) => ({ id: `crowd ${key}`, kind: "crowd", label: `${number} NICs`, x: i * 2 * COLUMN, y: 0 })),
    edges: list.map(([key, { path, target, rate }]) => edge(`crowd ${key}`, target, path, rate)),
    width: list.length * 2,
  };
}

function edge(source, target, path, rate) {
  return { id: `${source} > ${target}`, source, target, path, rate, label: rate > 0 ? frameRate(rate) : "",
    width: rate > 0 ? Math.min(9, Math.round(4 + 2 * Math.log10(rate)) / 2) : 1.5 };
}
