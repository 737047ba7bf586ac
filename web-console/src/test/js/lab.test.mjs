import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const { drops, nicActions, nicRow, nicRows, switchOvers } = await load("lab.js");

const VIEW = {
  nics: {
    "a:hn0": { id: "a:hn0", up: true, link: true, path: "vf", vf: "pf0/vf0", counters: { iqdrops: 1, oerrors: 2, opackets: 9 } },
    "b:hn0": { id: "b:hn0", up: false, link: true, path: "synthetic", counters: {} },
    "c:hn0": { id: "c:hn0", problem: { detail: "no answer" } },
  },
  pairs: {
    "a:hn0": { nic: "a:hn0", state: "vf-active", history: [{ atMillis: 5 }, { atMillis: 9 }] },
    "b:hn0": { nic: "b:hn0", state: "settling", vf: "pf0/vf1", history: [{ atMillis: 7 }] },
  },
  vfs: { "pf0/vf2": { id: "pf0/vf2", nic: "c:hn0" } },
  switches: { sw0: { id: "sw0", ports: [{ name: "a:hn0" }, { name: "pf0" }] }, sw1: { id: "sw1" } },
  rates: { "a:hn0": { txFramesPerSecond: 1 }, "c:hn0": { txFramesPerSecond: 1 } },
};

test("puts together what is known of each NIC", () => {
  const [a, b, c] = nicRows(VIEW);
  assert.equal(a.switch, "sw0");
  assert.equal(a.state, "vf-active");
  assert.equal(a.drops, 3);
  assert.equal(a.rate.txFramesPerSecond, 1);
  assert.equal(b.vf, "pf0/vf1");
  assert.equal(b.switch, undefined);
  assert.equal(b.drops, 0);
  assert.equal(c.vf, "pf0/vf2");
  assert.equal(c.drops, 0);
  assert.equal(c.rate, undefined, "rates of what does not answer are old");
});

test("makes the rows of a view once", () => {
  assert.equal(nicRows(VIEW), nicRows(VIEW));
  assert.notEqual(nicRows({ ...VIEW }), nicRows(VIEW));
  assert.equal(nicRow(VIEW, "b:hn0"), nicRows(VIEW)[1]);
  assert.equal(nicRow(VIEW, "constructor"), undefined);
});

test("counts drops", () => {
  assert.equal(drops(), 0);
  assert.equal(drops({ iqdrops: 1, oqdrops: 2, ierrors: 4, oerrors: 8, malformed: 16, other: 32 }), 31);
});

test("has the last switch-over first", () => {
  assert.deepEqual(switchOvers(VIEW).map(({ nic, atMillis }) => [nic, atMillis]),
    [["a:hn0", 9], ["b:hn0", 7], ["a:hn0", 5]]);
});

test("offers what can be done, and says why not", () => {
  const reasons = (id) => Object.fromEntries(nicActions(VIEW, id).map(({ label, off }) => [label, off || ""]));
  assert.deepEqual(reasons("a:hn0"), { "Attach VF": "it has pf0/vf0", "Detach VF": "", "Surprise-remove VF": "", "Down": "" });
  const view = { ...VIEW, pairs: {}, vfs: {} };
  assert.deepEqual(Object.fromEntries(nicActions(view, "b:hn0").map(({ op, off }) => [op, off || ""])),
    { "vf.attach": "", "vf.detach": "it has no VF", "nic.up": "" });
});

test("keeps the row of a NIC until something of it changes", () => {
  const [a, b] = nicRows({ ...VIEW });
  const rates = { ...VIEW.rates, "a:hn0": { txFramesPerSecond: 2 } };
  const later = nicRows({ ...VIEW, rates });
  assert.notEqual(later[0], a);
  assert.equal(later[0].rate.txFramesPerSecond, 2);
  assert.equal(later[1], b);
  assert.notEqual(nicRows({ ...VIEW, switches: {} })[0], a);
});
