// One sentence of how the lab is, then the parts of it, each number a link to a list of what it counts.

import { inShort } from "../cluster.js";
import { bitRate, count, frameRate, milliseconds, plural } from "../format.js";
import { nicRows, switchOvers } from "../lab.js";
import { html, nothing } from "../lit.js";
import * as badges from "../ui/badges.js";
import { chart } from "../ui/chart.js";
import { clearAll, faultList, running } from "../ui/faults.js";
import { cluster } from "../ui/nodes.js";
import { ago, empty, name, object, section, to } from "../ui/parts.js";

export const title = () => "Overview";

export function body(app) {
  const { view } = app;
  if (!app.store.known) return empty(app, "");
  const rows = nicRows(view);
  const nodes = inShort(cluster(app));
  if (rows.length === 0) return start(app, nodes);
  return html`
    ${view.info?.lab?.title ? html`<p class="note">${name(view.info.lab.title)}</p>` : nothing}
    <p class="health" id="health">${health(view, rows, nodes, running(app).data ?? [])}</p>
    <div class="cards">
      ${section("pairing", "Pairing", pairing(view, rows))}
      ${section("traffic", "Traffic", traffic(app, view, rows), to(["flows"], "Flows"))}
      ${section("ledger", "Frame ledger", ledger(app, view), to(["drops"], "By device"))}
      ${section("faults", "Faults", faultList(app), clearAll(app, "overview"))}
      ${section("last", "Last switch-overs", last(view))}
      ${section("recent", "Recent changes", recent(app), to(["events"], "All events"))}
    </div>`;
}

function health(view, rows, nodes, faults) {
  const on = (path) => rows.filter((row) => row.path === path).length;
  const parts = [`${on("vf")} of ${rows.length} NICs on the VF path`];
  const down = rows.filter((row) => !row.up || !row.link).length;
  const failed = rows.filter((row) => row.state === "failed" || row.problem).length;
  const lost = Object.values(view.flows).reduce((sum, flow) => sum + (flow.lost ?? 0), 0);
  if (down > 0) parts.push(`${down} down`);
  if (failed > 0) parts.push(`${failed} in trouble`);
  if (faults.length > 0) parts.push(plural(faults.length, "fault"));
  parts.push(lost === 0 ? "no frame of a flow lost" : `${count(lost)} frames of flows lost`);
  if (view.ledger) parts.push(view.ledger.unaccounted === 0 ? "every frame accounted for"
    : `${count(view.ledger.unaccounted)} frames not accounted for`);
  const kinds = [failed > 0 || view.ledger?.unaccounted ? "bad" : down > 0 || lost > 0 || faults.length > 0 ? "warn" : "good", nodes?.kind];
  const kind = ["bad", "warn"].find((one) => kinds.includes(one)) ?? "good";
  return badges.badge(kind, nodes ? html`<span>${parts.join(", ")}, ${ofNodes(nodes)}.</span>` : `${parts.join(", ")}.`);
}

const ofNodes = ({ words }) => to(["cluster"], words);

function pairing(view, rows) {
  const byState = new Map();
  for (const { state } of rows) byState.set(state, (byState.get(state) ?? 0) + 1);
  const by = (path) => rows.filter((row) => row.path === path).length;
  return html`<ul class="plain">
    ${["vf", "synthetic"].map((path) => html`<li>${badges.path(path)}
      ${to(["nics"], plural(by(path), "NIC"), { q: `path:${path}` })}</li>`)}
    ${[...byState].sort().map(([state, number]) => html`<li>${badges.pairing(state)}
      ${to(["nics"], `${number} ${state ?? "unknown"}`, { q: `state:${state}` })}</li>`)}
  </ul>`;
}

function traffic(app, view, rows) {
  const sum = (key) => rows.reduce((total, row) => total + (row.rate?.[key] ?? 0), 0);
  const running = Object.values(view.flows).filter((flow) => flow.state === "running").length;
  return html`<p>${to(["nics"], frameRate(sum("txFramesPerSecond")), { sort: "-tx" })} sent,
      ${bitRate(sum("txBitsPerSecond"))}, by ${to(["flows"], plural(running, "running flow"), { q: "state:running" })}</p>
    ${chart(app, "all-traffic", "Frames sent a second by path, all NICs", () => {
      const [times, synthetic, vf] = app.store.history.columns();
      return { times, series: [{ label: "VF", values: vf }, { label: "synthetic", values: synthetic, dash: true }] };
    })}`;
}

function ledger(app, { ledger: books }) {
  if (!books) return empty(app, "No books yet.");
  const reasons = Object.entries(books.dropped).sort(([, a], [, b]) => b - a);
  return html`<dl class="facts">
      <div><dt>Sent</dt><dd>${count(books.sent)}</dd></div>
      <div><dt>Delivered</dt><dd>${count(books.delivered)}</dd></div>
      <div><dt>On the way</dt><dd>${count(books.held + books.inTransit)}</dd></div>
      <div data-kind=${books.unaccounted === 0 ? "good" : "bad"}><dt>Not accounted for</dt>
        <dd>${badges.zero(books.unaccounted, count(books.unaccounted))}</dd></div>
    </dl>
    <h3>Drops by reason</h3>
    ${reasons.length === 0 ? html`<p class="empty">None.</p>` : html`<ul class="plain">${reasons.map(([reason, number]) => html`
      <li>${to(["drops"], reason, { q: `reason:${reason}` })} ${count(number)}</li>`)}</ul>`}`;
}

function last(view) {
  const all = switchOvers(view).slice(0, 5);
  if (all.length === 0) return html`<p class="empty">None yet. Attach or detach a VF on ${to(["nics"], "NICs")}.</p>`;
  return html`<ul class="plain rows">${all.map((one) => html`<li>
    ${object("nics", one.nic)} ${one.cause}, to ${one.to === "vf" ? "VF" : one.to},
    ${milliseconds(one.switchMillis)}, ${badges.zero(one.lost, `${count(one.lost)} lost`)}, ${ago(one.atMillis)} ago</li>`)}</ul>`;
}

function recent(app) {
  const changes = app.store.events.filter(({ type }) => !type.endsWith("port-connected")).slice(0, 6);
  if (changes.length === 0) return html`<p class="empty">Nothing happened yet.</p>`;
  return html`<ul class="plain rows">${changes.map(({ id, type, subject, time }) => html`<li data-id=${id}>
    ${to(["events"], type.replace("hnswitch.", ""), { q: `type:*${type.replace(/.*\./, "")}` })}
    ${name(subject ?? "")}, ${ago(Date.parse(time))} ago</li>`)}</ul>`;
}

const EXAMPLES = [
  ["demo", "Three guests, measured flows between them, one SR-IOV adapter."],
  ["failover", "A TAP device in a namespace whose VF comes and goes under load; the node must run as root."],
  ["netns", "Two network namespaces with TAP devices; the node must run as root."],
];

// Nothing runs: something to begin with, and how to do the same without this page.
function start(app, nodes) {
  const state = app.local("start", () => ({ busy: null, error: "" }));
  return html`<p class="health" id="health">No lab runs on this node.${nodes ? html` ${ofNodes(nodes)}` : nothing}</p>
    ${section("start", "Begin with an example", html`<ul class="plain rows">${EXAMPLES.map(([id, what]) => html`<li>
        ${app.may("lab.apply") ? html`<button type="button" aria-busy=${state.busy === id ? "true" : nothing}
          aria-disabled=${state.busy ? "true" : nothing} @click=${() => begin(app, state, id)}>Start ${id}</button>` : nothing}
        ${what} <code>hnswitch apply conf/${id}.yaml</code></li>`)}</ul>
      ${state.error ? html`<p class="error" role="alert">${state.error}</p>` : nothing}
      <p>${app.may("lab.apply") ? to(["labs"], "Write a lab here") : nothing}</p>`)}`;
}

async function begin(app, state, id) {
  if (state.busy) return;
  Object.assign(state, { busy: id, error: "" });
  app.draw();
  try {
    const response = await fetch(new URL(`../conf/${id}.yaml`, import.meta.url));
    if (!response.ok) throw new Error(`the example could not be fetched: status ${response.status}`);
    await app.run("lab.apply", { text: await response.text() }, `The lab ${id} runs`);
  } catch (error) {
    state.error = error.message;
  } finally {
    state.busy = null;
    app.draw();
  }
}
