// Tells screen readers what changed, in few words and not more often than every five seconds.

const EVERY_MS = 5_000;

export class Announcer {
  #at = -EVERY_MS;
  #seen = null;
  #kind = "connecting";

  update(app) {
    const { kind } = app.store.freshness();
    if (kind !== this.#kind) {
      if (kind === "stale") app.say("Connection lost; numbers are old");
      if (kind === "live" && this.#kind === "stale") app.say("Live again");
      this.#kind = kind;
    }
    if (!app.store.known) return;
    const paths = new Map(Object.entries(app.view.nics).map(([id, nic]) => [id, nic.path]));
    this.#seen ??= paths;
    const now = performance.now();
    if (now - this.#at < EVERY_MS) return;
    const moved = [...paths].filter(([id, path]) => this.#seen.has(id) && this.#seen.get(id) !== path);
    this.#seen = paths;
    if (moved.length === 0) return;
    this.#at = now;
    app.say(moved.length === 1 ? `${moved[0][0]} is on the ${moved[0][1] === "vf" ? "VF" : moved[0][1]} path`
      : `${moved.length} NICs changed their path`);
  }
}
