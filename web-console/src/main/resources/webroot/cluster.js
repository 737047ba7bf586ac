// What screens ask of what the node tells of those that run the lab with it.

import { plural } from "./format.js";

/** Clocks that are further apart are worth a word; so says the node's doctor, too. */
const SKEW_MAX_MS = 1_000;

/** How the nodes are, to be part of a sentence: `{ kind, words }`; null when this one is alone. */
export function inShort(health) {
  if (health?.clustered !== true) return null;
  const { members, size, majority, safe } = health;
  const present = `${members} of ${plural(size, "node")}`;
  if (!majority) return { kind: "bad", words: `${present}: nothing can be changed` };
  if (health.problem) return { kind: "bad", words: `${present}, and this one has no part of the lab` };
  if (!safe) return { kind: "warn", words: `${present}, not safe yet` };
  return { kind: members < size ? "warn" : "good", words: `${present}, safe` };
}

/** What may happen next, and who leads. */
export function outlook({ members, needed, leader }) {
  const spare = members - needed;
  const loss = `changes ${spare > 0 ? "go on" : "stop"} with ${plural(Math.max(1, spare), "node")} fewer`;
  return leader ? `${loss}; ${leader} leads` : `${loss}; none leads now`;
}

/** Why nothing can be changed, in full. */
export function frozen({ node, members, size, needed }) {
  return `Node ${node} sees ${members} of ${plural(size, "node")} and needs ${needed}: nothing can be changed here. `
    + "Frames between its devices go on. The others are gone, or they are cut off from here and go on without this one.";
}

/** What is odd about a member, by what it is about: `version`, `clock` and `revision`. */
export function oddities(member, self, revision) {
  const odd = {};
  if (member.version !== undefined && self?.version !== undefined && member.version !== self.version) {
    odd.version = `${self.node} has ${self.version}`;
  }
  if (Math.abs(member.clockSkewMs ?? 0) > SKEW_MAX_MS) odd.clock = `of the clock of ${self?.node ?? "this node"}`;
  if (member.revision !== undefined && member.revision !== revision) odd.revision = `the lab is at ${revision}`;
  return odd;
}

/** The versions that are there when there is more than one, with who has them; null otherwise. */
export function versions(members) {
  const byVersion = new Map();
  for (const { node, version } of members) {
    if (version !== undefined) byVersion.set(version, [...(byVersion.get(version) ?? []), node]);
  }
  if (byVersion.size < 2) return null;
  return [...byVersion].map(([version, nodes]) => `${version} (${nodes.join(", ")})`).join(" and ");
}

/** What ending a node comes to, before it is done. */
export function farewell({ node, self, devices }, { members, size, needed }) {
  const left = members - 1;
  return [`Node ${node} ends in order${devices ? `, and its ${plural(devices, "device")} with it until it is started again` : ""}.`,
    left < needed ? `Then ${left} of ${plural(size, "node")} ${left === 1 ? "is" : "are"} there and ${needed} are needed: nothing can be changed.` : "",
    self ? "This page comes from it and loses its connection." : ""].filter(Boolean).join(" ");
}

// A list that was answered does not change, so what follows from one is made once.
const known = new WeakMap();

/** Where devices are, by device, like `guest a`. */
export function byDevice(placement) {
  if (!known.has(placement)) known.set(placement, new Map(placement.map((row) => [row.device, row])));
  return known.get(placement);
}

/** The node that has a device, or is to have it. */
export function nodeOf(places, device) {
  const row = places?.get(device);
  return row?.owner ?? row?.place;
}

/** The guest of a NIC, as placement names it. */
export function guestOf(nic) {
  return `guest ${nic.slice(0, Math.max(0, nic.lastIndexOf(":")))}`;
}

/** The rows of a placement, their device in two parts. */
export function placed(placement) {
  return placement.map((row) => {
    const space = row.device.indexOf(" ");
    return { ...row, kind: row.device.slice(0, space), name: row.device.slice(space + 1) };
  });
}

/** Where a guest can go: nodes that answer, without the one that has it. */
export function targets(members, { owner }) {
  return members.filter(({ node, state }) => state === "there" && node !== owner).map(({ node }) => node);
}

/** The links whose ends are on two nodes, each with the nodes of its ends. */
export function nodeLinks(links, places) {
  return links.filter(({ remote, endpoints }) => remote !== undefined
      || new Set(endpoints.map((adapter) => nodeOf(places, `adapter ${adapter}`))).size > 1)
    .map((link) => ({ ...link, nodes: link.endpoints.map((adapter) => nodeOf(places, `adapter ${adapter}`)) }));
}
