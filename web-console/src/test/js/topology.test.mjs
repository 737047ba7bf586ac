import assert from "node:assert/strict";
import test from "node:test";
import { HOSTILE, load, random } from "./page.mjs";

const { isFolded, model } = await load("screens/topology/model.js");

const nic = (id, more) => ({ id, up: true, link: true, path: "synthetic", counters: {}, ...more });

function lab(...nics) {
  return {
    nics: Object.fromEntries(nics.map((one) => [one.id, one])),
    pairs: {},
    vfs: { "pf0/vf0": { id: "pf0/vf0", adapter: "pf0", nic: "a:hn0" } },
    adapters: { pf0: { id: "pf0", virtualSwitch: "sw0", vfs: 4, slots: [{ id: "pf0/vf0" }] } },
    switches: { sw0: { id: "sw0", ports: nics.map(({ id }) => ({ name: id })) } },
    rates: {},
  };
}

/** What the graph's library needs of nodes and edges. */
function check({ nodes, edges }, note = "") {
  const ids = new Set(nodes.map(({ id }) => id));
  assert.equal(ids.size, nodes.length, `${note}: nodes once`);
  assert.equal(new Set([...ids, ...edges.map(({ id }) => id)]).size, nodes.length + edges.length, `${note}: edges once`);
  for (const { source, target, id } of edges) assert.ok(ids.has(source) && ids.has(target), `${note}: ${id}`);
  for (const { parent } of nodes) assert.ok(parent === undefined || ids.has(parent), `${note}: in ${parent}`);
  for (const { id, x, y, kind } of nodes) assert.ok(kind === "guest" || Number.isFinite(x + y), `${note}: place of ${id}`);
  for (const { width, id } of edges) assert.ok(width >= 1 && width <= 9, `${note}: width of ${id}`);
}

const names = (edges) => edges.map(({ source, target, path }) => `${source} > ${target}, ${path}`);

test("shows guests, their NICs, and what they use", () => {
  const view = lab(nic("a:hn0", { path: "vf", vf: "pf0/vf0" }), nic("b:hn0", { up: false }));
  view.rates["a:hn0"] = { txFramesPerSecond: 1000, rxFramesPerSecond: 500 };
  const { nodes, edges } = model(view, false);
  check({ nodes, edges });
  assert.deepEqual(nodes.map(({ id, label }) => [id, label]), [["guest a", "a"], ["nic a:hn0", "hn0\n[pf0/vf0]"],
    ["guest b", "b"], ["nic b:hn0", "hn0"], ["adapter pf0", "pf0 1/4"], ["switch sw0", "sw0"]]);
  assert.deepEqual(names(edges), ["nic a:hn0 > adapter pf0, vf", "nic b:hn0 > switch sw0, synthetic", "adapter pf0 > switch sw0, uplink"]);
  assert.deepEqual(edges.map(({ label }) => label), ["1.50 kfps", "", ""]);
  assert.deepEqual(nodes.filter(({ isDown }) => isDown).map(({ id }) => id), ["nic b:hn0"]);
  assert.deepEqual(nodes.filter(({ isDocked }) => isDocked).map(({ id }) => id), ["nic a:hn0"]);
});

test("says on which node things are when there are several", () => {
  const places = new Map([["guest a", { owner: "left", place: "left" }], ["switch sw0", { place: "right" }]]);
  const { nodes } = model(lab(nic("a:hn0"), nic("b:hn0")), false, places);
  assert.deepEqual(nodes.filter(({ kind }) => kind !== "nic").map(({ label }) => label),
    ["a on left", "b", "sw0\non right", "pf0 1/4"]);
  assert.deepEqual(model(lab(nic("a:hn0")), true, places).nodes.map(({ label }) => label), ["1 NICs", "sw0\non right", "pf0 1/4"]);
});

test("joins adapters by their wires, once, also with one that is not known", () => {
  const view = lab(nic("a:hn0"));
  view.adapters = { pf0: { id: "pf0", virtualSwitch: "sw0", vfs: 4, wire: { peer: "pf1" } },
    pf1: { id: "pf1", virtualSwitch: "sw0", vfs: 4, wire: { peer: "pf0" } },
    pf2: { id: "pf2", virtualSwitch: "sw0", vfs: 4, wire: { peer: "pf9" } } };
  const graph = model(view, false);
  check(graph);
  assert.deepEqual(names(graph.edges).filter((one) => one.endsWith("wire")), ["adapter pf0 > adapter pf1, wire"]);
});

test("puts a switch beside its adapters", () => {
  const view = lab(nic("a:hn0", { path: "vf", vf: "pf0/vf0" }), nic("b:hn0", { path: "vf", vf: "pf1/vf0" }), nic("c:hn0"));
  view.vfs["pf1/vf0"] = { id: "pf1/vf0", adapter: "pf1", nic: "b:hn0" };
  view.adapters.pf1 = { id: "pf1", virtualSwitch: "sw1", vfs: 4 };
  view.switches = { sw0: { id: "sw0", ports: [{ name: "a:hn0" }] }, sw1: { id: "sw1", ports: [{ name: "b:hn0" }, { name: "c:hn0" }] } };
  const below = model(view, false).nodes.filter(({ kind }) => ["switch", "adapter"].includes(kind)).sort((a, b) => a.x - b.x);
  assert.deepEqual(below.map(({ id }) => id), ["adapter pf0", "switch sw0", "adapter pf1", "switch sw1"]);
});

test("has no edge to what is not there", () => {
  const view = lab(nic("a:hn0", { path: "vf", vf: "pf0/vf0" }), nic("b:hn0", { path: "vf" }), nic("c:hn0"));
  for (const folded of [false, true]) {
    check(model({ ...view, adapters: {} }, folded), "adapter gone");
    check(model({ ...view, switches: {} }, folded), "switch gone");
    check(model({ ...view, vfs: {} }, folded), "VF gone");
    check(model({ ...view, vfs: { "pf0/vf0": { id: "pf0/vf0", nic: "a:hn0", adapter: "pf9" } } }, folded), "another adapter");
    check(model({ ...view, adapters: { pf0: { id: "pf0", problem: {} } } }, folded), "adapter that does not answer");
  }
});

test("draws what is called undefined", () => {
  const view = lab(nic("a:hn0"));
  view.switches = { undefined: { id: "undefined", ports: [{ name: "a:hn0" }] } };
  for (const folded of [false, true]) assert.equal(model(view, folded).edges.length, 1);
});

test("draws a NIC that does not answer", () => {
  const { nodes, edges } = model(lab({ id: "a:hn0", problem: { detail: "no" } }), false);
  check({ nodes, edges });
  assert.equal(nodes.find(({ id }) => id === "nic a:hn0").isDown, true);
});

test("folds more than two hundred nodes unless somebody says so", () => {
  const some = (number) => lab(...Array.from({ length: number }, (_, i) => nic(`g${i}:hn0`)));
  assert.equal(isFolded(some(100)), false);
  assert.equal(isFolded(some(101)), true);
  assert.equal(isFolded(some(101), "0"), false);
  assert.equal(isFolded(some(1), "1"), true);
});

test("folds those of a switch on the same path together", () => {
  const nics = Array.from({ length: 500 }, (_, i) => nic(`g${i}:hn0`, i % 5 === 0 ? { path: "vf", vf: "pf0/vf0" } : {}));
  const view = lab(...nics);
  view.rates["g1:hn0"] = { txFramesPerSecond: 100, rxFramesPerSecond: 20 };
  const { nodes, edges } = model(view, true);
  check({ nodes, edges });
  assert.deepEqual(nodes.map(({ label }) => label), ["100 NICs", "400 NICs", "pf0 1/4", "sw0"]);
  assert.deepEqual(edges.map(({ label, path }) => [label, path]), [["", "vf"], ["120 fps", "synthetic"], ["", "uplink"]]);
});

test("holds together in any lab", () => {
  const words = HOSTILE.filter((one) => one !== "" && one !== "__proto__");
  for (let seed = 1; seed <= 100; seed++) {
    const chance = random(seed);
    const pick = (list) => list[Math.floor(chance() * list.length)];
    const some = () => Array.from(new Set(Array.from({ length: Math.floor(chance() * 6) }, () => pick(words))));
    const [guests, switches, adapters] = [some(), some(), some()];
    const view = lab(...guests.map((guest) => nic(`${guest}:hn0`, { path: pick(["vf", "synthetic", undefined]), vf: pick([undefined, "v"]) })));
    view.switches = Object.fromEntries(switches.map((id) => [id, { id, ports: chance() < 0.2 ? undefined : guests.map((one) => ({ name: `${one}:hn0` })) }]));
    view.adapters = Object.fromEntries(adapters.map((id) => [id, { id, virtualSwitch: pick(words), vfs: 4 }]));
    view.vfs = chance() < 0.5 ? {} : { v: { id: "v", adapter: pick(words) } };
    for (const folded of [false, true]) check(model(view, folded), `seed ${seed}`);
  }
});
