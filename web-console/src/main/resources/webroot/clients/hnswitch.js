// Talks to an hnswitch node by its event bus over a WebSocket. Browsers, and Node 22 and newer (or any
// place where a WebSocket can be passed); no dependencies.
//
//   const node = await Hnswitch.connect("http://127.0.0.1:8080", { token });
//   const nic = await node.subscribe("hnswitch.v1.evt.nic.a:hn0");
//   await node.request("vf.attach", { nic: "a:hn0" });
//   await nic.wait("hnswitch.nic.path-changed");
//
// A node with TLS has an https URL; NODE_EXTRA_CA_CERTS=ca.pem tells Node of a certificate that it does not
// know.
//
// A lost connection comes back by itself: subscriptions are made again and go on after the last event
// seen, none lost and none twice; what the node no longer keeps arrives as one hnswitch.gap. Requests
// that were under way fail, because nobody knows whether they were done.

const PING_MS = 5_000;
const SILENCE_MS = 15_000;
const REQUEST_MS = 35_000;
const WAIT_FIRST_MS = 100;
const WAIT_MAX_MS = 5_000;
const EVENTS_WAITING_MAX = 100_000;

/** A request failed; `problem` is an RFC 9457 object, `code` its slug. */
export class Problem extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title ?? "failed");
    this.problem = problem;
    this.code = problem.code ?? "";
  }
}

/** Events of one address, in order. */
export class Subscription {
  last = 0;
  #events = [];
  #readers = [];

  constructor(address) {
    this.address = address;
  }

  /** The next event; fails when none comes in time. */
  next(timeoutMs = 30_000) {
    if (this.#events.length > 0) return Promise.resolve(this.#events.shift());
    return new Promise((resolve, reject) => {
      const reader = { resolve, timer: 0 };
      reader.timer = setTimeout(() => {
        this.#readers.splice(this.#readers.indexOf(reader), 1);
        reject(new Error(`no event on ${this.address} in ${timeoutMs} ms`));
      }, timeoutMs);
      this.#readers.push(reader);
    });
  }

  /** The next event of a type, passing over others. */
  async wait(type, timeoutMs = 30_000) {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const event = await this.next(Math.max(1, end - Date.now()));
      if (event.type === type) return event;
    }
  }

  take(event) {
    const number = Number(event.sequence);
    if (event.type === "hnswitch.gap") {
      this.last = event.data.restarted ? 0 : Math.max(this.last, number);
    } else if (number <= this.last) {
      return true;
    } else {
      this.last = number;
    }
    const reader = this.#readers.shift();
    if (reader) {
      clearTimeout(reader.timer);
      reader.resolve(event);
    } else {
      this.#events.push(event);
    }
    return this.#events.length <= EVENTS_WAITING_MAX;
  }
}

export class Hnswitch {
  #url;
  #Socket;
  #socket = null;
  #pending = new Map();
  #subscriptions = new Map();
  #count = 0;
  #run = "";
  #seen = 0;
  #wait = WAIT_FIRST_MS;
  #closed = false;
  #held = null;
  #ready;
  #isReady;

  constructor(url, { token = "", WebSocket = globalThis.WebSocket } = {}) {
    const query = token ? `?token=${encodeURIComponent(token)}` : "";
    this.#url = `${url.replace(/^http/, "ws").replace(/\/$/, "")}/eventbus/websocket${query}`;
    this.#Socket = WebSocket;
    this.#expect();
    this.#open();
  }

  /** Connects; fails when no node answers in time. */
  static async connect(url, options = {}) {
    const node = new Hnswitch(url, options);
    try {
      await node.#connected();
      return node;
    } catch (failure) {
      node.close();
      throw failure;
    }
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
  }

  #expect() {
    this.#ready = new Promise((resolve) => (this.#isReady = resolve));
  }

  async #connected() {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("not connected")), REQUEST_MS);
    });
    try {
      await Promise.race([this.#ready, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks for an operation, like request("vf.attach", { nic: "a:hn0" }); resolves with its data. */
  async request(operation, body = {}) {
    await this.#connected();
    return this.#ask(this.#socket, operation, body);
  }

  #ask(socket, operation, body) {
    return new Promise((resolve, reject) => {
      const replyAddress = `r${++this.#count}`;
      const timer = setTimeout(() => {
        this.#pending.delete(replyAddress);
        reject(new Error(`no answer to ${operation}`));
      }, REQUEST_MS);
      this.#pending.set(replyAddress, { resolve, reject, timer });
      const plane = operation.startsWith("sys.") ? "" : "ctl.";
      const address = `hnswitch.v1.${plane}${operation}`;
      write(socket, { type: "send", address, replyAddress, headers: {}, body });
    });
  }

  /** Begins to listen to an address of events, from now on. */
  async subscribe(address) {
    const subscription = this.#subscriptions.get(address) ?? new Subscription(address);
    this.#subscriptions.set(address, subscription);
    for (;;) {
      await this.#connected();
      const socket = this.#socket;
      try {
        write(socket, { type: "register", address });
        this.#note(await this.#pages(socket, () => {}));
        if (socket === this.#socket) return subscription;
      } catch (failure) {
        if (failure instanceof Problem || this.#closed) throw failure;
      }
    }
  }

  /** Reads what came after the last event seen; resolves with the cursor of the end. */
  async #pages(socket, each) {
    let cursor = this.#run ? `${this.#run}-${String(Math.max(0, this.#seen - 1)).padStart(8, "0")}` : "0";
    for (;;) {
      const page = await this.#ask(socket, "event.since", { cursor, limit: 1000 });
      page.events.forEach(each);
      cursor = page.cursor;
      if (!page.more) return cursor;
    }
  }

  #note(cursor) {
    const dash = cursor.lastIndexOf("-");
    const run = cursor.slice(0, dash);
    if (run !== this.#run) [this.#run, this.#seen] = [run, 0];
    this.#seen = Math.max(this.#seen, Number(cursor.slice(dash + 1)));
  }

  #open() {
    const socket = new this.#Socket(this.#url);
    socket.binaryType = "arraybuffer";
    let pings = 0;
    let heard = Date.now();
    socket.onopen = async () => {
      pings = setInterval(() => {
        // A socket whose other end has vanished does not say so by itself.
        if (Date.now() - heard > SILENCE_MS) socket.close();
        else write(socket, { type: "ping" });
      }, PING_MS);
      try {
        await this.#resume(socket);
        this.#socket = socket;
        this.#wait = WAIT_FIRST_MS;
        this.#isReady();
      } catch {
        socket.close(); // lost again; the next one resumes from the same place
      }
    };
    socket.onmessage = ({ data }) => {
      heard = Date.now();
      this.#receive(socket, JSON.parse(typeof data === "string" ? data : new TextDecoder().decode(data)));
    };
    let isLost = false;
    // Some WebSockets tell a failed handshake by onerror alone, others by both.
    socket.onerror = socket.onclose = () => {
      if (isLost) return;
      isLost = true;
      clearInterval(pings);
      if (this.#socket === socket) {
        this.#socket = null;
        this.#expect();
      }
      this.#held = null;
      for (const { reject, timer } of this.#pending.values()) {
        clearTimeout(timer);
        reject(new Error("the connection was lost before the answer came"));
      }
      this.#pending.clear();
      if (this.#closed) return;
      setTimeout(() => this.#open(), this.#wait * (0.75 + Math.random() / 2));
      this.#wait = Math.min(2 * this.#wait, WAIT_MAX_MS);
    };
  }

  async #resume(socket) {
    if (!this.#run) return;
    this.#held = [];
    for (const address of this.#subscriptions.keys()) write(socket, { type: "register", address });
    const cursor = await this.#pages(socket, (event) => this.#happened(socket, event, addresses(event)));
    this.#note(cursor);
    const held = this.#held;
    this.#held = null;
    for (const { body, address } of held) this.#happened(socket, body, [address]);
  }

  #receive(socket, message) {
    const waiting = this.#pending.get(message.address);
    if (waiting) {
      this.#pending.delete(message.address);
      clearTimeout(waiting.timer);
      if (message.type === "err") waiting.reject(new Problem(problemOf(message)));
      else waiting.resolve(message.body.data);
    } else if (message.type === "rec" && this.#held) {
      this.#held.push(message);
    } else if (message.type === "rec") {
      this.#happened(socket, message.body, [message.address]);
    }
  }

  #happened(socket, event, at) {
    const isGap = event.type === "hnswitch.gap";
    for (const subscription of this.#subscriptions.values()) {
      if (at.includes(subscription.address) || (isGap && at.length === 0)) {
        // Nobody reads: to leave is better than to fill the memory.
        if (!subscription.take(event)) this.close();
      }
    }
    if (!isGap) this.#note(event.id);
  }
}

function write(socket, message) {
  if (socket?.readyState === 1) socket.send(JSON.stringify(message));
}

/** Where an event is published; for a gap, which concerns all, none. */
function addresses({ type, subject }) {
  if (type === "hnswitch.gap") return [];
  const kind = `hnswitch.v1.evt.${type.split(".")[1]}`;
  return ["hnswitch.v1.evt.all", kind, `${kind}.${subject}`];
}

function problemOf({ message, failureCode }) {
  try {
    return JSON.parse(message);
  } catch {
    return { title: "failed", status: failureCode };
  }
}
