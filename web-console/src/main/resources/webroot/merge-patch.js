// RFC 7386 without changing what was there: what a patch does not touch stays the same object.

/** The value after a patch. */
export function merge(value, patch) {
  if (!isObject(patch)) return patch;
  const merged = isObject(value) ? { ...value } : {};
  for (const [name, part] of Object.entries(patch)) {
    if (name === "__proto__") continue;
    if (part === null) delete merged[name];
    else merged[name] = merge(merged[name], part);
  }
  return merged;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
