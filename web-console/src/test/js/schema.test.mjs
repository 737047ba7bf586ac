import assert from "node:assert/strict";
import test from "node:test";
import { HOSTILE, load, random, text } from "./page.mjs";

const { completions, keysOf, pathAt, schemasAt, valuesOf } = await load("screens/labs/schema.js");
const schema = JSON.parse(text("conf/lab-v1.schema.json"));
const complete = completions(schema);

/** What is offered at the | of a text. */
function at(marked) {
  const pos = marked.indexOf("|");
  const whole = marked.slice(0, pos) + marked.slice(pos + 1);
  return complete(context(whole, pos));
}

function context(whole, pos, explicit = true) {
  const doc = {
    lineAt: (place) => {
      const from = whole.lastIndexOf("\n", place - 1) + 1;
      const end = whole.indexOf("\n", place);
      return { from, text: whole.slice(from, end < 0 ? whole.length : end) };
    },
    sliceString: (from, to) => whole.slice(from, to),
  };
  return { pos, explicit, state: { doc } };
}

const labels = (marked) => (at(marked)?.options ?? []).map(({ label }) => label);

const HEAD = "apiVersion: hnswitch/v1\nkind: Lab\nmetadata: { name: demo }\n";

test("offers what a file has", () => {
  assert.deepEqual(labels("|"), ["apiVersion", "kind", "metadata", "spec"]);
  assert.ok(at("|").options.every(({ detail }) => detail === "needed"));
  assert.deepEqual(labels(`${HEAD}sp|`), labels("|"), "what is typed is the editor's to compare");
  assert.equal(at(`${HEAD}sp|`).from, HEAD.length);
});

test("offers what the place has, by the lines above", () => {
  const spec = labels(`${HEAD}spec:\n  |`);
  for (const key of ["seed", "tunables", "defaults", "switches", "adapters", "guests", "flows"]) assert.ok(spec.includes(key), key);
  assert.ok(labels(`${HEAD}spec:\n  tunables:\n    |`).includes("hw.hn.vf_transparent"));
  assert.deepEqual(labels(`${HEAD}spec:\n  adapters:\n    pf0:\n      rss:\n        |`), ["function", "key", "types", "report"]);
  assert.ok(labels(`${HEAD}spec:\n  guests:\n    a:\n      nics:\n        hn0:\n          |`).includes("endpoint"));
  assert.ok(labels(`${HEAD}spec:\n  guests:\n    a:\n      nics:\n        hn0:\n          mtu: 1500\n          |`).includes("vf"));
  assert.ok(labels(`${HEAD}spec:\n  # adapters:\n\n  switches:\n    sw0: {}\n  |`).includes("guests"));
});

test("offers nothing below names that somebody gives, and in what is not known", () => {
  assert.deepEqual(labels(`${HEAD}spec:\n  guests:\n    |`), []);
  assert.deepEqual(labels(`${HEAD}spec:\n  no-such:\n    |`), []);
  assert.deepEqual(labels(`${HEAD}x-own:\n  |`), []);
});

test("offers what the place has, by the braces before", () => {
  assert.ok(labels(`${HEAD}spec:\n  defaults:\n    nic: { |`).includes("switch"));
  assert.ok(labels(`${HEAD}spec:\n  defaults:\n    nic: { mtu: 9000, |`).includes("queue"));
  assert.deepEqual(labels(`${HEAD}spec: { guests: { a: { nics: { hn0: { vf: { |`), ["adapter", "attach"]);
  assert.ok(labels(`${HEAD}spec: { guests: { a: { nics: { hn0: { vf: { adapter: pf0 }, |`).includes("endpoint"));
  assert.ok(labels(`${HEAD}spec:\n  flows:\n    a-b: { from: "a:hn0", to: "b:hn0", |`).includes("rate"));
  assert.ok(labels(`${HEAD}spec:\n  flows:\n    a-b: { from: a:hn0, |`).includes("rate"));
});

test("offers the values that a key has", () => {
  assert.deepEqual(labels(`${HEAD}spec:\n  clock: |`), ["real"]);
  assert.deepEqual(labels("apiVersion: |"), ["hnswitch/v1"]);
  assert.deepEqual(labels(`${HEAD}spec:\n  adapters:\n    pf0:\n      rss:\n        function: t|`), ["none", "private", "toeplitz"]);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic: { up: |`), ["true", "false"]);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic: { vf: { adapter: pf0, attach: |`), ["true", "false"]);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic: { queue: |`), ["none"]);
});

test("offers the values that a list has", () => {
  const offloads = ["rxcsum", "txcsum", "tso4", "tso6", "lro", "txcsum-ipv6"];
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic: { offloads: [|`), offloads);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic: { offloads: [rxcsum, |`), offloads);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic:\n      offloads: [ rxcsum, ts|`), offloads);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic:\n      offloads:\n        - |`), offloads);
  assert.deepEqual(labels(`${HEAD}spec:\n  defaults:\n    nic:\n      offloads:\n      - rxcsum\n      - |`), offloads);
  assert.ok(labels(`${HEAD}spec:\n  guests:\n    a:\n      nics:\n        hn0:\n          endpoint: { host: { answers: [|`).includes("udp-echo"));
});

test("says no more than it is asked", () => {
  assert.equal(complete(context("", 0, false)), null);
  assert.notEqual(complete(context("s", 1, false)), null);
});

test("finds the path of a place", () => {
  assert.deepEqual(pathAt(["spec:", "  guests:", "    a:", "      nics:"], "        "), ["spec", "guests", "a", "nics"]);
  assert.deepEqual(pathAt(["spec:", "  guests:", "    a:"], "  "), ["spec"]);
  assert.deepEqual(pathAt(["spec:", '  "a b":'], "    "), ["spec", "a b"]);
  assert.deepEqual(pathAt(["spec:  # why"], "  "), ["spec"]);
  assert.deepEqual(pathAt([], "a: { b: { c: [ { "), ["a", "b", "c"]);
  assert.deepEqual(pathAt([], "a: { b: { c: 1 }, "), ["a"]);
  assert.deepEqual(pathAt([], 'a: { "b,{": { '), ["a", "b,{"]);
});

test("follows references and choices", () => {
  const keys = (...path) => keysOf(schemasAt(schema, path)).map(({ key }) => key);
  assert.ok(keys("spec", "guests", "a", "nics", "hn0", "endpoint", "tap").includes("netns"));
  assert.deepEqual(keys("spec", "guests", "constructor", "nics").length, 0);
  assert.ok(keys("spec", "guests", "constructor").includes("nics"));
  assert.deepEqual(valuesOf(schemasAt(schema, ["spec", "defaults", "nic", "vf", "attach"])), ["true", "false"]);
});

test("takes any text", () => {
  const parts = [...HOSTILE, "spec:", "  guests:", "{", "}", "[", "]", ",", ":", ": ", "\n", "\n  ", "- ", '"', "#", "nic", "hw.hn.x", "\t"];
  for (let seed = 1; seed <= 500; seed++) {
    const chance = random(seed);
    let whole = "";
    for (let i = chance() * 40; i > 0; i--) whole += parts[Math.floor(chance() * parts.length)];
    for (let i = 0; i < 5; i++) {
      const offered = complete(context(whole, Math.floor(chance() * (whole.length + 1))));
      assert.ok(offered === null || offered.options.length > 0, JSON.stringify(whole));
    }
  }
});

test("takes long lines", () => {
  const began = Date.now();
  for (const one of ["a", "a ", " ", "{", '"', "a:", "- ", "[", "a.b-"]) {
    const whole = one.repeat(20_000);
    complete(context(whole, whole.length));
    complete(context(`${whole}\n${whole}!`, 2 * whole.length + 2));
    complete(context(`${whole}\n  x`, whole.length + 4));
    complete(context(whole, 1_000));
  }
  assert.ok(Date.now() - began < 2_000, `${Date.now() - began} ms`);
});
