// Multicast groups in rows.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

const { groupRows, querierOf, reachOf, vlanOf } = await load("screens/switch/group-model.js");
const { durationMs } = await load("format.js");

const DATA = {
  vlans: [
    { vlan: 10, protocol: "igmp", querier: "other", address: "10.0.0.1", port: "pf0", active: true, routers: ["pf0"] },
    { vlan: 10, protocol: "mld", querier: "own", address: "", port: "", active: false, routers: [] }],
  groups: [
    { vlan: 10, group: "239.1.1.1", port: "b:hn10", sources: "all", left: "250s" },
    { vlan: 10, group: "239.1.1.1", port: "b:hn9", sources: "some", left: "1500ms" },
    { vlan: 0, group: "ff0e::42", port: "a:hn0", sources: "all", left: "20us" }],
};

test("a group of a VLAN is a row with its ports", () => {
  const [first, second] = groupRows(DATA);
  assert.deepEqual(first.members.map(({ port, sources, leftMs }) => [port, sources, leftMs]),
    [["b:hn9", "some", 1500], ["b:hn10", "all", 250_000]]);
  assert.deepEqual([first.vlan, first.protocol, first.leftMs, first.routers], [10, "igmp", 250_000, ["pf0"]]);
  assert.deepEqual([second.vlan, second.protocol, second.routers], [0, "mld", []], "it is in another VLAN than routers are");
  assert.deepEqual(groupRows({}), []);
});

test("says who asks and where groups go", () => {
  assert.deepEqual(DATA.vlans.map(querierOf), [["info", "another"], ["good", "this switch"]]);
  assert.deepEqual(querierOf({ querier: "new" }), ["off", "new"]);
  assert.deepEqual([{ active: true }, { active: false, querier: "none" }, { active: false, querier: "own" }].map(reachOf),
    ["to members and routers", "everywhere: nobody asks", "everywhere: members are not known yet"]);
  assert.deepEqual([0, 10].map(vlanOf), ["untagged", "10"]);
});

test("durations are read as the node writes them", () => {
  assert.deepEqual(["254s", "1500ms", "20us"].map(durationMs), [254_000, 1500, 0.02]);
  assert.ok(["", undefined, "5", "5m"].map(durationMs).every(Number.isNaN));
});
