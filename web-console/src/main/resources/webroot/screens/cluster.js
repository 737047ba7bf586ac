// The nodes that run the lab together: whether they can change it, who they are, what joins them, and what is where.

import { byDevice, frozen, inShort, outlook, versions } from "../cluster.js";
import { html, nothing } from "../lit.js";
import * as badges from "../ui/badges.js";
import { openCopy } from "../ui/copy.js";
import { copyIcon } from "../ui/icons.js";
import { asking, facts, name, section } from "../ui/parts.js";
import { poll } from "../ui/poll.js";
import { findings } from "./cluster/findings.js";
import { links } from "./cluster/links.js";
import { members } from "./cluster/members.js";
import { placement } from "./cluster/placement.js";

const DOCTOR_MS = 5_000;

export const title = () => "Cluster";

export function body(app) {
  const health = poll(app, "cluster.health");
  if (!health.data) return asking(health.error);
  if (health.data.clustered !== true) return alone(health.data);
  const asked = { health, members: poll(app, "cluster.members"), placement: poll(app, "cluster.placement"),
    links: poll(app, "link.list"), doctor: poll(app, "cluster.doctor", {}, DOCTOR_MS) };
  const places = asked.placement.data ? byDevice(asked.placement.data) : null;
  const part = (one, draw) => (one.data ? html`${old(one)}${draw(one.data)}` : asking(one.error));
  return html`
    ${section("health-of-all", "Health", html`${old(health)}${state(health.data)}`, copy(app))}
    ${section("doctor", "Findings", part(asked.doctor, (found) => findings(app, found)))}
    ${section("members", "Nodes", part(asked.members, (all) => html`${skew(all)}${members(app, all, health.data)}`))}
    ${section("node-links", "Links between nodes", part(asked.links, (all) => links(app, all, places)))}
    ${section("placement", "Placement", part(asked.placement, (all) => placement(app, all, asked.members.data ?? [])))}`;
}

// What did not come again is not what is now.
function old({ error }) {
  return error ? html`<p class="error" role="alert">Not up to date: ${error}</p>` : nothing;
}

function alone({ node }) {
  return html`<p id="alone">Node ${name(node)} is alone. Three that run one lab begin with
    <code>hnswitch run LAB --node NAME --cluster --members HOST:5701,HOST:5701,HOST:5701</code> at each of them.</p>`;
}

function state(health) {
  const { kind, words } = inShort(health);
  const { members: there, size, needed, majority, safe, leader, splits, revision, problem } = health;
  return html`
    ${majority ? html`<p class="health" id="cluster-health">${badges.badge(kind, `${words}; ${outlook(health)}.`)}</p>`
      : html`<p class="frozen" id="cluster-health" role="alert">${badges.badge("bad", frozen(health))}</p>`}
    ${problem ? html`<p class="error" role="alert">This node's part of the lab is not there: ${problem}</p>` : nothing}
    ${facts([
      ["There", `${there} of ${size}`],
      ["Needed for changes", needed],
      ["Majority", majority ? badges.badge("good", "yes") : badges.badge("bad", "no")],
      ["All is kept twice", twice(there, safe)],
      ["Leader", leader ? name(leader) : "none"],
      ["Times this node was cut off", badges.badge(splits === 0 ? "good" : "warn", String(splits))],
      ["Revision", revision],
    ])}`;
}

// Of one alone the node says that nothing is missing, for there is nobody to have it.
function twice(there, safe) {
  if (there < 2) return badges.badge("warn", "no");
  return safe ? badges.badge("good", "yes") : badges.badge("warn", "not yet");
}

function skew(all) {
  const differing = versions(all);
  return differing ? html`<p>${badges.badge("warn", `The nodes are of versions ${differing}.`)} That is for
    the time of an update.</p>` : nothing;
}

function copy(app) {
  return html`<button type="button" class="quiet" aria-label="Copy as… questions to the cluster" @click=${() => openCopy(app, [
    { op: "cluster.health", label: "Health" }, { op: "cluster.members", label: "Nodes" },
    { op: "cluster.placement", label: "Placement" }, { op: "cluster.doctor", label: "Findings" },
    { op: "link.list", label: "Links" }])}>${copyIcon}</button>`;
}
