// On which node things are, where there are several; one that is alone does not ask again and again.

import { byDevice, nodeOf } from "../cluster.js";
import { html, nothing } from "../lit.js";
import { link } from "../router.js";
import * as badges from "./badges.js";
import { name } from "./parts.js";
import { poll } from "./poll.js";
import { term } from "./term.js";

const ALONE_MS = 60_000;
const OFTEN_MS = 2_000;
const SELDOM_MS = 10_000;

/** How the nodes are; null when this one is alone, or while that is not known. */
export function cluster(app, everyMs = OFTEN_MS) {
  const alone = app.local("alone", () => ({ is: false }));
  const { data } = poll(app, "cluster.health", {}, alone.is ? ALONE_MS : everyMs);
  if (data) alone.is = data.clustered !== true;
  return data && !alone.is ? data : null;
}

/** Where each device is, by device; null when this node is alone, or while that is not known. */
export function places(app) {
  if (!cluster(app, SELDOM_MS)) return null;
  const { data } = poll(app, "cluster.placement", {}, OFTEN_MS);
  return data ? byDevice(data) : null;
}

const LOST = { absent: "bad", misplaced: "warn" };

/** Says which node has a device; nothing when there is but one. */
export function onNode(app, device) {
  const all = places(app);
  const node = nodeOf(all, device);
  if (node === undefined) return nothing;
  const { state } = all.get(device);
  return html`<p class="on-node">on node <a href=${link(["cluster"], { "p.q": term("device", device) })}>${name(node)}</a>
    ${LOST[state] ? badges.badge(LOST[state], state) : nothing}</p>`;
}

/**
 * For a list of what is on nodes, `device(row)`: its column as a list of one, empty when there is
 * but one node; `of(row)`, the node; and `subject(row)`, for filters like `node:left`.
 */
export function nodeColumn(app, device) {
  const all = places(app);
  const of = (row) => nodeOf(all, device(row));
  return {
    of,
    subject: (row) => (all ? { ...row, node: of(row) } : row),
    columns: all ? [{ id: "node", title: "Node", value: of, cell: (row) => name(of(row) ?? "–"),
      filter: (row) => term("node", of(row)) }] : [],
  };
}
