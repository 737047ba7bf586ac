// The WebSocket to the event bus: requests, subscriptions, and coming back when it is lost.

const PING_MS = 5_000;
const SILENCE_MS = 12_000;
const REQUEST_MS = 31_000;
const WAIT_FIRST_MS = 500;
const WAIT_MAX_MS = 5_000;

/** A request failed; `problem` is what RFC 9457 calls one. */
export class BusError extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "failed");
    this.problem = problem;
  }
}

/**
 * Calls back `opened` after each connect, `closed` after each loss, `denied` when the node does not
 * take this browser's token any more.
 */
export class Bus {
  #url;
  #callbacks;
  #socket = null;
  #handlers = new Map();
  #pending = new Map();
  #lastReply = 0;
  #wait = WAIT_FIRST_MS;
  #heard = 0;

  constructor(url, callbacks) {
    this.#url = url;
    this.#callbacks = callbacks;
  }

  open() {
    const socket = new WebSocket(this.#url);
    socket.binaryType = "arraybuffer";
    let pings = 0;
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.#socket = socket;
      this.#wait = WAIT_FIRST_MS;
      this.#heard = performance.now();
      pings = setInterval(() => this.#ping(socket), PING_MS);
      for (const address of this.#handlers.keys()) this.#write({ type: "register", address });
      this.#callbacks.opened();
    };
    socket.onmessage = (message) => this.#receive(JSON.parse(utf8(message.data)));
    socket.onclose = () => {
      clearInterval(pings);
      if (this.#socket === socket) this.#socket = null;
      for (const reply of [...this.#pending.keys()]) {
        this.#settle(reply, ({ reject }) => reject(new BusError({ title: "Connection lost",
          detail: "the connection was lost before the answer came" })));
      }
      if (wasOpen) this.#callbacks.closed();
      this.#again(wasOpen);
    };
  }

  async #again(wasOpen) {
    if (!wasOpen && (await isDenied())) {
      this.#callbacks.denied();
      return;
    }
    setTimeout(() => this.open(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(2 * this.#wait, WAIT_MAX_MS);
  }

  // A socket whose other end has vanished does not say so by itself.
  #ping(socket) {
    if (performance.now() - this.#heard > SILENCE_MS) socket.close();
    else this.#write({ type: "ping" });
  }

  /** Sends a request; resolves with the answer, `revision` and `data`. */
  request(address, body = {}) {
    return new Promise((resolve, reject) => {
      if (!this.#socket) {
        reject(new BusError({ title: "Not connected", detail: "not connected to the node" }));
        return;
      }
      const replyAddress = `r${++this.#lastReply}`;
      const timer = setTimeout(() => this.#settle(replyAddress, () => reject(new BusError(
        { title: "No answer", detail: `no answer in ${REQUEST_MS / 1000} s` }))), REQUEST_MS);
      this.#pending.set(replyAddress, { resolve, reject, timer });
      this.#write({ type: "send", address, replyAddress, headers: {}, body });
    });
  }

  /**
   * Calls back with every message published on an address, also after a reconnect, until what it
   * gives is called.
   */
  subscribe(address, handler) {
    const handlers = this.#handlers.get(address) ?? new Set();
    handlers.add(handler);
    if (handlers.size === 1) {
      this.#handlers.set(address, handlers);
      this.#write({ type: "register", address });
    }
    return () => {
      if (!handlers.delete(handler) || handlers.size > 0) return;
      this.#handlers.delete(address);
      this.#write({ type: "unregister", address });
    };
  }

  #write(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #receive(message) {
    this.#heard = performance.now();
    const { type, address } = message;
    if (this.#pending.has(address)) {
      this.#settle(address, ({ resolve, reject }) =>
        type === "err" ? reject(new BusError(problemOf(message))) : resolve(message.body));
    } else if (type === "rec") {
      this.#handlers.get(address)?.forEach((handler) => handler(message.body));
    }
  }

  #settle(reply, action) {
    const waiting = this.#pending.get(reply);
    this.#pending.delete(reply);
    clearTimeout(waiting.timer);
    action(waiting);
  }
}

const decoder = new TextDecoder();

/** The bridge writes its JSON in binary frames. */
function utf8(data) {
  return typeof data === "string" ? data : decoder.decode(data);
}

async function isDenied() {
  try {
    return [401, 429].includes((await fetch("/api/v1/ping", { cache: "no-store" })).status);
  } catch {
    return false; // not there at all: the next attempt will tell
  }
}

function problemOf({ message, failureType, failureCode }) {
  try {
    const problem = JSON.parse(message);
    if (problem && typeof problem === "object") return problem;
  } catch {
    // the bus itself failed; its text is no JSON
  }
  const detail = { TIMEOUT: "no answer in time", NO_HANDLERS: "nobody serves this now" }[failureType];
  return { title: "Failed", status: failureCode, detail: detail ?? message ?? failureType };
}
