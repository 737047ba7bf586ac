// What forms ask for, and where they say what was wrong.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const { blank, placed, send, written } = await load("ui/form-state.js");

const refused = (message, errors) => Object.assign(new Error(message), { problem: { detail: message, errors } });

test("asks for what was written, and nothing for what was not", () => {
  const state = blank({ count: " 10 ", interval: "", how: "surprise", at: ["a:hn0"], none: [] });
  const fields = [{ key: "count", numeric: true }, { key: "interval" }, { key: "how" }, { key: "at" }, { key: "none" }, { key: "absent" }];
  assert.deepEqual(written(state, fields), { count: 10, how: "surprise", at: ["a:hn0"] });
  assert.deepEqual(written(blank({ count: "ten" }), [{ key: "count", numeric: true }]), { count: "ten" }, "the node says what is wrong");
});

test("says at a field what is wrong with it, and the rest of the whole", () => {
  const failure = refused("all", [
    { pointer: "/filter", detail: "column 5: expected a port" },
    { pointer: "/at/1", detail: "no such nic", suggestion: "b:hn0" },
    { pointer: "/atlas", detail: "unknown" },
  ]);
  assert.deepEqual(placed(failure, ["at", "filter"]), {
    at: { filter: "column 5: expected a port", at: "no such nic (did you mean b:hn0?)" }, rest: "unknown" });
  assert.deepEqual(placed(refused("it is gone", []), ["at"]), { at: {}, rest: "it is gone" });
  assert.deepEqual(placed(new Error("not connected"), ["at"]), { at: {}, rest: "not connected" });
});

test("of two fields that fit, the nearer one has it", () => {
  const failure = refused("x", [{ pointer: "/both/loss/chance", detail: "too much" }]);
  const place = (key) => `/both/${key.replace(".", "/")}`;
  assert.deepEqual(placed(failure, ["loss", "loss.chance"], place).at, { "loss.chance": "too much" });
});

test("asks once however often the button is pressed, and keeps what was written when it is refused", async () => {
  const asked = [];
  let refuse = null;
  const app = { draw() {}, run: (op, body) => new Promise((resolve, reject) => {
    asked.push([op, body]);
    refuse = reject;
    setImmediate(() => resolve({ data: 7 }));
  }) };
  const focused = [];
  globalThis.document = { getElementById: (id) => ({ focus: () => focused.push(id) }) };
  const state = { ...blank({ for: "5" }), id: "fault-stall" };
  const one = { op: "fault.stall", body: () => ({ nic: "a:hn0", ...written(state, [{ key: "for" }]) }), keys: ["for"] };
  const first = send(app, state, one);
  await send(app, state, one);
  refuse(refused("bad time", [{ pointer: "/for", detail: "bad time" }]));
  await first;
  assert.deepEqual(asked, [["fault.stall", { nic: "a:hn0", for: "5" }]]);
  assert.deepEqual([state.at, state.failure, state.isBusy], [{ for: "bad time" }, "", false]);
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(focused, ["fault-stall-for"], "where it is mended");
  let data = null;
  await send(app, state, { ...one, then: (answer) => (data = answer) });
  assert.deepEqual([data, state.at], [7, {}]);
});
