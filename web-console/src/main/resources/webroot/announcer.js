// Tells screen readers what changed, in few words and not more often than every five seconds.

const EVERY_MS = 5_000;

export class Announcer {
  #at = -EVERY_MS;
  #seen = null;
  #kind = "connecting";

  update(app) {
    const now = performance.now();
    if (now - this.#at < EVERY_MS) return;
    if (this.#connection(app)) {
      this.#at = now;
      return;
    }
    // A NIC that does not answer for a moment is where it was.
    const paths = new Map(Object.entries(app.view.nics).map(([id, { path }]) => [id, path ?? this.#seen?.get(id)]));
    const moved = [...paths].filter(([id, path]) => this.#seen?.get(id) !== undefined && this.#seen.get(id) !== path);
    this.#seen = paths;
    if (moved.length === 0) return;
    this.#at = now;
    app.say(moved.length === 1 ? `${moved[0][0]} is on the ${moved[0][1] === "vf" ? "VF" : moved[0][1]} path`
      : `${moved.length} NICs changed their path`);
  }

  /** Whether there was something to say of it. */
  #connection(app) {
    const { kind } = app.store.freshness();
    const before = this.#kind;
    this.#kind = kind;
    if (kind === before) return false;
    if (kind === "stale") app.say("Connection lost; numbers are old");
    else if (kind === "live" && before === "stale") app.say("Live again");
    else return false;
    return true;
  }
}
