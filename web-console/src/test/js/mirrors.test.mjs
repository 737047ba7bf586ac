// Mirrors that are changed one by one, though the node takes all of them at once.

import assert from "node:assert/strict";
import test from "node:test";
import { FIELDS, changed, placeOf, spec, textsOf } from "../../main/resources/webroot/screens/switch/mirror-model.js";

const IDS = { name: "ids", source: ["a:hn0"], direction: "both", to: "c:hn0", filter: "", snaplen: 65550, frames: 7, bytes: 9, dropped: 0 };
const DNS = { name: "7", source: ["a:hn0", "b:hn0"], direction: "source", to: "c:hn0", filter: "udp port 53", snaplen: 128 };
const parsed = (text) => JSON.parse(text);

test("says of a mirror what a lab file would", () => {
  assert.deepEqual(spec(IDS), { source: ["a:hn0"], to: "c:hn0" });
  assert.deepEqual(spec(DNS), { source: ["a:hn0", "b:hn0"], direction: "source", to: "c:hn0", filter: "udp port 53", snaplen: 128 });
});

test("leaves the others as they are, and in their order", () => {
  const text = changed([IDS, DNS], DNS, { ...DNS, filter: "tcp" });
  assert.deepEqual(parsed(text), { ids: spec(IDS), 7: { ...spec(DNS), filter: "tcp" } });
  assert.ok(text.indexOf('"ids"') < text.indexOf('"7"'));
  assert.deepEqual(Object.keys(parsed(changed([IDS], undefined, { name: "m1", source: ["b:hn0"], to: "c:hn0" }))), ["ids", "m1"]);
  assert.equal(changed([IDS], IDS), "none");
});

test("counters that go on are no change, but what somebody else changed is", () => {
  assert.ok(changed([{ ...IDS, frames: 100 }], IDS, { ...IDS, to: "b:hn0" }).includes("b:hn0"));
  assert.throws(() => changed([{ ...IDS, to: "b:hn0" }], IDS), /changed meanwhile/);
  assert.throws(() => changed([], IDS), /ids is gone meanwhile/);
  assert.throws(() => changed([IDS], undefined, { ...IDS }), /there is a mirror ids already/);
});

test("a new one has a name that is free", () => {
  assert.equal(textsOf(undefined, [IDS, { ...IDS, name: "m1" }]).name, "m2");
  assert.deepEqual(textsOf(DNS, [DNS]), { name: "7", source: ["a:hn0", "b:hn0"], direction: "source", to: "c:hn0", filter: "udp port 53", snaplen: "128" });
  assert.deepEqual(Object.keys(textsOf(undefined, [])).sort(), FIELDS.map(({ key }) => key).sort());
});

test("knows where the node says what is wrong", () => {
  assert.equal(placeOf("filter", "a/b~c"), "/mirrors/a~1b~0c/filter");
  assert.equal(placeOf("name", "X"), "/mirrors/X");
});
