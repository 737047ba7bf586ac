// States as text with a shape; colour only repeats what they say.

import { h, set, text } from "../dom.js";

function badge(kinds, of) {
  const shape = h("span", { class: "shape", "aria-hidden": "true" });
  const word = h("span");
  const element = h("span", { class: "badge" }, shape, word);
  return {
    element,
    update(item) {
      const value = of(item);
      const kind = kinds[value] ?? { shape: "·", word: value ?? "unknown" };
      set(element, "data-kind", kind.kind ?? "other");
      text(shape, kind.shape);
      text(word, kind.word);
    },
  };
}

const PATHS = {
  synthetic: { kind: "synthetic", shape: "◇", word: "synthetic" },
  vf: { kind: "vf", shape: "◆", word: "VF" },
};
const UPS = {
  true: { kind: "good", shape: "▲", word: "up" },
  false: { kind: "off", shape: "▽", word: "down" },
};

export const pathBadge = (of) => badge(PATHS, of);
export const upBadge = (of) => badge(UPS, of);
