// What forms remember, ask for, and were refused for.

/** What a form remembers: its texts by field (of `several`, lists), and what was wrong, by field and with all of it. */
export function blank(texts = {}) {
  return { id: "", texts: { ...texts }, at: {}, failure: "", isBusy: false };
}

/**
 * Of what a request was refused for, what is said at which field: `place(key)` gives the JSON
 * Pointer of a field. What is said of none of them is for the whole form.
 */
export function placed(failure, keys, place = (key) => `/${key}`) {
  const errors = failure.problem?.errors ?? [];
  const at = {};
  const rest = [];
  for (const { pointer, detail, suggestion } of errors) {
    const key = keys.filter((one) => pointer === place(one) || pointer.startsWith(`${place(one)}/`))
      .sort((a, b) => place(b).length - place(a).length)[0];
    const words = suggestion ? `${detail} (did you mean ${suggestion}?)` : detail;
    if (key === undefined) rest.push(words);
    else at[key] = at[key] ? `${at[key]}; ${words}` : words;
  }
  if (errors.length === 0) rest.push(failure.message);
  return { at, rest: rest.join("; ") };
}

/** Asks the node for what a form wants; whether it did. `place` as for `placed`. */
export async function send(app, state, { op, body, done, then, keys, place }) {
  if (state.isBusy) return;
  state.isBusy = true;
  Object.assign(state, { at: {}, failure: "" });
  app.draw();
  try {
    const { data } = await app.run(op, typeof body === "function" ? body() : body, done);
    then?.(data);
  } catch (failure) {
    const { at, rest } = placed(failure, keys, place);
    Object.assign(state, { at, failure: rest });
    goToWrong(state);
  } finally {
    state.isBusy = false;
    app.draw();
  }
}

// Who has pressed the button wants to mend what is wrong.
function goToWrong({ id, at }) {
  const [first] = Object.keys(at);
  if (first === undefined) return;
  setTimeout(() => document.getElementById(`${id}-${first}`)?.focus());
}

/** What was written: numbers where a field is `numeric` and has one, nothing where nothing stands. */
export function written(state, fields) {
  const body = {};
  for (const { key, numeric = false } of fields) {
    const value = state.texts[key];
    if (Array.isArray(value)) {
      if (value.length > 0) body[key] = [...value];
      continue;
    }
    const words = (value ?? "").trim();
    if (words !== "") body[key] = numeric && /^\d+$/.test(words) ? Number(words) : words;
  }
  return body;
}
