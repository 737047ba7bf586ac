import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const { merge } = await load("merge-patch.js");

// RFC 7386, appendix A.
const CASES = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', "{}"],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', "null", "null"],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ["[1,2]", '{"a":"b","c":null}', '{"a":"b"}'],
  ["{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

test("does what the RFC says", () => {
  for (const [value, patch, expected] of CASES) {
    const before = JSON.parse(value);
    assert.deepEqual(merge(before, JSON.parse(patch)), JSON.parse(expected), `${value} with ${patch}`);
    assert.deepEqual(before, JSON.parse(value), "what was there is as it was");
  }
});

test("keeps what a patch does not touch", () => {
  const value = { nics: { a: { up: true, counters: { x: 1 } }, b: { up: true } }, flows: { f: {} } };
  const merged = merge(value, { nics: { a: { up: false } } });
  assert.equal(merged.flows, value.flows);
  assert.equal(merged.nics.b, value.nics.b);
  assert.equal(merged.nics.a.counters, value.nics.a.counters);
  assert.notEqual(merged.nics, value.nics);
  assert.notEqual(merged.nics.a, value.nics.a);
  assert.equal(value.nics.a.up, true);
});

test("takes no prototype from a patch", () => {
  const merged = merge({ a: {} }, JSON.parse('{"__proto__":{"bad":1},"a":{"__proto__":{"bad":1}},"b":{"__proto__":null}}'));
  assert.equal(merged.bad, undefined);
  assert.equal(merged.a.bad, undefined);
  assert.equal(Object.getPrototypeOf(merged.b), Object.prototype);
  assert.equal({}.bad, undefined);
});

test("has members that are called like those of every object", () => {
  const merged = merge({}, JSON.parse('{"constructor":{"name":"x"},"toString":{"y":1}}'));
  assert.deepEqual(Object.keys(merged), ["constructor", "toString"]);
  assert.deepEqual(merged.constructor, { name: "x" });
  assert.deepEqual(merge(merged, { toString: null }), { constructor: { name: "x" } });
});
