// How the screen of links sees them, and what its editor asks for.

import assert from "node:assert/strict";
import test from "node:test";
import { FIELDS, PRESETS, done, inShort, request, rows } from "../../main/resources/webroot/screens/links/model.js";

const LINK = { id: "b-up", endpoints: ["b:hn0", "sw0"], state: "up", layers: [],
  ways: [{ from: "b:hn0", to: "sw0", frames: 7, impaired: {} }, { from: "sw0", to: "b:hn0", frames: 5, impaired: { lost: 2, waiting: 1 } }] };

test("a link has a row for each direction", () => {
  const two = rows([LINK]);
  assert.deepEqual(two.map(({ direction }) => direction), ["forward", "reverse"]);
  assert.deepEqual(two.map(({ frames }) => frames), [7, 5]);
  assert.equal(two[1].actions.lost, 2);
  assert.ok(two[0].isFirst && !two[1].isFirst);
});

test("a layer is told for a direction, whose own key comes first", () => {
  const layer = { both: { delay: "5ms", limit: 10 }, reverse: { delay: "7ms", loss: { model: "random", chance: "1%" } } };
  assert.equal(inShort(layer, "forward"), "delay 5ms, limit 10");
  assert.equal(inShort(layer, "reverse"), "delay 7ms, limit 10, loss random chance 1%");
  assert.equal(inShort({}, "forward"), "nothing this way");
});

test("the editor asks for what was written", () => {
  assert.deepEqual(request("b-up", { direction: "forward", layer: " wan ", time: "2s", texts: { delay: " 5ms ", limit: "100", loss: "" } }),
    { link: "b-up", forward: { delay: "5ms", limit: 100 }, layer: "wan", for: "2s" });
});

test("presets fill fields that there are", () => {
  const known = FIELDS.map(([key]) => key);
  for (const texts of Object.values(PRESETS)) {
    for (const key of Object.keys(texts)) assert.ok(known.includes(key), key);
  }
});

test("a fault is told in words", () => {
  assert.equal(done({ operation: "link.impair", layer: "live" }), "layer live over");
  assert.equal(done({ operation: "link.down" }), "pulled out:");
});
