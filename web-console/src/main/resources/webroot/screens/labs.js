// Lab files: write one, see what it would change, apply it, take it back.

import { html, nothing, ref } from "../lit.js";
import { openCopy } from "../ui/copy.js";
import { copyIcon } from "../ui/icons.js";
import { section } from "../ui/parts.js";
import { Draft } from "./labs/draft.js";
import { difference, plan } from "./labs/plan.js";
import { revisions } from "./labs/revisions.js";

// What is being written outlives a look at other screens.
let draft = null;

export const title = () => "Labs";

export function leave() {
  draft?.detach();
}

export function body(app) {
  draft ??= new Draft(app);
  if (app.store.known && !draft.isBegun) draft.begin();
  return html`
    ${section("lab-file", "Lab file", html`
      ${toolbar(app)}
      <div class="editor" ${ref(draft.placed)}></div>
      ${problems()}
      ${buttons(app)}`)}
    ${draft.plan ? section("lab-plan", "What it would change", plan(app, draft)) : nothing}
    ${draft.running === null ? nothing : section("lab-diff", "Beside the running lab", difference(draft))}
    ${section("revisions", "Revisions", revisions(app))}`;
}

function toolbar(app) {
  return html`<div class="bar">
    <button type="button" @click=${() => draft.takeRunning()}>Running lab</button>
    <label>Example <select @change=${(event) => {
      if (event.target.value) draft.takeExample(event.target.value);
      event.target.value = "";
    }}><option value="">choose…</option>${["demo", "failover", "netns"].map((id) => html`<option>${id}</option>`)}</select></label>
    <label class="file">Open a file <input type="file" accept=".yaml,.yml,.json" @change=${async (event) => {
      const [file] = event.target.files;
      if (file) draft.take(await file.text());
      event.target.value = "";
    }}></label>
    <button type="button" @click=${() => draft.save()}>Save as a file</button>
    ${draft.isDirty ? html`<span class="note" id="staged">changed, not applied</span>` : nothing}
  </div>`;
}

function problems() {
  if (draft.problems.length === 0) {
    return draft.isChecked ? html`<p class="note" id="lab-valid">✓ The file is valid.</p>` : nothing;
  }
  return html`<ul class="problems" role="alert" id="lab-problems">${draft.problems.map(({ line, detail, suggestion }) => html`<li>
    <button type="button" class="value" @click=${() => draft.go(line ?? 1)}>line ${line ?? "?"}</button>
    ${detail}${suggestion ? html` (did you mean <code>${suggestion}</code>?)` : nothing}</li>`)}</ul>`;
}

function buttons(app) {
  const isBusy = draft.busy !== null;
  const one = (op, label, run, kind) => (app.may(op) ? html`<button type="button" class=${kind ?? nothing}
    aria-busy=${draft.busy === op ? "true" : nothing} aria-disabled=${isBusy ? "true" : nothing}
    @click=${() => !isBusy && run()}>${label}</button>` : nothing);
  const request = () => ({ text: draft.text });
  return html`<div class="actions">
    ${one("lab.validate", "Check", () => draft.check())}
    ${one("lab.plan", "Plan", () => draft.makePlan())}
    ${one("lab.apply", "Apply", () => draft.apply(), "primary")}
    ${one("lab.undo", "Undo last change", () => draft.undo())}
    <button type="button" class="quiet" aria-label="Copy as… lab operations" @click=${() => openCopy(app, [
      { op: "lab.plan", label: "Plan", body: request }, { op: "lab.apply", label: "Apply", body: request },
      { op: "lab.undo", label: "Undo", body: {} }])}>${copyIcon}</button>
    ${draft.error ? html`<p class="error" role="alert">${draft.error}</p>` : nothing}
    ${draft.conflict ? html`<p class="error" role="alert">${draft.conflict}
      <button type="button" @click=${() => draft.seeDifference()}>See the difference</button></p>` : nothing}
  </div>`;
}
