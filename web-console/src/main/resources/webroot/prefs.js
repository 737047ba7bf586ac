// What somebody likes, kept in this browser alone.

const KEY = "hnswitch.prefs";
const DEFAULTS = { theme: "system", shortcuts: true, keys: {} };

/** `theme` is system, light, dark or contrast. */
export class Prefs {
  #values = { ...DEFAULTS, ...read() };

  constructor() {
    this.#dress();
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#values));
    } catch {
      // a browser that keeps nothing forgets it with the page
    }
    this.#dress();
  }

  #dress() {
    document.documentElement.dataset.theme = this.#values.theme;
  }
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
