// What the page knows: the view of the lab, kept true by patches with numbers, and the last events.

import { History } from "./history.js";
import { merge } from "./merge-patch.js";

const VIEW = "hnswitch.v1.tick.view";
const CTL = "hnswitch.v1.ctl.";
const EVENTS_KEPT = 1_000;
const PAGE = 500;
const STALE_MS = 3_000;
const RETRY_MS = 1_000;
const WAITING_MAX = 50;

/** The view of a node that has not told anything yet. */
const NOTHING = Object.freeze({ info: null, nics: {}, pairs: {}, vfs: {}, adapters: {}, switches: {},
  flows: {}, endpoints: {}, captures: {}, ledger: null, rates: {}, paths: {}, events: null,
  revision: null });

export class Store {
  /** What screens show; while paused, what was then. */
  view = NOTHING;
  /** The last events, the newest first; a new list when there are new ones. */
  events = [];
  history = new History();
  known = false;
  paused = null;
  problem = null;
  /** Snapshots taken because a patch was missed. */
  resyncs = 0;
  #bus;
  #changed;
  #connection = "connecting";
  #latest = NOTHING;
  #latestEvents = [];
  #run = null;
  #sequence = 0;
  #waiting = null;
  #freshAt = null;
  #cursor = null;
  #reading = false;
  /** Why events could not be read the last time. */
  #unread = null;

  /** `changed` is called after each change; it may be often. */
  constructor(bus, changed) {
    this.#bus = bus;
    this.#changed = changed;
    bus.subscribe(VIEW, (tick) => this.#tick(tick));
  }

  /** The socket is there. */
  opened() {
    this.#connection = "open";
    this.#sync();
  }

  closed() {
    this.#connection = "lost";
    this.#waiting = null;
    this.#changed();
  }

  denied() {
    this.#connection = "denied";
    this.#changed();
  }

  /** That of the lab as it is now, also while paused. */
  get revision() {
    return this.#latest.revision;
  }

  get isConnected() {
    return this.#connection === "open";
  }

  /** `kind` is connecting, live, paused, stale or denied; `ageMs` is null before the first numbers. */
  freshness() {
    const now = performance.now();
    const ageMs = this.#freshAt === null ? null : now - this.#freshAt;
    if (this.#connection === "denied") return { kind: "denied", ageMs };
    if (ageMs === null) return { kind: "connecting", ageMs };
    if (this.#connection !== "open" || ageMs > STALE_MS) return { kind: "stale", ageMs };
    if (this.paused !== null) return { kind: "paused", ageMs: now - this.paused };
    return { kind: "live", ageMs };
  }

  /** How long ago the view was true, in milliseconds. */
  sinceView() {
    return this.#freshAt === null ? 0 : performance.now() - this.#freshAt;
  }

  pause(wanted) {
    this.paused = wanted ? performance.now() : null;
    this.#show();
  }

  /** Takes a snapshot; patches that come meanwhile wait for it. */
  async #sync() {
    if (this.#waiting) return;
    const waiting = (this.#waiting = []);
    try {
      const { data } = await this.#bus.request(`${CTL}view.get`);
      if (this.#waiting !== waiting) return;
      this.#waiting = null;
      this.#begin(data);
      waiting.forEach((tick) => this.#tick(tick));
    } catch (error) {
      if (this.#waiting !== waiting) return;
      this.#waiting = null;
      this.problem = error.message;
      this.#changed();
      setTimeout(() => this.isConnected && this.#sync(), RETRY_MS);
    }
  }

  #begin({ run, sequence, at, view }) {
    if (this.#run !== null && this.#run !== run) this.history = new History();
    this.#run = run;
    this.#sequence = sequence;
    this.known = true;
    this.problem = null;
    this.#become(at, { ...NOTHING, ...view });
  }

  #tick(tick) {
    if (this.#waiting) {
      if (this.#waiting.push(tick) > WAITING_MAX) this.#waiting.shift();
      return;
    }
    if (tick.run === this.#run && tick.sequence <= this.#sequence) return;
    if (tick.run !== this.#run || tick.sequence !== this.#sequence + 1) {
      this.resyncs++;
      this.#sync();
      return;
    }
    this.#sequence = tick.sequence;
    this.#become(tick.at, merge(this.#latest, tick.patch));
  }

  #become(at, view) {
    this.#latest = view;
    this.#freshAt = performance.now();
    this.history.add(at, view);
    this.#readEvents();
    this.#show();
  }

  #show() {
    if (this.paused === null) {
      this.view = this.#latest;
      this.events = this.#latestEvents;
    }
    this.#changed();
  }

  // However many there are, they come in pages and at the pace of the ticks.
  async #readEvents() {
    if (this.#reading) return;
    this.#reading = true;
    try {
      let more = this.#latest.events && this.#latest.events.last !== this.#cursor;
      while (more) {
        const { data } = this.#cursor === null ? await this.#newest() : await this.#next();
        this.#cursor = data.cursor;
        more = data.more === true;
        if (data.events.length === 0) continue;
        this.#latestEvents = [...data.events, ...this.#latestEvents].slice(0, EVENTS_KEPT);
        this.#show();
      }
      if (this.problem === this.#unread) this.problem = null;
      this.#unread = null;
    } catch (error) {
      this.problem = this.#unread = error.message;
    } finally {
      this.#reading = false;
    }
  }

  #newest() {
    return this.#bus.request(`${CTL}event.list`, { limit: PAGE });
  }

  async #next() {
    const answer = await this.#bus.request(`${CTL}event.since`, { cursor: this.#cursor, limit: PAGE });
    answer.data.events.reverse();
    return answer;
  }
}
