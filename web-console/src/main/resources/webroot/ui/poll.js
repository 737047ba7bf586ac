// What is not in the view of the lab is asked for while somebody looks at it.

/**
 * The answer of a reading operation, asked again every so often: `{ data, revision, error }`, of which
 * `data` stays the last one that came; who changes what it says asks for its `revision`. One request at a time; none while paused or away.
 * With `isLasting`, it is still known when the screen changes.
 */
export function poll(app, op, body = {}, everyMs = 2_000, isLasting = false) {
  const key = `poll ${op} ${JSON.stringify(body)}`;
  const state = (isLasting ? app.lasting : app.local).call(app, key, () => ({ data: undefined, revision: undefined, error: null, at: -Infinity, isAsked: false }));
  const isDue = performance.now() - state.at >= everyMs;
  if (isDue && !state.isAsked && app.store.isConnected && (app.store.paused === null || state.data === undefined)) {
    ask(app, state, op, body);
  }
  return state;
}

async function ask(app, state, op, body) {
  state.isAsked = true;
  try {
    ({ data: state.data, revision: state.revision } = await app.run(op, body));
    state.error = null;
  } catch (error) {
    state.error = error.message;
  } finally {
    state.isAsked = false;
    state.at = performance.now();
    app.draw();
  }
}

/** Asks again at once, after a change. */
export function again(app, op, body = {}) {
  const key = `poll ${op} ${JSON.stringify(body)}`;
  for (const state of app.known(key)) state.at = -Infinity;
}
