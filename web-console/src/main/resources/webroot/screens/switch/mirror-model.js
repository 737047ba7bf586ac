// The mirrors of a switch as a form changes them. The node takes all of them at once, so a change of one
// is laid over those that there are when it is sent, and only if nobody has changed that one meanwhile.

const ALL_BYTES = 65550;

/** Fields of a mirror's form. */
export const FIELDS = [{ key: "name" }, { key: "source" }, { key: "direction" }, { key: "to" }, { key: "filter" }, { key: "snaplen", numeric: true }];

export const DIRECTIONS = [["both", "both: what they send and get"], ["source", "source: what they send"],
  ["destination", "destination: what they get"]];

/** One as a lab file has it, without what it has anyway. */
export function spec({ source, direction = "both", to, filter, snaplen = ALL_BYTES }) {
  return { source: source ?? [], ...(direction === "both" ? {} : { direction }), to, ...(filter ? { filter } : {}),
    ...(snaplen === ALL_BYTES ? {} : { snaplen }) };
}

/** The texts of the form for one, or for a new one. */
export function textsOf(mirror, all) {
  if (!mirror) return { name: freeName(all), source: [], direction: "both", to: "", filter: "", snaplen: "" };
  const { name, source, direction, to, filter, snaplen } = mirror;
  return { name, source: [...source], direction, to, filter: filter ?? "", snaplen: snaplen === ALL_BYTES ? "" : String(snaplen) };
}

function freeName(all) {
  const names = new Set(all.map(({ name }) => name));
  let number = 1;
  while (names.has(`m${number}`)) number++;
  return `m${number}`;
}

const same = (a, b) => JSON.stringify(a && spec(a)) === JSON.stringify(b && spec(b));

/**
 * All mirrors, as `switch.set` takes them, with one put in place of `before`, or besides the others when
 * that is undefined; or without `before` when there is none to put. Throws when that one is not what it was.
 */
export function changed(all, before, one) {
  const now = before && all.find(({ name }) => name === before.name);
  if (before && !same(before, now)) {
    throw new Error(now ? `${before.name} was changed meanwhile: begin again with what it is now` : `${before.name} is gone meanwhile`);
  }
  if (one && one.name !== before?.name && all.some(({ name }) => name === one.name)) {
    throw new Error(`there is a mirror ${one.name} already`);
  }
  const next = all.flatMap((mirror) => (mirror === now ? (one ? [one] : []) : [mirror]));
  if (one && !before) next.push(one);
  const entries = next.map((mirror) => [mirror.name, spec(mirror)]);
  // As text: an object would put names that are numbers first.
  return entries.length === 0 ? "none" : `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

/** Where the node says what is wrong with a field of the one of that name. */
export function placeOf(key, name) {
  const at = `/mirrors/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return key === "name" ? at : `${at}/${key}`;
}
