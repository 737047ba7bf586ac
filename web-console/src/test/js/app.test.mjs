import assert from "node:assert/strict";
import test, { beforeEach, mock } from "node:test";
import { load } from "./page.mjs";

globalThis.document = { documentElement: { dataset: {} }, hidden: false, addEventListener() {}, querySelector: () => null };
globalThis.location = { hash: "", protocol: "http:", host: "127.0.0.1:8080" };
globalThis.window = { addEventListener() {} };

const { Bus } = await load("bus.js");
const { App } = await load("app.js");

const AT = "2026-01-02T03:04:05Z";
let app;
let tick;
let draws;

beforeEach(async (context) => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  document.hidden = false;
  context.mock.method(Bus.prototype, "subscribe", (address, handler) => {
    tick = handler;
    return () => {};
  });
  context.mock.method(Bus.prototype, "request", async (address) => (address.endsWith("view.get")
    ? { data: { run: "r", sequence: 1, at: AT, view: { revision: 7 } } } : { data: {} }));
  draws = 0;
  app = new App(() => draws++);
  app.store.opened();
  await turn();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A patch each millisecond. */
function storm(milliseconds) {
  for (let i = 0; i < milliseconds; i++) {
    tick({ run: "r", sequence: storm.next++, at: AT, patch: { revision: i } });
    mock.timers.tick(1);
  }
}

beforeEach(() => (storm.next = 2));

test("draws four times a second, however much the lab does", async () => {
  assert.equal(draws, 1, "the first view at once");
  storm(2_000);
  await turn();
  assert.equal(draws, 9);
});

test("draws at once what somebody does, and once for all of it", async () => {
  app.draw();
  app.draw();
  await turn();
  assert.equal(draws, 2);
});

test("draws nothing while nobody can see it", () => {
  document.hidden = true;
  storm(2_000);
  assert.equal(draws, 1);
});

test("offers to undo a change of the lab, and not what another has done while it was paused", async () => {
  app.catalogue.get = (name) => ({ name, address: `hnswitch.v1.ctl.${name}`, kind: "change" });
  app.may = () => true;
  const answer = (revision) => (app.bus.request = async () => ({ data: {}, revision }));
  answer(8);
  await app.run("vf.attach");
  assert.equal(app.notice.revision, 8);
  app.store.pause(true);
  tick({ run: "r", sequence: 2, at: AT, patch: { revision: 12 } });
  answer(12);
  await app.run("flow.stop");
  assert.equal(app.notice.revision, null);
});
