// The order of an access list's rules, and how it changes.

import assert from "node:assert/strict";
import test from "node:test";
import { added, fits, inOrder, moved, removed, written } from "../../main/resources/webroot/screens/nic/acl-model.js";

const ACL = [
  { direction: "outbound", action: "deny", protocol: "tcp", "remote-port": 23 },
  { name: "web", weight: 200, direction: "inbound", action: "allow", "local-port": 80, stateful: true },
  { direction: "outbound", action: "count" },
];
const names = (rules) => rules.map(({ name }) => name);

test("rules are in the order in which they are looked at", () => {
  assert.deepEqual(names(inOrder(ACL)), ["web", "rule-1", "rule-3"]);
  assert.deepEqual(inOrder("none"), []);
});

test("a rule says what it fits", () => {
  assert.equal(fits(inOrder(ACL)[1]), "protocol tcp, remote-port 23");
  assert.equal(fits(inOrder(ACL)[2]), "everything");
});

test("one that is moved has its neighbour's weight, so that the order is what is seen", () => {
  const up = moved(inOrder(ACL), 1, -1);
  assert.deepEqual(names(up), ["rule-1", "web", "rule-3"]);
  assert.deepEqual(up.map(({ weight }) => weight), [200, 100, 100]);
  assert.deepEqual(names(inOrder(up)), names(up), "also for the node");
  assert.deepEqual(names(moved(up, 0, -1)), names(up), "the first stays");
});

test("rules come and go", () => {
  const rules = inOrder(ACL);
  assert.deepEqual(names(removed(rules, 0)), ["rule-1", "rule-3"]);
  assert.deepEqual(names(added(rules, { direction: "inbound", action: "deny" })), ["web", "rule-4", "rule-1", "rule-3"]);
  assert.deepEqual(names(added([], { name: "x", weight: 5 })), ["x"]);
  assert.deepEqual(names(added(rules, { name: "last", weight: 5 })), ["web", "rule-1", "rule-3", "last"]);
  assert.equal(written([]), "none");
  assert.deepEqual(JSON.parse(written(rules)), rules);
});
