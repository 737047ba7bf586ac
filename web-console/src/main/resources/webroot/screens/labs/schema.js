// What may stand at a place of a lab file, by its JSON Schema.

/** Of a line, what is looked at: nobody waits for an editor that reads more with each key. */
const LINE_MAX = 1_000;

/** The keys above a place: `lines` before it, and the part of its line before it. */
export function pathAt(lines, before) {
  const path = [];
  let indent = /^[\s-]*/.exec(before)[0].length;
  for (const line of [...lines].reverse()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, space, key] = /^([\s-]*)("[^"]*"|[^\s:{[][^:]*):(?=\s|$)/.exec(line.slice(0, LINE_MAX)) ?? [];
    if (key === undefined || space.length >= indent) continue;
    path.unshift(bare(key));
    indent = space.length;
    if (indent === 0) break;
  }
  return [...path, ...inBraces(before)];
}

// `a: { b: { c` is within a and b.
function inBraces(before) {
  const open = [];
  let key = null;
  for (const [token] of before.matchAll(/"[^"]*"|[{}[\],]|[^\s{}[\],:"]+(?=\s*:)|:/g)) {
    if (token === "{" || token === "[") {
      open.push(key);
      key = null;
    } else if (token === "}" || token === "]") key = open.pop() ?? null;
    else if (token === ",") key = null;
    else if (token !== ":") key = bare(token);
  }
  return open.filter((one) => one !== null);
}

function bare(key) {
  return key.trim().replace(/^"(.*)"$/, "$1");
}

/** The schemas that hold at a path. */
export function schemasAt(schema, path) {
  let found = spread(schema, schema);
  for (const key of path) {
    found = found.flatMap((one) => below(one, key)).flatMap((one) => spread(schema, one));
  }
  return found;
}

function below(schema, key) {
  if (schema.items && typeof schema.items === "object") return [schema.items, ...below(schema.items, key)];
  const named = schema.properties?.[key];
  if (named) return [named];
  const fitting = Object.entries(schema.patternProperties ?? {})
    .filter(([pattern, one]) => typeof one === "object" && new RegExp(pattern).test(key)).map(([, one]) => one);
  if (fitting.length > 0) return fitting;
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

// A schema and all that it refers to or chooses between.
function spread(root, schema, depth = 0) {
  if (typeof schema !== "object" || schema === null || depth > 12) return [];
  const further = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (schema.$ref) further.push(schema.$ref.slice(2).split("/").reduce((at, part) => at?.[part], root));
  return [schema, ...further.flatMap((one) => spread(root, one, depth + 1))];
}

/** The keys that may stand there: `{ key, detail, isRequired }`. */
export function keysOf(schemas) {
  const keys = new Map();
  for (const { properties = {}, required = [] } of schemas) {
    for (const [key, value] of Object.entries(properties)) {
      keys.set(key, { key, detail: value.description ?? "", isRequired: required.includes(key) });
    }
  }
  return [...keys.values()];
}

/** The values that may stand there. */
export function valuesOf(schemas) {
  const values = schemas.flatMap(({ enum: list = [], const: only, type }) =>
    [...list, ...(only === undefined ? [] : [only]), ...(type === "boolean" ? [true, false] : [])]);
  return [...new Set(values.map(String))];
}

/** A source of completions, as CodeMirror wants it. */
export function completions(schema) {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (before.length > LINE_MAX) return null;
    const lines = context.state.doc.sliceString(0, line.from).split("\n").slice(0, -1);
    const word = /[\w.@-]*$/.exec(before)[0];
    if (word === "" && !context.explicit) return null;
    const rest = before.slice(0, before.length - word.length);
    const key = /(?:^|[\s{,])("[^"]*"|[\w.@-]+):\s+$/.exec(rest)?.[1];
    const path = pathAt(lines, rest);
    const there = schemasAt(schema, key ? [...path, bare(key)] : path);
    const items = there.flatMap((one) => spread(schema, one.items));
    const values = valuesOf(key ? there : items).map((value) => ({ label: value, type: "constant" }));
    const options = key ? values : [...values, ...keysOf([...there, ...items]).map((one) => ({ label: one.key, apply: `${one.key}: `,
      type: "property", detail: one.isRequired ? "needed" : "", info: one.detail, boost: one.isRequired ? 1 : 0 }))];
    return options.length === 0 ? null : { from: context.pos - word.length, options, validFor: /^[\w.@-]*$/ };
  };
}
