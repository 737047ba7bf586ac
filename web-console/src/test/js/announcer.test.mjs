import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { clock, fakeClock, load, random } from "./page.mjs";

const { Announcer } = await load("announcer.js");

const STEP_MS = 250;
let announcer;
let said;
let app;

beforeEach(() => {
  fakeClock();
  announcer = new Announcer();
  said = [];
  app = { kind: "live", view: { nics: {} }, say: (text) => said.push({ text, at: clock.ms }) };
  app.store = { freshness: () => ({ kind: app.kind }) };
});

function elapse(ms) {
  for (let left = ms; left > 0; left -= STEP_MS) {
    clock.ms += STEP_MS;
    announcer.update(app);
  }
}

function move(id, path) {
  app.view = { nics: { ...app.view.nics, [id]: path === undefined ? { problem: {} } : { path } } };
}

const texts = () => said.map(({ text }) => text);

test("says which NIC has moved", () => {
  move("a:hn0", "synthetic");
  elapse(STEP_MS);
  assert.deepEqual(texts(), [], "where it is at first is no news");
  move("a:hn0", "vf");
  elapse(STEP_MS);
  assert.deepEqual(texts(), ["a:hn0 is on the VF path"]);
});

test("says how many when they are many, and what came meanwhile in one", () => {
  ["a:hn0", "b:hn0", "c:hn0"].forEach((id) => move(id, "synthetic"));
  elapse(STEP_MS);
  move("a:hn0", "vf");
  elapse(STEP_MS);
  move("b:hn0", "vf");
  elapse(1_000);
  move("c:hn0", "vf");
  elapse(10_000);
  assert.deepEqual(texts(), ["a:hn0 is on the VF path", "2 NICs changed their path"]);
});

test("says nothing of a NIC that does not answer for a moment", () => {
  move("a:hn0", "vf");
  elapse(6_000);
  move("a:hn0", undefined);
  elapse(6_000);
  move("a:hn0", "vf");
  elapse(6_000);
  assert.deepEqual(texts(), []);
  move("a:hn0", undefined);
  elapse(6_000);
  move("a:hn0", "synthetic");
  elapse(6_000);
  assert.deepEqual(texts(), ["a:hn0 is on the synthetic path"]);
});

test("says that the connection is lost, and is there again", () => {
  app.kind = "connecting";
  elapse(1_000);
  app.kind = "live";
  elapse(1_000);
  app.kind = "stale";
  elapse(6_000);
  app.kind = "live";
  elapse(6_000);
  assert.deepEqual(texts(), ["Connection lost; numbers are old", "Live again"]);
});

test("never says more than one thing in five seconds", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const chance = random(seed);
    for (let i = 0; i < 400; i++) {
      if (chance() < 0.3) move(`n${Math.floor(chance() * 3)}`, ["vf", "synthetic", undefined][Math.floor(chance() * 3)]);
      if (chance() < 0.1) app.kind = ["live", "stale", "paused"][Math.floor(chance() * 3)];
      elapse(STEP_MS);
    }
    const gaps = said.slice(1).map(({ at }, i) => at - said[i].at);
    assert.ok(said.length > 5 && gaps.every((gap) => gap >= 5_000), `seed ${seed}: ${gaps}`);
    assert.ok(texts().every((text) => !/undefined|null/.test(text)), texts().join("; "));
  }
});
