// How the screen of links sees them, and what its editor asks for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { LOSSES, PRESETS, groups, impairment, inShort, keysOf, placeOf, previewRequest, request, rows, textsOf, textsOfLayer } from "../../main/resources/webroot/screens/links/model.js";

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

test("the editor asks for what was written, of each direction", () => {
  const texts = { "both.delay": " 5ms ", "both.limit": "100", "both.rate": "", "reverse.loss.model": "gilbert-elliott", "reverse.loss.toBad": "1%",
    "reverse.loss.chance": "of another model", "forward.reorder.how": "early", "forward.reorder.chance": "25%", "forward.reorder.gap": "5", for: " 2s " };
  assert.deepEqual(request("b-up", { layer: "wan", texts }), { op: "link.impair", body: { link: "b-up", layer: "wan", for: "2s",
    both: { delay: "5ms", limit: 100 }, forward: { reorder: { chance: "25%", gap: 5 } },
    reverse: { loss: { model: "gilbert-elliott", toBad: "1%" } } } });
});

test("the lab file's layer is set, by the revision that it was seen at, and not for a time", () => {
  assert.deepEqual(request("b-up", { layer: "file", texts: { "both.reorder.how": "by-jitter", for: "2s" }, revision: 7 }),
    { op: "link.set", body: { link: "b-up", both: { reorder: "by-jitter" }, ifRevision: 7 } });
  assert.deepEqual(request("b-up", { layer: "file", texts: {} }), { op: "link.set", body: { link: "b-up" } }, "then it says nothing");
});

test("a layer comes back from the editor as it went into it", () => {
  const layer = { both: { delay: "5ms", jitter: "1ms", distribution: "normal", correlation: "25%", duplicate: "1%", corrupt: "0.1%", rate: "none",
    limit: 10, reorder: { chance: "1%", gap: 3 } }, forward: { loss: { model: "4-state", toBurst: "1%", toGap: "20%", toPause: "5%",
    fromPause: "90%", single: "0.5%" }, reorder: "none" }, reverse: { loss: { model: "random", chance: "1%", correlation: "10%" } } };
  assert.deepEqual(request("x", { layer: "live", texts: textsOfLayer(layer) }).body, { link: "x", layer: "live", ...layer });
  assert.deepEqual(impairment(textsOf({ loss: "5%" }, "both"), "both"), { loss: { model: "random", chance: "5%" } });
  assert.deepEqual(textsOfLayer(undefined), {});
});

test("there is a field for all that a lab file may say of a direction, and for nothing else", () => {
  const schema = JSON.parse(readFileSync("../conf/lab-v1.schema.json", "utf8")).$defs;
  const own = (definition) => Object.keys(schema[definition].properties);
  const texts = (model) => ({ "both.loss.model": model, "both.reorder.how": "early" });
  const fields = (model) => groups(texts(model), "both").flatMap(([, some]) => some.map(({ key }) => key));
  const outer = new Set(fields("random").map((key) => key.split(".")[0]));
  assert.deepEqual([...outer].sort(), own("impairment").sort());
  const losses = new Set(Object.keys(LOSSES).flatMap(fields).filter((key) => key.startsWith("loss.")).map((key) => key.slice(5)));
  assert.deepEqual([...losses].sort(), own("loss").sort());
  assert.deepEqual(fields("").filter((key) => key.startsWith("reorder.") && key !== "reorder.how").map((key) => key.slice(8)).sort(), own("reorder").sort());
});

test("a layer that is laid over the lab file's may have a seed, and comes back with it", () => {
  const texts = { "both.delay": "5ms", seed: " 7 " };
  assert.deepEqual(request("b-up", { layer: "live", texts }).body, { link: "b-up", layer: "live", both: { delay: "5ms" }, seed: 7 });
  assert.equal(request("b-up", { layer: "live", texts: { ...texts, seed: "red" } }).body.seed, "red", "the node says what is wrong with it");
  assert.ok(!("seed" in request("b-up", { layer: "file", texts }).body));
  assert.equal(textsOfLayer({ both: { delay: "5ms" }, seed: 0 }).seed, "0");
});

test("a preview is asked for what was written", () => {
  const texts = { "forward.loss.model": "random", "forward.loss.chance": "5%", seed: "7", for: "2s" };
  assert.deepEqual(previewRequest("b-up", { layer: "wan", texts, size: "1500", rate: "200" }),
    { link: "b-up", layer: "wan", forward: { loss: { model: "random", chance: "5%" } }, seed: 7, size: 1500, rate: "200pps" });
  assert.deepEqual(previewRequest("b-up", { layer: "file", texts: { seed: "7" } }), { link: "b-up", layer: "file" });
  assert.equal(previewRequest("b-up", { layer: "", texts: {} }).layer, "preview", "a new one without a name yet");
  assert.equal(previewRequest("b-up", { layer: "live", texts: {}, rate: "often" }).rate, "often");
});

test("presets say what the editor has fields for", () => {
  for (const [title, preset] of Object.entries(PRESETS)) {
    const now = impairment(textsOf(preset, "both"), "both");
    if (typeof preset.loss === "string") preset.loss = { model: "random", chance: preset.loss };
    assert.deepEqual(now, preset, title);
  }
});

test("what is wrong is at the field that it is about", () => {
  const texts = { "reverse.loss.model": "4-state" };
  assert.ok(keysOf(texts).includes("reverse.loss.toGap") && !keysOf(texts).includes("both.loss.toGap"));
  assert.equal(placeOf("reverse.loss.toGap"), "/reverse/loss/toGap");
});
