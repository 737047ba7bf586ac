import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const format = await load("format.js");

function check(name, cases) {
  for (const [value, expected] of cases) assert.equal(format[name](value), expected, `${name}(${value})`);
}

test("writes counts", () => {
  check("count", [[0, "0"], [12_345, "12,345"], [-1, "-1"], [undefined, "–"], [null, "–"], [NaN, "–"], ["7", "–"]]);
  assert.equal(format.plural(1, "NIC"), "1 NIC");
  assert.equal(format.plural(0, "NIC"), "0 NICs");
  assert.equal(format.plural(2_000, "flow"), "2,000 flows");
});

test("writes rates with three digits", () => {
  check("frameRate", [[0, "0 fps"], [999.4, "999 fps"], [999.5, "1.00 kfps"], [1_234, "1.23 kfps"], [12_345, "12.3 kfps"],
    [99_949, "99.9 kfps"], [99_951, "100 kfps"], [999_499, "999 kfps"], [999_501, "1.00 Mfps"], [undefined, "–"]]);
  check("bitRate", [[1.5e9, "1.50 Gbit/s"], [2e15, "2000 Tbit/s"], [undefined, ""]]);
});

test("writes durations", () => {
  check("latency", [[84.2, "84.2 µs"], [999.4, "999 µs"], [1_204.5, "1.2 ms"], [0, "–"], [-1, "–"], [undefined, "–"], [NaN, "–"]]);
  check("milliseconds", [[0, "0 ms"], [3.217, "3.22 ms"], [999.4, "999 ms"], [999.7, "1.00 s"], [1_000, "1.00 s"], [12_345, "12.3 s"],
    [1_000_000, "1000 s"], [12_345_678, "12346 s"], [undefined, "–"]]);
  check("age", [[-5, "0.0 s"], [400, "0.4 s"], [9_900, "9.9 s"], [12_000, "12 s"], [119_999, "119 s"], [120_000, "2 min"],
    [7_199_000, "119 min"], [7_200_000, "2 h"]]);
});

test("writes values", () => {
  check("plain", [[null, "null"], [undefined, "undefined"], [true, "true"], ["<b>", "<b>"]]);
  assert.equal(format.plain({ a: [1] }), '{"a":[1]}');
  assert.match(format.time("2026-11-23T10:47:52.624Z"), /^\d\d:\d\d:52\.624$/);
  assert.match(format.moment("2026-11-23T10:47:52.624Z"), /2026/);
});
