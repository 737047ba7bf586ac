// A lab file that is being written: its text, what is wrong with it, what applying it would do.

import { completions } from "./schema.js";

const CHECK_MS = 600;
const file = (path) => new URL(`../../conf/${path}`, import.meta.url);

export class Draft {
  text = "";
  isBegun = false;
  isChecked = false;
  problems = [];
  plan = null;
  /** The running lab as text, to be seen beside. */
  running = null;
  busy = null;
  error = null;
  conflict = null;
  #app;
  #editor = null;
  #host = null;
  #taken = "";
  #revision = null;
  #timer = 0;

  constructor(app) {
    this.#app = app;
  }

  /** Takes the element to be written in. */
  placed = (element) => (element ? this.#attach(element) : this.detach());

  get isDirty() {
    return this.text !== this.#taken;
  }

  /** Begins with the lab that runs. */
  begin() {
    this.isBegun = true;
    if (this.text === "") this.takeRunning();
  }

  async #attach(host) {
    if (this.#host === host) return;
    this.detach();
    this.#host = host;
    try {
      const [{ editor }, schema] = await Promise.all([import("../../ui/editor.js"),
        fetch(file("lab-v1.schema.json")).then((response) => response.json())]);
      if (this.#host !== host) return;
      this.#editor = editor(host, { text: this.text, label: "Lab file", changed: (text) => this.#changed(text),
        complete: completions(schema) });
      this.#editor.mark(this.problems);
    } catch (error) {
      this.error = `The editor could not be loaded: ${error.message}`;
      this.#app.draw();
    }
  }

  detach() {
    this.#editor?.destroy();
    this.#editor = null;
    this.#host = null;
    clearTimeout(this.#timer);
  }

  go(line) {
    this.#editor?.go(line);
  }

  /** Takes a text as the new beginning. */
  take(text) {
    this.#taken = text;
    this.text = text;
    this.#revision = this.#app.store.revision;
    Object.assign(this, { problems: [], plan: null, running: null, error: null, conflict: null, isChecked: false });
    if (this.#editor) this.#editor.text = text;
    this.#app.draw();
  }

  takeRunning() {
    return this.#do("lab.export", {}, ({ text }) => this.take(text));
  }

  async takeExample(id) {
    try {
      const response = await fetch(file(`${id}.yaml`));
      if (!response.ok) throw new Error(`status ${response.status}`);
      this.take(await response.text());
      this.#taken = "";
    } catch (error) {
      this.error = `The example could not be loaded: ${error.message}`;
    }
    this.#app.draw();
  }

  save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text], { type: "application/yaml" }));
    link.download = `${this.#app.view.info?.lab?.name ?? "lab"}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  check() {
    return this.#do("lab.validate", { text: this.text }, () => this.#found([]));
  }

  makePlan() {
    return this.#do("lab.plan", { text: this.text }, (plan) => {
      this.#found([]);
      this.plan = plan;
      return this.#compare();
    });
  }

  apply() {
    return this.#do("lab.apply", { text: this.text, ifRevision: this.#revision }, (result, revision) => {
      this.#found([]);
      this.#revision = revision;
      this.#taken = this.text;
      Object.assign(this, { plan: result, running: null });
    }, "Applied");
  }

  undo() {
    return this.#do("lab.undo", {}, () => {
      Object.assign(this, { plan: null, running: null });
      return this.takeRunning();
    }, "The last change is undone");
  }

  /** Somebody else changed the lab meanwhile. */
  async seeDifference() {
    this.conflict = null;
    this.#revision = this.#app.store.revision;
    await this.makePlan();
  }

  async #compare() {
    const { data } = await this.#app.run("lab.export");
    this.running = data.text;
  }

  async #do(op, body, done, words) {
    this.busy = op;
    this.error = null;
    this.conflict = null;
    this.#app.draw();
    try {
      const answer = await this.#app.run(op, body, words);
      this.busy = null;
      await done(answer.data, answer.revision);
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.busy = null;
      this.#app.draw();
    }
  }

  async #failed(error) {
    const { code, errors } = error.problem ?? {};
    if (errors) this.#found(errors);
    else if (code === "revision-conflict") this.conflict = await this.#whoWas();
    else this.error = error.message;
  }

  async #whoWas() {
    const { data } = await this.#app.run("audit.list", { limit: 1, result: "done" });
    const [last] = data.records;
    return last ? `The lab was changed meanwhile by ${last.by} (${last.operation}).` : "The lab was changed meanwhile.";
  }

  #changed(text) {
    this.text = text;
    this.plan = null;
    this.running = null;
    this.isChecked = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#checkQuietly(), CHECK_MS);
    this.#app.draw();
  }

  async #checkQuietly() {
    const { text } = this;
    try {
      await this.#app.run("lab.validate", { text });
      if (text === this.text) this.#found([]);
    } catch (error) {
      if (text === this.text && error.problem?.errors) this.#found(error.problem.errors);
    }
    this.#app.draw();
  }

  #found(problems) {
    this.problems = problems;
    this.isChecked = true;
    this.#editor?.mark(problems);
  }
}
