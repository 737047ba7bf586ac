// Ports by VLANs: what a cell of the matrix says, and what a port's policy becomes when it is changed.

const LIST_MAX = 8;

/** The ids of a list of ids and ranges: `["10", "20-22"]` has 10, 20, 21 and 22. */
function ranges(texts) {
  return texts.map((text) => {
    const [first, last = first] = text.split("-").map(Number);
    return [first, last];
  });
}

const has = (texts, id) => ranges(texts).some(([first, last]) => first <= id && id <= last);

/** The list without an id. */
export function without(texts, id) {
  return ranges(texts).flatMap(([first, last]) => {
    if (id < first || id > last) return [[first, last]];
    return [[first, id - 1], [id + 1, last]].filter(([from, to]) => from <= to);
  }).map(written);
}

/** The list with an id, in order. */
export function including(texts, id) {
  if (has(texts, id)) return texts;
  const sorted = [...ranges(texts), [id, id]].sort(([a], [b]) => a - b);
  const joined = [];
  for (const [first, last] of sorted) {
    const before = joined.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else joined.push([first, last]);
  }
  return joined.map(written);
}

const written = ([first, last]) => (first === last ? `${first}` : `${first}-${last}`);

/** The VLANs that ports name, one by one; a long range says nothing of a single one. */
export function vlans(ports) {
  const ids = new Set();
  for (const { vlan } of ports) {
    if (vlan?.untagged) ids.add(vlan.untagged);
    for (const [first, last] of ranges(vlan?.tagged ?? [])) {
      if (last - first < LIST_MAX) for (let id = first; id <= last; id++) ids.add(id);
    }
  }
  return [...ids].sort((a, b) => a - b);
}

/** `untagged`, `tagged` or `none`. */
export function membership(vlan, id) {
  if (vlan?.untagged === id) return "untagged";
  return has(vlan?.tagged ?? [], id) ? "tagged" : "none";
}

/** What `nic.set` is given, so that a port is in a VLAN in this way. */
export function policy(vlan, id, wanted) {
  const rest = without(vlan.tagged ?? [], id);
  const untagged = wanted === "untagged" ? id : vlan.untagged === id ? undefined : vlan.untagged;
  const tagged = wanted === "tagged" ? including(rest, id) : rest;
  const kept = vlan.priority ? { priority: "keep" } : {};
  if (tagged.length > 0) return { mode: "trunk", ...(untagged ? { native: untagged } : {}), allowed: tagged, ...kept };
  if (untagged) return { mode: "access", id: untagged, ...(vlan.isolated ? { isolated: true } : {}), ...kept };
  return "none";
}
