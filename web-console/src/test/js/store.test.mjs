import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { clock, fakeClock, load } from "./page.mjs";

const { Store } = await load("store.js");

const TICKS = "hnswitch.v1.tick.view";
const VIEW = "hnswitch.v1.ctl.view.get";
const LIST = "hnswitch.v1.ctl.event.list";
const SINCE = "hnswitch.v1.ctl.event.since";
const EMPTY = { nics: {}, pairs: {}, vfs: {}, adapters: {}, switches: {}, flows: {}, rates: {}, paths: {} };

const realTimeout = setTimeout;
const done = () => new Promise((resolve) => realTimeout(resolve, 0));

let timers = [];

beforeEach(() => {
  fakeClock();
  timers = [];
  globalThis.setTimeout = (action) => timers.push(action);
});

function elapse() {
  timers.splice(0).forEach((action) => action());
}

class FakeBus {
  asked = [];
  #tick;

  subscribe(address, handler) {
    assert.equal(address, TICKS);
    this.#tick = handler;
  }

  request(address, body) {
    return new Promise((resolve, reject) => this.asked.push({ address, body, resolve: (data) => resolve({ data }), reject }));
  }

  tick(sequence, patch = {}, run = "one") {
    this.#tick({ run, sequence, at: `2026-11-23T10:00:${String(sequence % 60).padStart(2, "0")}Z`, patch });
  }

  open(address) {
    return this.asked.filter((one) => one.address === address);
  }

  async answer(address, data) {
    const at = this.asked.findIndex((one) => one.address === address);
    assert.notEqual(at, -1, `${address} is asked for`);
    const [{ resolve, body }] = this.asked.splice(at, 1);
    resolve(data);
    await done();
    return body;
  }

  async refuse(address, message) {
    const at = this.asked.findIndex((one) => one.address === address);
    this.asked.splice(at, 1)[0].reject(new Error(message));
    await done();
  }

  snapshot(sequence, view, run = "one") {
    return this.answer(VIEW, { run, sequence, at: "2026-11-23T10:00:00Z", view: { ...EMPTY, ...view } });
  }
}

function begin() {
  const bus = new FakeBus();
  const store = new Store(bus, () => {});
  return { bus, store };
}

async function started(view = { revision: 1 }, sequence = 1) {
  const { bus, store } = begin();
  store.opened();
  await bus.snapshot(sequence, view);
  return { bus, store };
}

test("takes a snapshot, then patches", async () => {
  const { bus, store } = begin();
  assert.equal(store.known, false);
  assert.deepEqual(store.view.nics, {});
  store.opened();
  await bus.snapshot(7, { nics: { a: { up: true } } });
  assert.equal(store.known, true);
  bus.tick(8, { nics: { b: { up: true } } });
  bus.tick(9, { nics: { a: { up: false } } });
  assert.deepEqual(store.view.nics, { a: { up: false }, b: { up: true } });
  assert.equal(store.resyncs, 0);
  assert.equal(bus.asked.length, 0);
});

test("applies patches that came before the snapshot, unless it has them already", async () => {
  const { bus, store } = begin();
  store.opened();
  bus.tick(4, { revision: 4, nics: { old: {} } });
  bus.tick(5, { revision: 5 });
  bus.tick(6, { revision: 6 });
  bus.tick(7, { nics: { b: {} } });
  assert.equal(store.known, false);
  await bus.snapshot(5, { revision: 5 });
  assert.equal(store.view.revision, 6);
  assert.deepEqual(store.view.nics, { b: {} });
  bus.tick(8, { revision: 8 });
  assert.equal(store.view.revision, 8);
  assert.equal(store.resyncs, 0);
});

test("asks once for another snapshot when a patch is missing", async () => {
  const { bus, store } = await started();
  bus.tick(2, { revision: 2 });
  bus.tick(4, { revision: 4 });
  bus.tick(5, { revision: 5 });
  bus.tick(6, { revision: 6 });
  assert.equal(store.view.revision, 2, "as it was until the snapshot is there");
  assert.equal(bus.open(VIEW).length, 1);
  await bus.snapshot(5, { revision: 5 });
  assert.equal(store.view.revision, 6);
  assert.equal(store.resyncs, 1);
  assert.equal(bus.open(VIEW).length, 0);
});

test("asks again when the snapshot took longer than it can keep patches for", async () => {
  const { bus, store } = begin();
  store.opened();
  for (let sequence = 2; sequence <= 100; sequence++) bus.tick(sequence, { revision: sequence });
  await bus.snapshot(1, { revision: 1 });
  assert.equal(bus.open(VIEW).length, 1);
  await bus.snapshot(100, { revision: 100 });
  assert.equal(store.view.revision, 100);
  assert.equal(bus.open(VIEW).length, 0);
});

test("ignores patches that it has", async () => {
  const { bus, store } = await started({ revision: 5 }, 5);
  bus.tick(5, { revision: 50 });
  bus.tick(3, { revision: 30 });
  bus.tick(6, { revision: 6 });
  bus.tick(6, { revision: 60 });
  assert.equal(store.view.revision, 6);
  assert.equal(store.resyncs, 0);
  assert.equal(bus.asked.length, 0);
});

test("begins anew with another run of the node", async () => {
  const { bus, store } = await started({ nics: { a: {} } }, 900);
  const before = store.history;
  bus.tick(3, { revision: 3 }, "two");
  assert.equal(bus.open(VIEW).length, 1);
  await bus.snapshot(3, { nics: { b: {} }, revision: 3 }, "two");
  assert.deepEqual(store.view.nics, { b: {} });
  assert.notEqual(store.history, before, "rates of the other run are no history of this");
  bus.tick(4, { revision: 4 }, "two");
  assert.equal(store.view.revision, 4);
});

test("keeps its history when only a patch was missing", async () => {
  const { bus, store } = await started();
  const before = store.history;
  bus.tick(9);
  await bus.snapshot(9, {});
  assert.equal(store.history, before);
});

test("leaves out nothing of a view that a snapshot does not have any more", async () => {
  const { bus, store } = await started({ ledger: { sent: 1 }, nics: { a: {} } });
  bus.tick(9);
  await bus.snapshot(9, {});
  assert.equal(store.view.ledger, null);
  assert.deepEqual(store.view.nics, {});
});

test("shows what was while paused, and the latest when it goes on", async () => {
  const { bus, store } = await started({ revision: 1, events: { last: "one-00000001" } });
  await bus.answer(LIST, { events: [{ id: "one-00000001" }], cursor: "one-00000001" });
  store.pause(true);
  const { view, events } = store;
  bus.tick(2, { revision: 2, events: { last: "one-00000002" } });
  await bus.answer(SINCE, { events: [{ id: "one-00000002" }], cursor: "one-00000002", more: false });
  assert.equal(store.view, view);
  assert.equal(store.events, events);
  store.pause(false);
  assert.equal(store.view.revision, 2);
  assert.deepEqual(store.events.map(({ id }) => id), ["one-00000002", "one-00000001"]);
});

test("stays paused over a resync", async () => {
  const { bus, store } = await started({ revision: 1 });
  store.pause(true);
  bus.tick(5);
  await bus.snapshot(5, { revision: 5 });
  assert.equal(store.view.revision, 1);
  store.pause(false);
  assert.equal(store.view.revision, 5);
});

test("takes a snapshot after each connect", async () => {
  const { bus, store } = await started();
  store.closed();
  assert.equal(store.isConnected, false);
  store.opened();
  assert.equal(bus.open(VIEW).length, 1);
  await bus.snapshot(20, { revision: 20 });
  bus.tick(21, { revision: 21 });
  assert.equal(store.view.revision, 21);
  assert.equal(store.resyncs, 0, "nothing was missed");
});

test("does not mistake an answer of the lost connection for one of the new", async () => {
  const { bus, store } = begin();
  store.opened();
  const [late] = bus.asked.splice(0);
  store.closed();
  store.opened();
  bus.tick(9, { revision: 9 });
  late.resolve({ run: "zero", sequence: 1, at: "2026-11-23T10:00:00Z", view: { ...EMPTY, revision: -1 } });
  await done();
  assert.equal(store.known, false);
  await bus.snapshot(8, { revision: 8 });
  assert.equal(store.view.revision, 9);
});

test("asks again when the snapshot is refused", async () => {
  const { bus, store } = begin();
  store.opened();
  await bus.refuse(VIEW, "busy");
  assert.equal(store.problem, "busy");
  assert.equal(bus.open(VIEW).length, 0);
  elapse();
  assert.equal(bus.open(VIEW).length, 1);
  await bus.snapshot(3, { revision: 3 });
  assert.equal(store.problem, null);
  assert.equal(store.view.revision, 3);
});

test("does not ask again for a connection that is lost", async () => {
  const { bus, store } = begin();
  store.opened();
  await bus.refuse(VIEW, "busy");
  store.closed();
  elapse();
  assert.equal(bus.asked.length, 0);
});

test("tells how fresh the numbers are", async () => {
  const { bus, store } = begin();
  assert.deepEqual(store.freshness(), { kind: "connecting", ageMs: null });
  assert.equal(store.sinceView(), 0);
  store.opened();
  assert.equal(store.freshness().kind, "connecting");
  await bus.snapshot(1, {});
  clock.ms += 400;
  assert.deepEqual(store.freshness(), { kind: "live", ageMs: 400 });
  assert.equal(store.sinceView(), 400);
  clock.ms += 2_600;
  assert.equal(store.freshness().kind, "live");
  clock.ms += 1;
  assert.deepEqual(store.freshness(), { kind: "stale", ageMs: 3_001 });
  bus.tick(2);
  assert.deepEqual(store.freshness(), { kind: "live", ageMs: 0 });
  store.pause(true);
  clock.ms += 500;
  bus.tick(3);
  assert.deepEqual(store.freshness(), { kind: "paused", ageMs: 500 });
  clock.ms += 5_000;
  assert.equal(store.freshness().kind, "stale", "paused or not, the lab does not answer");
  bus.tick(4);
  store.pause(false);
  store.closed();
  clock.ms += 100;
  assert.deepEqual(store.freshness(), { kind: "stale", ageMs: 100 });
  store.denied();
  assert.equal(store.freshness().kind, "denied");
});

const id = (number) => `one-${String(number).padStart(8, "0")}`;
const events = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => ({ id: id(from + i) }));

test("begins with the newest events, then reads on", async () => {
  const { bus, store } = await started({ events: { last: id(3), total: 3 } });
  assert.deepEqual(await bus.answer(LIST, { events: events(1, 3).reverse(), cursor: id(3) }), { limit: 500 });
  assert.deepEqual(store.events.map((one) => one.id), [id(3), id(2), id(1)]);
  bus.tick(2, {});
  assert.equal(bus.asked.length, 0, "nothing happened");
  bus.tick(3, { events: { last: id(5) } });
  bus.tick(4, { events: { last: id(6) } });
  assert.equal(bus.asked.length, 1, "one question at a time");
  const asked = await bus.answer(SINCE, { events: events(4, 5), cursor: id(5), more: true });
  assert.equal(asked.cursor, id(3));
  assert.equal((await bus.answer(SINCE, { events: events(6, 6), cursor: id(6), more: false })).cursor, id(5));
  assert.deepEqual(store.events.map((one) => one.id), [6, 5, 4, 3, 2, 1].map(id));
  bus.tick(5, {});
  assert.equal(bus.asked.length, 0);
});

test("asks for no events when there are none", async () => {
  const { bus, store } = await started({ events: { last: "0", total: 0 } });
  await bus.answer(LIST, { events: [], cursor: "0" });
  bus.tick(2, {});
  assert.equal(bus.asked.length, 0);
  assert.deepEqual(store.events, []);
});

test("keeps the last thousand events, each once", async () => {
  const { bus, store } = await started({ events: { last: id(500) } });
  await bus.answer(LIST, { events: events(1, 500).reverse(), cursor: id(500) });
  bus.tick(2, { events: { last: id(2600) } });
  for (let from = 501; from <= 2600; from += 500) {
    const to = Math.min(2600, from + 499);
    await bus.answer(SINCE, { events: events(from, to), cursor: id(to), more: to < 2600 });
  }
  assert.equal(store.events.length, 1000);
  assert.deepEqual(store.events.map((one) => one.id), events(1601, 2600).reverse().map((one) => one.id));
  assert.equal(new Set(store.events).size, 1000);
});

test("shows that events are missing", async () => {
  const { bus, store } = await started({ events: { last: id(1) } });
  await bus.answer(LIST, { events: events(1, 1), cursor: id(1) });
  bus.tick(2, { events: { last: id(9) } });
  const gap = { id: "gap", type: "hnswitch.gap", data: { missed: 7 } };
  await bus.answer(SINCE, { events: [gap, ...events(9, 9)], cursor: id(9), more: false });
  assert.deepEqual(store.events.map((one) => one.id), [id(9), "gap", id(1)]);
});

test("reads the events of another run after those it has", async () => {
  const { bus, store } = await started({ events: { last: id(4) } });
  await bus.answer(LIST, { events: events(4, 4), cursor: id(4) });
  store.closed();
  store.opened();
  await bus.snapshot(1, { events: { last: "two-00000001" } }, "two");
  const gap = { id: "gap", type: "hnswitch.gap", data: { restarted: true } };
  const asked = await bus.answer(SINCE, { events: [gap, { id: "two-00000001" }], cursor: "two-00000001", more: false });
  assert.equal(asked.cursor, id(4));
  assert.deepEqual(store.events.map((one) => one.id), ["two-00000001", "gap", id(4)]);
});

test("tells that events could not be read for as long as that is so", async () => {
  const { bus, store } = await started({ events: { last: id(1) } });
  await bus.refuse(LIST, "no answer in 31 s");
  assert.equal(store.problem, "no answer in 31 s");
  bus.tick(2, {});
  await bus.answer(LIST, { events: events(1, 1), cursor: id(1) });
  assert.equal(store.problem, null);
  assert.equal(store.events.length, 1);
});

test("leaves the problems of others alone when events can be read", async () => {
  const { bus, store } = await started({ events: { last: id(1) } });
  store.problem = "another";
  await bus.answer(LIST, { events: events(1, 1), cursor: id(1) });
  assert.equal(store.problem, "another");
});

test("comes to the same view as the node, whatever gets lost", async () => {
  const { random } = await import("./page.mjs");
  for (let seed = 1; seed <= 20; seed++) {
    const chance = random(seed);
    const { bus, store } = begin();
    const nics = {};
    let sequence = 1;
    store.opened();
    for (let step = 0; step < 200; step++) {
      sequence++;
      const nic = `n${Math.floor(chance() * 5)}`;
      const patch = { nics: { [nic]: chance() < 0.3 ? null : { mtu: Math.floor(chance() * 9000) } } };
      if (patch.nics[nic] === null) delete nics[nic];
      else nics[nic] = patch.nics[nic];
      const luck = chance();
      if (luck > 0.1) bus.tick(sequence, patch);
      if (luck > 0.95) bus.tick(sequence, patch);
      if (luck > 0.98) {
        store.closed();
        bus.asked.splice(0);
        store.opened();
      }
      if (bus.open(VIEW).length > 0 && chance() < 0.4) await bus.snapshot(sequence, { nics: { ...nics } });
    }
    bus.tick(++sequence, {});
    if (bus.open(VIEW).length > 0) await bus.snapshot(sequence, { nics: { ...nics } });
    assert.deepEqual(store.view.nics, nics, `seed ${seed}`);
  }
});
