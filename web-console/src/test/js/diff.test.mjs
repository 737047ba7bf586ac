import assert from "node:assert/strict";
import test from "node:test";
import { load, random } from "./page.mjs";

const { diff } = await load("screens/labs/diff.js");

const side = (lines, kind) => lines.filter((line) => line.kind !== kind).map((line) => line.text).join("\n");

function check(from, to, note) {
  const lines = diff(from, to);
  assert.ok(side(lines, "added") === from, `${note}: what was`);
  assert.ok(side(lines, "removed") === to, `${note}: what is to be`);
  return lines;
}

test("tells how to come from one text to the other", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const chance = random(seed);
    const some = () => Array.from({ length: Math.floor(chance() * 30) }, () => "abc "[Math.floor(chance() * 4)]);
    const from = some();
    const to = chance() < 0.5 ? some() : from.flatMap((line) => (chance() < 0.2 ? [] : chance() < 0.2 ? [line, "x"] : [line]));
    check(from.join("\n"), to.join("\n"), `seed ${seed}`);
  }
});

test("finds the fewest lines", () => {
  const lines = check("a\nb\nc\nd", "a\nc\nx\nd", "small");
  assert.deepEqual(lines.map(({ kind, text }) => `${kind} ${text}`),
    ["same a", "removed b", "same c", "added x", "same d"]);
  assert.ok(check("same\ntext", "same\ntext", "equal").every(({ kind }) => kind === "same"));
});

test("shows a change at the end of a long text", () => {
  const long = Array.from({ length: 5_000 }, (_, i) => `line ${i}`);
  const lines = check(long.join("\n"), [...long.slice(0, 4_990), "other", ...long.slice(4_991)].join("\n"), "long");
  assert.deepEqual(lines.filter(({ kind }) => kind !== "same").map(({ text }) => text).sort(), ["line 4990", "other"]);
  check(long.join("\n"), [...long, "more"].join("\n"), "longer");
});

test("ends soon with long texts that have nothing in common", () => {
  const text = (word) => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}`).join("\n");
  const began = Date.now();
  check(text("a"), text("b"), "other");
  assert.ok(Date.now() - began < 5_000);
});
