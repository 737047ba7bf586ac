// What cells of the VLAN matrix say, and what a change of one makes of the port.

import assert from "node:assert/strict";
import test from "node:test";
import { including, membership, policy, vlans, without } from "../../main/resources/webroot/screens/switch/vlan-model.js";

const NONE = { mode: "untagged", tagged: [], isolated: false, priority: false };
const ACCESS = { mode: "access", untagged: 10, tagged: [], isolated: true, priority: false };
const TRUNK = { mode: "trunk", untagged: 5, tagged: ["20-22", "30"], isolated: false, priority: true };

test("ids are taken out of ranges and put into them", () => {
  assert.deepEqual(without(["20-22", "30"], 21), ["20", "22", "30"]);
  assert.deepEqual(without(["20-22"], 20), ["21-22"]);
  assert.deepEqual(without(["30"], 30), []);
  assert.deepEqual(including(["20", "22"], 21), ["20-22"]);
  assert.deepEqual(including([], 7), ["7"]);
  assert.deepEqual(including(["1-4094"], 7), ["1-4094"]);
});

test("the matrix has the VLANs that ports name, and none for each of a long range", () => {
  assert.deepEqual(vlans([{ vlan: ACCESS }, { vlan: TRUNK }, { vlan: { ...TRUNK, tagged: ["1-4094"] } }, {}]), [5, 10, 20, 21, 22, 30]);
});

test("a cell says how a port is in a VLAN", () => {
  assert.equal(membership(ACCESS, 10), "untagged");
  assert.equal(membership(TRUNK, 21), "tagged");
  assert.equal(membership(TRUNK, 23), "none");
  assert.equal(membership(undefined, 1), "none");
});

test("a change makes the mode that it needs", () => {
  assert.deepEqual(policy(NONE, 10, "untagged"), { mode: "access", id: 10 });
  assert.deepEqual(policy(NONE, 10, "tagged"), { mode: "trunk", allowed: ["10"] });
  assert.deepEqual(policy(ACCESS, 20, "tagged"), { mode: "trunk", native: 10, allowed: ["20"] });
  assert.deepEqual(policy(ACCESS, 10, "tagged"), { mode: "trunk", allowed: ["10"] });
  assert.deepEqual(policy(ACCESS, 11, "untagged"), { mode: "access", id: 11, isolated: true });
  assert.equal(policy(ACCESS, 10, "none"), "none");
  assert.deepEqual(policy(TRUNK, 21, "none"), { mode: "trunk", native: 5, allowed: ["20", "22", "30"], priority: "keep" });
  assert.deepEqual(policy(TRUNK, 30, "untagged"), { mode: "trunk", native: 30, allowed: ["20-22"], priority: "keep" });
  assert.deepEqual(policy({ ...TRUNK, tagged: ["20"] }, 20, "none"), { mode: "access", id: 5, priority: "keep" });
});
