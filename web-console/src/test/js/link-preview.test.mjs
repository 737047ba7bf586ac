// The drawing of what a layer would do to frames, and what it says to those who do not see it.

import assert from "node:assert/strict";
import test from "node:test";
import { MARKS, SIZE, axes, paths, shape, summary, top } from "../../main/resources/webroot/screens/links/preview-model.js";

const MS = 1e6;
const frame = (number, ...delays) => ({ sentNanos: number * MS, arrivesNanos: delays.map((delay) => (number + delay) * MS) });
const WAY = { lost: 2, duplicated: 1, reordered: 1, corrupted: 1, delayNanos: { min: 1 * MS, median: 4 * MS, max: 8 * MS }, frames: [
  frame(0, 4), { ...frame(1, 4, 8), duplicated: true }, { ...frame(2, 1), reordered: true, corrupted: true },
  { ...frame(3), dropped: "impair-loss" }, { ...frame(4), dropped: "impair-queue-full" }] };
const WIDTH = SIZE.left + SIZE.right + 400;
const marks = (path) => path.match(/M[^M]*/g) ?? [];

test("each frame has its marks, where it was sent and as high as it took", () => {
  const all = paths(WAY, WIDTH, 10 * MS);
  const height = SIZE.line - SIZE.top;
  assert.deepEqual(marks(all.arrived), [[0, 4], [100, 4], [100, 8], [200, 1]]
    .map(([right, delay]) => `M${SIZE.left + right} ${SIZE.line - height * delay / 10}h0`));
  assert.equal(marks(all.duplicated).length, 2);
  assert.equal(marks(all.reordered).length, 1);
  assert.equal(marks(all.corrupted).length, 1);
  assert.ok(all.full.startsWith(`M${SIZE.left + 400 - 3} ${SIZE.full - 4}`), all.full);
  assert.ok(all.lost.startsWith(`M${SIZE.left + 300 - 4} ${SIZE.lost - 4}`), all.lost);
});

test("no two kinds have the same shape", () => {
  assert.equal(new Set(MARKS.map(([kind]) => shape(kind))).size, MARKS.length);
});

test("the axis ends with a round delay that both directions fit under", () => {
  const delays = (forward, reverse) => ({ forward: { delayNanos: { max: forward } }, reverse: reverse === null ? {} : { delayNanos: { max: reverse } } });
  assert.equal(top(delays(8 * MS, 3 * MS)), 10 * MS);
  assert.equal(top(delays(8 * MS, 130 * MS)), 200 * MS);
  assert.equal(top(delays(2 * MS, null)), 2 * MS);
  assert.equal(top(delays(0, null)), 1e5);
  assert.equal(top(delays(3.6e12, null)), 5e12);
});

test("axes say what is where", () => {
  const words = axes(WAY, WIDTH, 10 * MS).words.map(([, , , text]) => text);
  assert.deepEqual(words, ["10 ms", "5 ms", "0 ms", "lost", "no room", "sent at 0 ms", "4 ms"]);
});

test("a summary says the same in words", () => {
  assert.equal(summary(WAY), "Of 5 frames, 3 arrive, 1 dropped as impair-loss, 1 dropped as impair-queue-full, 1 sent twice, 1 overtook others, "
    + "1 with a bit turned over. Delay 1 ms at least, 4 ms in the middle, 8 ms at most.");
  assert.equal(summary({ lost: 1, duplicated: 0, reordered: 0, corrupted: 0, frames: [{ ...frame(0), dropped: "impair-loss" }] }),
    "Of 1 frame, 0 arrive, 1 dropped as impair-loss. Nothing arrives.");
});
