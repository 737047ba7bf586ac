// node switch_over.mjs URL TOKEN LAB.yaml: a VF comes and goes under a flow, losing nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
const { Hnswitch } = await import(process.env.HNSWITCH_CLIENT ?? "./hnswitch.js");

const [url, token, lab] = process.argv.slice(2);
const node = await Hnswitch.connect(url, { token });
await node.request("lab.apply", { text: readFileSync(lab, "utf8") });
const nic = await node.subscribe("hnswitch.v1.evt.nic.a:hn0");
const flow = await node.request("flow.start", { from: "a:hn0", to: "b:hn0", rate: "500pps" });
await node.request("vf.attach", { nic: "a:hn0" });
assert.equal((await nic.wait("hnswitch.nic.path-changed")).data.to, "vf");
await node.request("vf.detach", { nic: "a:hn0" });
assert.equal((await nic.wait("hnswitch.nic.path-changed")).data.to, "synthetic");
const result = await node.request("flow.stop", { id: flow.id });
assert.ok(result.lost === 0 && result.received > 0, JSON.stringify(result));
await node.request("lab.destroy");
console.log("lost", result.lost, "of", result.sent);
node.close();
