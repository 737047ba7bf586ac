// Terms of the filter language.

/** The term for a value; nothing for what is not known. */
export function term(key, value) {
  if (value === undefined || value === null || value === "") return null;
  const text = String(value);
  return `${key}:${/^[\w.:/@+-]+$/.test(text) && !text.includes(",") ? text : `"${text.replaceAll('"', "*")}"`}`;
}
