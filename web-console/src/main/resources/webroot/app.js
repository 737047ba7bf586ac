// The page as a whole: what every part of it may use, and when it is drawn.

import { Bus } from "./bus.js";
import { Catalogue } from "./catalogue.js";
import { Prefs } from "./prefs.js";
import { Router } from "./router.js";
import { Session } from "./session.js";
import { Store } from "./store.js";

const RENDER_MS = 250;
const RETRY_MS = 1_000;
const NOTICE_MS = 10_000;

export class App {
  prefs = new Prefs();
  session = new Session();
  catalogue = new Catalogue();
  /** `{ text, undo }` of the last change, for some seconds. */
  notice = null;
  /** What is asked in a dialog: `{ title, body(), wide, closed() }`. */
  dialog = null;
  /** Counts what was done here: what follows from the view and this is drawn anew only when one of them changes. */
  deeds = 0;
  /** Said to screen readers. */
  said = "";
  #locals = new Map();
  #lasting = new Map();
  #draw;
  #isDue = false;
  #isKnown = false;
  #noticeTimer = 0;

  /** `draw(app)` draws the page. */
  constructor(draw) {
    this.#draw = draw;
    this.router = new Router(() => this.draw());
    const socket = `${location.protocol.replace("http", "ws")}//${location.host}/eventbus/websocket`;
    this.bus = new Bus(socket, {
      opened: () => this.#opened(),
      closed: () => this.store.closed(),
      denied: () => {
        // Who was signed in gets the page to do it again.
        if (this.session.isUser) location.reload();
        else this.store.denied();
      },
    });
    this.store = new Store(this.bus, () => this.#heard());
    setInterval(() => !document.hidden && this.#drawNow(), RENDER_MS);
    document.addEventListener("visibilitychange", () => this.draw());
  }

  #opened() {
    this.store.opened();
    this.#learn();
  }

  // Without who looks and what can be asked for nothing is offered, so it is asked for until it is there.
  async #learn() {
    try {
      await Promise.all([this.session.load(), this.catalogue.load(this.bus)]);
    } catch (error) {
      this.store.problem = error.message;
      setTimeout(() => this.store.isConnected && this.#learn(), RETRY_MS);
    }
    this.draw();
  }

  /** Only the first view of the lab is waited for; what comes later is drawn with the next quarter second. */
  #heard() {
    if (this.#isKnown || !this.store.known) return;
    this.#isKnown = true;
    this.draw();
  }

  /** Draws soon: somebody did something. What the lab does is drawn with the next quarter second. */
  draw() {
    this.deeds++;
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => this.#drawNow());
  }

  #drawNow() {
    this.#isDue = false;
    this.#draw(this);
  }

  /** State of a part of this screen, gone with it. */
  local(key, initial) {
    if (!this.#locals.has(key)) this.#locals.set(key, initial());
    return this.#locals.get(key);
  }

  /** State of the page as a whole. */
  lasting(key, initial) {
    if (!this.#lasting.has(key)) this.#lasting.set(key, initial());
    return this.#lasting.get(key);
  }

  /** The state that there is of that name, in this screen and in the page. */
  known(key) {
    return [this.#locals, this.#lasting].filter((all) => all.has(key)).map((all) => all.get(key));
  }

  /** Another screen begins. */
  forget() {
    this.#locals.clear();
    this.close();
  }

  get view() {
    return this.store.view;
  }

  get role() {
    return this.session.who?.role;
  }

  /** Whether who looks may do it; what one may not is not offered. */
  may(operation) {
    return this.catalogue.may(this.role, operation);
  }

  /** Asks the node; a change of the lab can be taken back for some seconds. */
  async run(name, body = {}, done = null) {
    const operation = this.catalogue.get(name);
    const before = this.store.revision;
    const answer = await this.bus.request(operation?.address ?? `hnswitch.v1.ctl.${name}`, body);
    if (operation?.kind === "change") {
      const isUndoable = answer.revision > before && name !== "lab.undo" && this.may("lab.undo");
      this.notify(done ?? `${name} is done`, isUndoable ? answer.revision : null);
    }
    return answer;
  }

  /** Says what became of something; with `revision`, it can be undone as long as that is the last. */
  notify(text, revision = null) {
    this.notice = { text, revision };
    this.say(text);
    clearTimeout(this.#noticeTimer);
    this.#noticeTimer = setTimeout(() => {
      this.notice = null;
      this.draw();
    }, NOTICE_MS);
    this.draw();
  }

  say(text) {
    this.said = text;
  }

  open(dialog) {
    this.dialog = dialog;
    this.draw();
  }

  /** Closes the dialog; the browser gives the focus back to where it was. */
  close() {
    const open = this.dialog;
    if (!open) return;
    this.dialog = null;
    document.querySelector("dialog[open]")?.close();
    open.closed?.();
    this.draw();
  }
}
