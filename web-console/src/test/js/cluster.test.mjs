import assert from "node:assert/strict";
import test from "node:test";
import { HOSTILE, load } from "./page.mjs";

const { byDevice, farewell, frozen, guestOf, inShort, nodeLinks, nodeOf, oddities, outlook, placed, targets, versions } =
  await load("cluster.js");

const SAFE = { clustered: true, node: "left", leader: "left", members: 3, size: 3, needed: 2, majority: true, safe: true, splits: 0 };
const MEMBERS = [
  { node: "left", state: "there", self: true, leader: true, version: "0.1.0", revision: 7, devices: 3 },
  { node: "mid", state: "there", self: false, leader: false, version: "0.2.0", revision: 6, clockSkewMs: -1_001, devices: 1 },
  { node: "right", state: "absent", self: false, leader: false },
];
const PLACEMENT = [
  { device: "guest a", place: "left", owner: "left", epoch: 1, state: "there" },
  { device: "adapter pf0", place: "left", owner: "left", epoch: 1, state: "there" },
  { device: "adapter pf1", place: "right", state: "absent" },
  { device: "guest with space", place: "mid", owner: "right", epoch: 4, state: "misplaced" },
];

test("says how the nodes are", () => {
  assert.deepEqual(inShort(SAFE), { kind: "good", words: "3 of 3 nodes, safe" });
  assert.deepEqual(inShort({ ...SAFE, members: 2 }), { kind: "warn", words: "2 of 3 nodes, safe" });
  assert.deepEqual(inShort({ ...SAFE, safe: false }), { kind: "warn", words: "3 of 3 nodes, not safe yet" });
  assert.deepEqual(inShort({ ...SAFE, members: 1, majority: false, safe: false }),
    { kind: "bad", words: "1 of 3 nodes: nothing can be changed" });
  assert.equal(inShort({ ...SAFE, problem: "no such device" }).kind, "bad");
});

test("has nothing to say of a node alone, or of one that has not answered", () => {
  for (const health of [null, undefined, {}, { ...SAFE, clustered: false }]) assert.equal(inShort(health), null);
});

test("says what the loss of one more would be", () => {
  assert.equal(outlook(SAFE), "changes go on with 1 node fewer; left leads");
  assert.equal(outlook({ ...SAFE, members: 5, size: 5, needed: 3 }), "changes go on with 2 nodes fewer; left leads");
  assert.equal(outlook({ ...SAFE, members: 2, leader: "" }), "changes stop with 1 node fewer; none leads now");
});

test("says of a minority what it can and what it cannot", () => {
  const words = frozen({ ...SAFE, members: 1, majority: false });
  assert.match(words, /^Node left sees 1 of 3 nodes and needs 2: nothing can be changed here\./);
  assert.match(words, /Frames .* go on/);
});

test("warns of versions, clocks and revisions", () => {
  const [left, mid, right] = MEMBERS;
  assert.deepEqual(oddities(left, left, 7), {});
  assert.deepEqual(oddities(mid, left, 7), { version: "left has 0.1.0", clock: "of the clock of left", revision: "the lab is at 7" });
  assert.deepEqual(oddities({ ...mid, clockSkewMs: 1_000, version: "0.1.0", revision: 7 }, left, 7), {});
  assert.deepEqual(oddities(right, left, 7), {}, "of what is not there nothing is known");
  assert.equal(versions(MEMBERS), "0.1.0 (left) and 0.2.0 (mid)");
  assert.equal(versions([MEMBERS[0], MEMBERS[2]]), null);
});

test("says before what it comes to that a node ends", () => {
  const [left, mid] = MEMBERS;
  assert.equal(farewell(mid, SAFE), "Node mid ends in order, and its 1 device with it until it is started again.");
  assert.equal(farewell({ ...left, devices: 0 }, { ...SAFE, members: 2 }), "Node left ends in order. Then 1 of 3 nodes is there "
    + "and 2 are needed: nothing can be changed. This page comes from it and loses its connection.");
});

test("finds the node of a device", () => {
  const places = byDevice(PLACEMENT);
  assert.equal(byDevice(PLACEMENT), places, "made once");
  assert.equal(nodeOf(places, "guest a"), "left");
  assert.equal(nodeOf(places, "adapter pf1"), "right", "where it is to be, when nobody has it");
  assert.equal(nodeOf(places, guestOf("with space:hn0")), "right");
  assert.equal(nodeOf(places, "guest nobody"), undefined);
  assert.equal(nodeOf(null, "guest a"), undefined);
  for (const word of HOSTILE) assert.equal(nodeOf(byDevice([{ device: guestOf(`${word}:x`), owner: "n" }]), `guest ${word}`), "n");
});

test("takes devices apart", () => {
  assert.deepEqual(placed(PLACEMENT).map(({ kind, name }) => [kind, name]),
    [["guest", "a"], ["adapter", "pf0"], ["adapter", "pf1"], ["guest", "with space"]]);
});

test("lets a guest go to nodes that answer, and not to where it is", () => {
  assert.deepEqual(targets(MEMBERS, PLACEMENT[0]), ["mid"]);
  assert.deepEqual(targets(MEMBERS, PLACEMENT[3]), ["left", "mid"]);
});

test("shows the links between nodes, with both", () => {
  const places = byDevice(PLACEMENT);
  const near = { id: "near", endpoints: ["pf0", "pf0"] };
  const far = { id: "far", endpoints: ["pf0", "pf1"], remote: { node: "right" } };
  const cut = { id: "cut", endpoints: ["pf0", "pf1"], state: "down" };
  assert.deepEqual(nodeLinks([near, far, cut], places).map(({ id, nodes }) => [id, nodes]),
    [["far", ["left", "right"]], ["cut", ["left", "right"]]]);
  assert.deepEqual(nodeLinks([near, far], null).map(({ id }) => id), ["far"], "while the places are not known");
});
