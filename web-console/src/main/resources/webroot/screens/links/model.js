// Links as the screen shows them, a row for each direction.

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

/** What people ask for most, by name, as a lab file says it. */
export const PRESETS = {
  "Same town": { delay: "2ms", jitter: "500us", distribution: "normal" },
  "Other continent": { delay: "80ms", jitter: "4ms", distribution: "paretonormal", loss: "0.1%", limit: 20000 },
  Satellite: { delay: "280ms", jitter: "10ms", distribution: "normal", loss: "0.5%", rate: "50Mbit", limit: 20000 },
  "Mobile phone": { delay: "40ms", jitter: "15ms", distribution: "paretonormal", loss: "1%", rate: "20Mbit" },
  "Lossy Wi-Fi": { delay: "3ms", jitter: "2ms", loss: { model: "gilbert-elliott", toBad: "1%", toGood: "20%", inBad: "60%" } },
  "Bad cable": { loss: "5%", corrupt: "0.1%" },
  "Slow line": { rate: "1Mbit", delay: "20ms", limit: 100 },
};

export const DIRECTIONS = ["both", "forward", "reverse"];

const percent = (key, label, example) => ({ key, label, example });

/** The models of loss, each with its fields. */
export const LOSSES = {
  random: [percent("loss.chance", "Chance", "1%"), percent("loss.correlation", "Correlation", "0%")],
  "gilbert-elliott": [percent("loss.toBad", "Good to bad (p)", "1%"), percent("loss.toGood", "Bad to good (r)", "20%"),
    percent("loss.inBad", "Loss while bad (1-h)", "100%"), percent("loss.inGood", "Loss while good (1-k)", "0%")],
  "4-state": [percent("loss.toBurst", "Burst begins (p13)", "1%"), percent("loss.toGap", "Burst ends (p31)", "20%"),
    percent("loss.toPause", "Pause in it (p32)", "0%"), percent("loss.fromPause", "Losses go on (p23)", "100%"),
    percent("loss.single", "Single loss (p14)", "0%")],
};

const MODELS = [["", "not said"], ["random", "random"], ["gilbert-elliott", "Gilbert-Elliott"],
  ["4-state", "4-state"]];
const ORDERS = [["", "not said"], ["none", "none"], ["by-jitter", "by jitter"], ["early", "by chance"]];
const EARLY = [percent("reorder.chance", "Chance", "25%"), { key: "reorder.gap", label: "Gap", example: "1", numeric: true }];
const DISTRIBUTIONS = [["", "not said"], "uniform", "normal", "pareto", "paretonormal"];

/** Groups of fields of a direction, those of the models that were chosen among them. */
export function groups(texts, direction) {
  const model = texts[`${direction}.loss.model`];
  const order = texts[`${direction}.reorder.how`];
  return [
    ["Delay", [{ key: "delay", label: "Delay", example: "5ms" }, { key: "jitter", label: "Jitter", example: "1ms" },
      { key: "distribution", label: "Distribution", values: DISTRIBUTIONS }, percent("correlation", "Correlation", "25%")]],
    ["Loss", [{ key: "loss.model", label: "Model", values: MODELS }, ...(LOSSES[model] ?? [])]],
    ["Other", [percent("duplicate", "Duplicate", "0.1%"), percent("corrupt", "Corrupt", "0.01%"),
      { key: "reorder.how", label: "Reorder", values: ORDERS }, ...(order === "early" ? EARLY : [])]],
    ["Rate", [{ key: "rate", label: "Rate", example: "20Mbit" }, { key: "limit", label: "Limit, in frames", example: "1000", numeric: true }]],
  ];
}

/** The texts that a direction of a layer gives. */
export function textsOf(impairment, direction) {
  const texts = {};
  const put = (key, value) => (texts[`${direction}.${key}`] = String(value));
  for (const [key, value] of Object.entries(impairment ?? {})) {
    if (key === "loss") {
      const loss = typeof value === "object" ? value : { model: "random", chance: value };
      Object.entries(loss).forEach(([one, is]) => put(`loss.${one}`, is));
    } else if (key === "reorder") {
      put("reorder.how", typeof value === "object" ? "early" : value);
      if (typeof value === "object") Object.entries(value).forEach(([one, is]) => put(`reorder.${one}`, is));
    } else put(key, value);
  }
  return texts;
}

/** The texts of a whole layer. */
export const textsOfLayer = (layer) => Object.assign({}, ...DIRECTIONS.map((direction) => textsOf(layer?.[direction], direction)),
  layer?.seed === undefined ? {} : { seed: String(layer.seed) });

/** The fields of all directions, as they are now. */
export const keysOf = (texts) => DIRECTIONS.flatMap((direction) => groups(texts, direction)
  .flatMap(([, fields]) => fields.map(({ key }) => `${direction}.${key}`)));

/** Where the node says what is wrong with a field. */
export const placeOf = (key) => `/${key.replaceAll(".", "/")}`;

/** What the texts of a direction say, as a lab file has it; undefined when they say nothing. */
export function impairment(texts, direction) {
  const one = {};
  for (const { key, numeric } of groups(texts, direction).flatMap(([, fields]) => fields)) {
    const text = (texts[`${direction}.${key}`] ?? "").trim();
    if (text === "") continue;
    const value = numeric && /^[0-9]+$/.test(text) ? Number(text) : text;
    const [outer, inner] = key.split(".");
    if (inner === undefined) one[key] = value;
    else if (inner !== "how") (one[outer] ??= {})[inner] = value;
    else if (text === "early") one[outer] ??= {};
    else one[outer] = text;
  }
  return Object.keys(one).length === 0 ? undefined : one;
}

const waysOf = (texts) => Object.fromEntries(DIRECTIONS.map((direction) => [direction, impairment(texts, direction)])
  .filter(([, one]) => one !== undefined));

// A number that was written, or for the node to refuse what is none; nothing where nothing stands.
function number(key, text = "") {
  const words = text.trim();
  return words === "" ? {} : { [key]: /^\d{1,15}$/.test(words) ? Number(words) : words };
}

/** The request that an editor's texts make; the lab file's layer is set, others are laid over it. */
export function request(link, { layer, texts, revision }) {
  const time = (texts.for ?? "").trim();
  const ways = waysOf(texts);
  if (layer === FILE) return { op: "link.set", body: { link, ...ways, ...(revision === undefined ? {} : { ifRevision: revision }) } };
  return { op: "link.impair", body: { link, layer, ...ways, ...number("seed", texts.seed), ...(time === "" ? {} : { for: time }) } };
}

/** The request for what they would do to frames; `size` and `rate` are texts. A layer without a name yet lies over all. */
export function previewRequest(link, { layer, texts, size, rate }) {
  const often = (rate ?? "").trim();
  return { link, layer: NAME.test(layer) ? layer : "preview", ...waysOf(texts), ...(layer === FILE ? {} : number("seed", texts.seed)),
    ...number("size", size), ...(often === "" ? {} : { rate: /^\d+$/.test(often) ? `${often}pps` : often }) };
}

const NAME = /^[a-z0-9][a-z0-9-]*$/;

/** The name of the lab file's layer, and of the one that is laid over it unless another is named. */
export const FILE = "file";
export const LIVE = "live";
