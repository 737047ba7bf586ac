// How numbers, times and durations read.

const integers = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit",
  second: "2-digit", fractionalSecondDigits: 3 });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

const DASH = "–";

/** 12 345 as 12,345; a dash for what is not there. */
export function count(value) {
  return Number.isFinite(value) ? integers.format(value) : DASH;
}

/** 1 NIC, 2 NICs. */
export function plural(number, word) {
  return `${count(number)} ${word}${number === 1 ? "" : "s"}`;
}

/** Three digits with an SI prefix: 1.23 M. */
function si(value, unit) {
  const prefixes = ["", "k", "M", "G", "T"];
  let step = 0;
  while (value >= 999.5 && step < prefixes.length - 1) {
    value /= 1000;
    step++;
  }
  const digits = step === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${prefixes[step]}${unit}`;
}

/** Frames in a second. */
export function frameRate(value) {
  return value === undefined ? DASH : si(value, "fps");
}

/** Bits in a second; empty for what is not there. */
export function bitRate(value) {
  return value === undefined ? "" : si(value, "bit/s");
}

/** A latency in microseconds: 84.2 µs; 0 means that there was none to measure. */
export function latency(micros) {
  if (!Number.isFinite(micros) || micros <= 0) return DASH;
  return micros < 999.5 ? `${Number(micros.toPrecision(3))} µs` : milliseconds(micros / 1e3);
}

export function milliseconds(value) {
  if (!Number.isFinite(value)) return DASH;
  if (value < 999.5) return `${Number(value.toPrecision(3))} ms`;
  return `${value < 999_500 ? (value / 1000).toPrecision(3) : (value / 1000).toFixed(0)} s`;
}

/** A duration as the node writes it, like 254s, 1500ms or 20us, in milliseconds; NaN for anything else. */
export function durationMs(text) {
  const [, number, unit] = /^(\d+)(s|ms|us)$/.exec(text ?? "") ?? [];
  return Number(number) * { s: 1000, ms: 1, us: 1e-3 }[unit];
}

/** How long ago: 0.4 s, 12 s, 5 min, 3 h. */
export function age(ms) {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

/** Time of day with milliseconds. */
export function time(at) {
  return clock.format(new Date(at));
}

/** The whole moment with its zone. */
export function moment(at) {
  return exact.format(new Date(at));
}

/** A value in an event or counter. */
export function plain(value) {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
