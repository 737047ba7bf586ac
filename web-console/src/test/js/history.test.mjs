import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const { History } = await load("history.js");

const BEGAN = Date.parse("2026-11-23T10:00:00Z");
const at = (second, ms = 0) => new Date(BEGAN + 1000 * second + ms).toISOString();
const paths = (tx) => ({ synthetic: { txFramesPerSecond: tx, rxFramesPerSecond: 2 },
  vf: { txFramesPerSecond: 3, rxFramesPerSecond: 4 } });
const view = (tx, ...nics) => ({ paths: paths(10 * tx),
  rates: Object.fromEntries(nics.map((nic) => [nic, { paths: paths(tx) }])) });

test("is empty before there are rates", () => {
  const history = new History();
  history.add(at(1), { paths: {}, rates: {} });
  assert.deepEqual(history.columns(), [[], [], [], [], []]);
  assert.deepEqual(history.columns("a:hn0"), [[], [], [], [], []]);
});

test("has each second once, in order", () => {
  const history = new History();
  history.add(at(1), view(5, "a:hn0"));
  history.add(at(1, 400), view(6, "a:hn0"));
  history.add(at(2), view(7, "a:hn0"));
  const [times, txSynthetic, txVf, rxSynthetic, rxVf] = history.columns("a:hn0");
  assert.deepEqual(times, [BEGAN / 1000 + 1, BEGAN / 1000 + 2]);
  assert.deepEqual([txSynthetic, txVf, rxSynthetic, rxVf], [[5, 7], [3, 3], [2, 2], [4, 4]]);
  assert.deepEqual(history.columns()[1], [50, 70]);
});

test("keeps five minutes and no more", () => {
  const history = new History();
  for (let second = 1; second <= 1000; second++) history.add(at(second), view(second, "a:hn0"));
  for (const nic of ["", "a:hn0"]) {
    const columns = history.columns(nic);
    assert.deepEqual(columns.map(({ length }) => length), [300, 300, 300, 300, 300]);
    assert.equal(columns[0][0], BEGAN / 1000 + 701);
    assert.equal(columns[0].at(-1), BEGAN / 1000 + 1000);
  }
  assert.equal(history.columns("a:hn0")[1].at(-1), 1000);
});

test("forgets a NIC that is gone, and begins anew when it is back", () => {
  const history = new History();
  history.add(at(1), view(1, "a:hn0", "b:hn0"));
  history.add(at(2), view(2, "a:hn0"));
  assert.deepEqual(history.columns("b:hn0")[0], []);
  assert.equal(history.columns("a:hn0")[0].length, 2);
  history.add(at(3), view(3, "a:hn0", "b:hn0"));
  assert.deepEqual(history.columns("b:hn0")[1], [3]);
  assert.equal(history.columns()[0].length, 3);
});
