// The form that begins a capture.

import assert from "node:assert/strict";
import test from "node:test";
import { load, text } from "./page.mjs";

const { DIRECTIONS, FIELDS, PLACES, STARTS, usualTime } = await load("screens/capture/form-model.js");
const { blank, written } = await load("ui/form-state.js");

test("has a field for all that a capture may be told, but for what a follower tells", () => {
  const { schema } = JSON.parse(text("operations.json")).find(({ name }) => name === "capture.start");
  const takes = Object.keys(schema.properties).filter((key) => key !== "transient");
  assert.deepEqual(FIELDS.map(({ key }) => key).sort(), takes.sort());
});

test("says nothing of what is as usual", () => {
  const usual = { where: PLACES[0][0], direction: DIRECTIONS[0][0], auto: STARTS[0][0], at: ["a:hn0"], ring: "65536" };
  assert.deepEqual(written(blank(usual), FIELDS), { at: ["a:hn0"], ring: 65536 });
  assert.deepEqual([undefined, "", "on-switchover"].map(usualTime), ["10m", "10m", "2s"]);
});
