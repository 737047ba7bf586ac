// The modules of the page as the node serves them, in the folder WEBROOT.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = process.env.WEBROOT;

export const load = (path) => import(pathToFileURL(join(ROOT, path)));
export const text = (path) => readFileSync(join(ROOT, path), "utf8");

/** A clock that only tests move. */
export const clock = { ms: 0 };

export function fakeClock() {
  clock.ms = 1_000_000;
  Object.defineProperty(globalThis, "performance",
    { value: { now: () => clock.ms }, configurable: true, writable: true });
}

/** Numbers from 0 to below 1, the same each time. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Texts that break what puts texts together without thinking. */
export const HOSTILE = [
  "", " ", "'", "\"", "\\", "`", "$", "$(x)", "`x`", "${x}", "'; rm -rf / #", "\" && x \"", "a\nb", "a\r\n\tb",
  "--help", "-", "~", "*", "?", "!!", "!x", "&", "|", ";", "<b>x</b>", "%", "%41", "%zz", "#", "a/b", "../..",
  "a?b=c&d", "a+b", "=x", "@file", "{a,b}", "[1-3]", "é", "日本語", "😀", "\u2028\u2029", "\u0000\u0001\u001f\u007f",
  "__proto__", "constructor", "toString", "\\'", "\\n", "a\\", "'''", "\"\"\"", "{{x}}", "{x}", "%s", "𝒳\u202e",
];
