// Links as the screen shows them, a row for each direction.

const DEEDS = { "link.down": "pulled out:", "link.disable": "file's layer disabled:",
  "vf.revoke-storm": "storm of revokes at", "fault.servicing": "host being serviced:", "fault.stall": "channel stalled:",
  "fault.lose-control": "control messages lost:" };

/** A row for each direction that the node knows of. */
export function rows(links) {
  return links.flatMap((link) => link.ways.map((way, i) => ({
    key: `${link.id} ${i}`, id: link.id, isFirst: i === 0, state: link.state, layers: link.layers, from: way.from, to: way.to,
    direction: way.from === link.endpoints[0] ? "forward" : "reverse", frames: way.frames, actions: way.impaired })));
}

export const waiting = ({ actions }) => actions.waiting ?? 0;

/** What a layer says of a direction, in a line. */
export function inShort(layer, direction) {
  const all = { ...layer.both, ...layer[direction] };
  const words = Object.entries(all).map(([key, value]) => `${key} ${typeof value === "object" ? inner(value) : value}`);
  return words.length === 0 ? "nothing this way" : words.join(", ");
}

const inner = (value) => Object.entries(value).map(([key, one]) => (key === "model" ? one : `${key} ${one}`)).join(" ");

/** A fault in words, its object behind. */
export function done({ operation, layer }) {
  return operation === "link.impair" ? `layer ${layer} over` : DEEDS[operation] ?? operation;
}

/** What people ask for most, by name. */
export const PRESETS = {
  "Same town": { delay: "2ms", jitter: "500us", distribution: "normal" },
  "Other continent": { delay: "80ms", jitter: "4ms", distribution: "paretonormal", loss: "0.1%", limit: "20000" },
  Satellite: { delay: "280ms", jitter: "10ms", distribution: "normal", loss: "0.5%", rate: "50Mbit", limit: "20000" },
  "Mobile phone": { delay: "40ms", jitter: "15ms", distribution: "paretonormal", loss: "1%", rate: "20Mbit" },
  "Bad cable": { loss: "5%", corrupt: "0.1%" },
  "Slow line": { rate: "1Mbit", delay: "20ms", limit: "100" },
};

/** The fields of the editor, with what to write in them. */
export const FIELDS = [
  ["delay", "5ms"], ["jitter", "1ms"], ["distribution", "uniform, normal, pareto or paretonormal"], ["correlation", "25%"],
  ["loss", "1%"], ["duplicate", "0.1%"], ["reorder", "by-jitter"], ["corrupt", "0.01%"], ["rate", "20Mbit"], ["limit", "1000"],
];

/** The request that an editor's texts make. */
export function request(link, { direction, layer, time, texts }) {
  const one = {};
  for (const [key] of FIELDS) {
    const text = (texts[key] ?? "").trim();
    if (text !== "") one[key] = key === "limit" && /^[0-9]+$/.test(text) ? Number(text) : text;
  }
  const body = { link, [direction]: one };
  if (layer.trim() !== "") body.layer = layer.trim();
  if (time.trim() !== "") body.for = time.trim();
  return body;
}
