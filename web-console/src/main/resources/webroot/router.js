// The address of the page is its state: `#/nics/a%3Ahn0?tab=counters&q=drops>0`.

/** The route of an address: `path` in parts, `query` as an object of texts. */
export function parse(hash) {
  const [, path, query] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash);
  return {
    path: path.split("/").filter((part) => part !== "").map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The address of a route, without what is empty. */
export function link(path, query = {}) {
  const parts = Object.entries(query).filter(([, value]) => ![undefined, null, ""].includes(value));
  const search = new URLSearchParams(parts).toString();
  return `#/${path.map(encodeURIComponent).join("/")}${search ? `?${search}` : ""}`;
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export class Router {
  #moved;
  route;

  /** `moved()` is called after each change. */
  constructor(moved) {
    this.#moved = moved;
    this.route = parse(location.hash);
    window.addEventListener("hashchange", () => this.#read());
  }

  go(path, query) {
    location.hash = link(path, query);
  }

  /** Changes the query of where one is; not for the history of the browser, unless `isStep`. */
  set(changes, isStep = false) {
    const to = link(this.route.path, { ...this.route.query, ...changes });
    if (isStep) location.hash = to;
    else {
      history.replaceState(null, "", to);
      this.#read();
    }
  }

  #read() {
    this.route = parse(location.hash);
    this.#moved();
  }
}
