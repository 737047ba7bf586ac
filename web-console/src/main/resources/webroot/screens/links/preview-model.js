// What a preview says of a direction, as paths of a drawing and in words.

import { milliseconds, plural } from "../../format.js";

/** Where things are in the drawing, in pixels: delays above the line, what is dropped below. */
export const SIZE = { height: 196, left: 64, right: 10, top: 14, line: 124, lost: 142, full: 160, floor: 174 };

const ms = (nanos) => milliseconds(nanos / 1e6);

/** Kinds of marks, each with a shape of its own around, or in place of, the dot of a frame that arrives. */
export const MARKS = [["arrived", "arrives"], ["duplicated", "twice"], ["reordered", "overtook others"], ["corrupted", "bit turned over"],
  ["lost", "lost"], ["full", "no room"]];

const SHAPES = {
  arrived: (x, y) => `M${x} ${y}h0`,
  duplicated: (x, y) => `M${x - 4.5} ${y}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0`,
  reordered: (x, y) => `M${x - 3} ${y - 3}l3 -4l3 4`,
  corrupted: (x, y) => `M${x - 4} ${y - 4}h8v8h-8z`,
  lost: (x, y) => `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`,
  full: (x, y) => `M${x - 3} ${y - 4}v8h6v-8`,
};

/** The shape of a kind alone, in the middle of 16 by 16 pixels. */
export const shape = (kind) => SHAPES[kind](8, 8);

/** The delay that the vertical axis ends with: 1, 2 or 5 times a power of ten, in nanoseconds. */
export function top(preview) {
  const most = Math.max(1e5, preview.forward.delayNanos?.max ?? 0, preview.reverse.delayNanos?.max ?? 0);
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= most);
}

/** Paths by kind of mark, for a drawing so wide. */
export function paths({ frames }, width, most) {
  const last = frames.at(-1).sentNanos;
  const round = (value) => Math.round(value * 10) / 10;
  const x = (sent) => round(SIZE.left + (sent / last) * (width - SIZE.left - SIZE.right));
  const y = (delay) => round(SIZE.line - (delay / most) * (SIZE.line - SIZE.top));
  const all = Object.fromEntries(MARKS.map(([kind]) => [kind, ""]));
  const put = (kind, at, up) => (all[kind] += SHAPES[kind](at, up));
  for (const frame of frames) {
    const at = x(frame.sentNanos);
    for (const arrives of frame.arrivesNanos) {
      const up = y(arrives - frame.sentNanos);
      put("arrived", at, up);
      for (const kind of ["duplicated", "reordered", "corrupted"]) if (frame[kind]) put(kind, at, up);
    }
    if (frame.dropped) {
      const kind = frame.dropped === "impair-loss" ? "lost" : "full";
      put(kind, at, SIZE[kind]);
    }
  }
  return all;
}

/** Its axes: lines as a path, and words at places. */
export function axes({ frames }, width, most) {
  const end = width - SIZE.right;
  const middle = (SIZE.line + SIZE.top) / 2;
  return {
    lines: `M${SIZE.left} ${SIZE.top}H${end}M${SIZE.left} ${middle}H${end}M${SIZE.left} ${SIZE.line}H${end}`,
    frame: `M${SIZE.left} ${SIZE.top}V${SIZE.floor}H${end}`,
    words: [[SIZE.left - 6, SIZE.top + 4, "end", ms(most)], [SIZE.left - 6, middle + 4, "end", ms(most / 2)], [SIZE.left - 6, SIZE.line + 4, "end", "0 ms"],
      [SIZE.left - 6, SIZE.lost + 4, "end", "lost"], [SIZE.left - 6, SIZE.full + 4, "end", "no room"], [SIZE.left, SIZE.height - 6, "start", "sent at 0 ms"],
      [end, SIZE.height - 6, "end", ms(frames.at(-1).sentNanos)]],
  };
}

/** All of it in a sentence. */
export function summary(one) {
  const rest = [["duplicated", "sent twice"], ["reordered", "overtook others"], ["corrupted", "with a bit turned over"]]
    .filter(([kind]) => one[kind] > 0).map(([kind, words]) => `${one[kind]} ${words}`);
  const reasons = one.frames.flatMap(({ dropped }) => dropped ?? []);
  const why = [...new Set(reasons)].map((reason) => `${reasons.filter((each) => each === reason).length} dropped as ${reason}`);
  const delay = one.delayNanos
    ? `Delay ${ms(one.delayNanos.min)} at least, ${ms(one.delayNanos.median)} in the middle, ${ms(one.delayNanos.max)} at most.` : "Nothing arrives.";
  return `Of ${plural(one.frames.length, "frame")}, ${one.frames.length - one.lost} arrive${[...why, ...rest].map((words) => `, ${words}`).join("")}. ${delay}`;
}
