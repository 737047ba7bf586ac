// Faults in words, and when they cannot begin.

import assert from "node:assert/strict";
import test from "node:test";
import { load, text } from "./page.mjs";

const { FAULTS, inWords, obstacle, place } = await load("faults.js");
const operations = new Map(JSON.parse(text("operations.json")).map((one) => [one.name, one]));
const NIC = { id: "a:hn0", vf: "pf0/vf0" };
const by = (op) => FAULTS.find((one) => one.op === op);

test("every fault of the catalogue has a form with fields that it takes, and no other", () => {
  const own = [...operations.keys()].filter((name) => name.startsWith("fault.") && !["fault.list", "fault.clear-all"].includes(name));
  assert.deepEqual(FAULTS.map(({ op }) => op).sort(), [...own, "vf.revoke-storm"].sort());
  for (const { op, fields } of FAULTS) {
    const takes = Object.keys(operations.get(op).schema.properties).filter((key) => key !== "nic");
    assert.deepEqual(fields.map(({ key }) => key).sort(), takes.sort(), op);
  }
});

test("a fault is told in words", () => {
  assert.equal(inWords({ operation: "link.impair", layer: "live" }), "Layer live");
  assert.equal(inWords({ operation: "link.down" }), "Pulled out");
  assert.equal(inWords({ operation: "fault.stall" }), "Stall of the channel");
  assert.equal(inWords({ operation: "fault.new-one" }), "fault.new-one");
});

test("a fault is ended where it began", () => {
  assert.deepEqual(place({ operation: "link.down", object: "c-up" }), [["links"], {}]);
  assert.deepEqual(place({ operation: "fault.stall", object: "a:hn0" }), [["nics", "a:hn0"], { tab: "faults" }]);
});

test("a fault that cannot begin has a reason", () => {
  assert.equal(obstacle(by("vf.revoke-storm"), NIC, []), null);
  assert.match(obstacle(by("vf.revoke-storm"), { id: "b:hn0" }, []), /no VF/);
  assert.equal(obstacle(by("fault.stall"), { id: "b:hn0" }, []), null);
  const storm = [{ operation: "vf.revoke-storm", object: "a:hn0" }];
  assert.equal(obstacle(by("vf.revoke-storm"), { id: "a:hn0" }, storm), "it goes on");
  assert.match(obstacle(by("fault.servicing"), { id: "a:hn0" }, storm), /another: storm of revokes/);
  assert.equal(obstacle(by("fault.stall"), NIC, storm), null);
  assert.equal(obstacle(by("vf.revoke-storm"), NIC, [{ operation: "vf.revoke-storm", object: "b:hn0" }]), null);
});
