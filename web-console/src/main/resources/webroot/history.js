// The rates of the last minutes, in rings that do not grow.

const KEPT = 300;
const SERIES = ["txSynthetic", "txVf", "rxSynthetic", "rxVf"];

class Ring {
  #times = new Float64Array(KEPT);
  #values = SERIES.map(() => new Float32Array(KEPT));
  #next = 0;
  #size = 0;

  add(seconds, values) {
    this.#times[this.#next] = seconds;
    values.forEach((value, i) => (this.#values[i][this.#next] = value));
    this.#next = (this.#next + 1) % KEPT;
    this.#size = Math.min(this.#size + 1, KEPT);
  }

  /** Times in seconds, then the series, each the oldest first. */
  columns() {
    return [this.#times, ...this.#values].map((ring) => {
      const from = (this.#next - this.#size + KEPT) % KEPT;
      return Array.from({ length: this.#size }, (_, i) => ring[(from + i) % KEPT]);
    });
  }
}

/** Frames a second by path, of each NIC and of all together (`""`). */
export class History {
  #rings = new Map();
  #last = 0;

  /** Adds the rates of a view unless they are those of the last second. */
  add(at, { paths, rates }) {
    const seconds = Math.floor(Date.parse(at) / 1000);
    if (seconds <= this.#last || !paths?.vf) return;
    this.#last = seconds;
    this.#of("").add(seconds, values(paths));
    for (const [nic, rate] of Object.entries(rates)) this.#of(nic).add(seconds, values(rate.paths));
    for (const nic of this.#rings.keys()) if (nic !== "" && !(nic in rates)) this.#rings.delete(nic);
  }

  columns(nic = "") {
    return (this.#rings.get(nic) ?? new Ring()).columns();
  }

  #of(nic) {
    let ring = this.#rings.get(nic);
    if (!ring) this.#rings.set(nic, (ring = new Ring()));
    return ring;
  }
}

function values({ synthetic, vf }) {
  return [synthetic.txFramesPerSecond, vf.txFramesPerSecond, synthetic.rxFramesPerSecond,
    vf.rxFramesPerSecond];
}
