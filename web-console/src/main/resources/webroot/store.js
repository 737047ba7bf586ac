// What the page knows: snapshots of the lists, the numbers of the last tick, the last events. Until
// `known`, a list that is empty only has not come yet.

const CTL = "hnswitch.v1.ctl.";
const SNAPSHOT = { nics: CTL + "nic.list", vfs: CTL + "vf.list", adapters: CTL + "adapter.list",
  pairs: CTL + "pair.list", flows: CTL + "flow.list", ledger: CTL + "ledger.get",
  info: "hnswitch.v1.sys.info" };
const EVENTS_KEPT = 300;
const PAGE = 1_000;
const RELOAD_MS = 400;
const REFRESH_MS = 5_000;
const STALE_MS = 3_000;

export class Store {
  state = {
    connection: "connecting", known: false, nics: [], vfs: [], adapters: [], pairs: [], flows: [],
    ledger: null, rates: new Map(), paths: {}, events: [], info: null, revision: null, problem: null,
  };
  #bus;
  #cursor = "";
  #sequence = 0;
  #freshAt = null;
  #loading = false;
  #dirty = false;
  #filling = false;
  #wanting = false;

  constructor(bus) {
    this.#bus = bus;
    bus.subscribe("hnswitch.v1.tick.summary", (tick) => this.#summary(tick));
    bus.subscribe("hnswitch.v1.tick.nic", (tick) => this.#rates(tick));
    bus.subscribe("hnswitch.v1.evt.all", (event) => this.#happened(event));
    setInterval(() => this.reload(), REFRESH_MS);
  }

  /** The socket is there: take a snapshot, and the events missed meanwhile. */
  async opened() {
    this.state.connection = "open";
    await Promise.all([this.reload(), this.#fill()]);
  }

  closed() {
    this.state.connection = "lost";
  }

  denied() {
    this.state.connection = "denied";
  }

  /** `kind` is connecting, live, stale or denied; `ageMs` is null before the first numbers. */
  freshness() {
    const ageMs = this.#freshAt === null ? null : performance.now() - this.#freshAt;
    const { connection } = this.state;
    if (connection === "denied") return { kind: "denied", ageMs };
    if (ageMs === null) return { kind: "connecting", ageMs };
    return { kind: connection === "open" && ageMs < STALE_MS ? "live" : "stale", ageMs };
  }

  /** Runs an operation of the bus, then shows what it changed. */
  async run(operation, body) {
    const answer = await this.#bus.request(CTL + operation, body);
    await this.reload();
    return answer;
  }

  /** Takes the snapshot again; calls while one is under way are one more after it. */
  async reload() {
    if (this.state.connection !== "open") return;
    if (this.#loading) {
      this.#dirty = true;
      return;
    }
    this.#loading = true;
    const pause = new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
    const loads = await Promise.allSettled(
      Object.entries(SNAPSHOT).map(([name, address]) => this.#load(name, address)));
    const failed = loads.find((load) => load.status === "rejected");
    this.state.problem = failed ? failed.reason.message : null;
    if (!failed) {
      this.state.known = true;
      this.#fresh();
    }
    // The caller sees the new lists at once; the pause is for whoever comes next.
    pause.then(() => {
      this.#loading = false;
      if (this.#dirty) {
        this.#dirty = false;
        this.reload();
      }
    });
  }

  async #load(name, address) {
    const { data, revision } = await this.#bus.request(address);
    Object.assign(this.state, { [name]: data, revision });
  }

  #fresh() {
    this.#freshAt = performance.now();
  }

  #summary({ ledger, flows, paths }) {
    Object.assign(this.state, { ledger, flows, paths });
    this.#fresh();
  }

  #rates({ nics }) {
    this.state.rates = new Map(nics.map((nic) => [nic.id, nic]));
  }

  // Numbers have no holes: one that is not the next means that events were missed.
  #happened(event) {
    const sequence = Number(event.sequence);
    if (sequence > this.#sequence + 1) this.#fill();
    else if (sequence === this.#sequence + 1) this.#add(event);
    this.reload();
  }

  #add(event) {
    const { events } = this.state;
    events.unshift(event);
    events.length = Math.min(events.length, EVENTS_KEPT);
    this.#sequence = Number(event.sequence);
    this.#cursor = event.id;
  }

  // An event that comes while pages are on their way may be on none of them: then once more.
  async #fill() {
    this.#wanting = true;
    if (this.#filling) return;
    this.#filling = true;
    try {
      while (this.#wanting) {
        this.#wanting = false;
        const { data } = await this.#bus.request(CTL + "event.since",
          { cursor: this.#cursor, limit: PAGE });
        data.events.forEach((event) => this.#add(event));
        this.#cursor = data.cursor;
        this.#wanting ||= data.more;
      }
    } catch (error) {
      this.state.problem = error.message;
    } finally {
      this.#filling = false;
    }
  }
}
