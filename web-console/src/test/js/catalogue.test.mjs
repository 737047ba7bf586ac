import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { HOSTILE, load, text } from "./page.mjs";

const { Catalogue, forms } = await load("catalogue.js");

const ORIGIN = "http://127.0.0.1:8080";
const PUT = { name: "lab.apply", method: "PUT", path: "/lab", address: "hnswitch.v1.ctl.lab.apply",
  schema: { properties: { text: {}, ifRevision: {} } } };
const POST = { name: "vf.attach", method: "POST", path: "/nics/{nic}/actions/vf-attach", address: "hnswitch.v1.ctl.vf.attach",
  schema: { properties: { nic: {} } } };
const GET = { name: "audit.list", method: "GET", path: "/audit", address: "hnswitch.v1.ctl.audit.list",
  schema: { properties: {} } };

// Every hostile text as a value, as a key, in a list, in an object, and all of them together.
const BODIES = [
  {}, { n: 0, f: -1.5e300, yes: true, no: false, nothing: null, list: [1, [true, null]], object: { a: {} } },
  ...HOSTILE.map((value) => ({ text: value })),
  ...HOSTILE.filter((key) => key !== "__proto__").map((key) => ({ [key]: 1, list: [key], object: { [key]: key } })),
  { text: HOSTILE.filter((one) => !one.includes("\0")).join("\n") },
  Object.fromEntries(["from", "self", "operation", "class", "None", "True", "False", "except", "else", "elif", "finally",
    "nonlocal", "break", "continue", "__debug__", "lambda", "match", "print", "yield"].map((key) => [key, key])),
];

const form = (name, operation, body) => forms(operation, body, ORIGIN).find((one) => one.name === name).text;

/** What the program gets of each text, as the shell reads it: a list of words. */
function words(program, texts) {
  const folder = mkdtempSync(join(tmpdir(), "shell"));
  try {
    const script = join(folder, "script");
    const fake = `${program}() { printf '%s\\0' "$#" "$@"; }\nset -u\n`;
    writeFileSync(script, fake + texts.map((one) => `${one}\n`).join(""));
    const checked = spawnSync("bash", ["-n", script]);
    assert.equal(checked.status, 0, String(checked.stderr));
    const ran = spawnSync("bash", [script], { cwd: folder, env: { PATH: process.env.PATH, HNSWITCH_TOKEN: "s3cret" } });
    assert.equal(String(ran.stderr), "");
    assert.equal(ran.status, 0);
    const parts = String(ran.stdout).split("\0");
    return texts.map(() => parts.splice(0, 1 + Number(parts[0])).slice(1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("quotes for the shell whatever is in a request", () => {
  const got = words("hnswitch", BODIES.map((body) => form("Command line", POST, body)));
  BODIES.forEach((body, i) => {
    assert.deepEqual(got[i].slice(0, 3), ["bus", "request", "vf.attach"]);
    assert.deepEqual(JSON.parse(got[i][3] ?? "{}"), body);
    assert.ok(got[i].length <= 4);
  });
});

test("gives curl the same request", () => {
  for (const operation of [PUT, POST]) {
    const got = words("curl", BODIES.map((body) => form("curl", operation, { nic: "a:hn0", ...body })));
    BODIES.forEach((body, i) => {
      const args = got[i];
      const after = (option) => args.flatMap((one, at) => (args[at - 1] === option ? [one] : []));
      assert.deepEqual(after("-X"), [operation.method]);
      assert.ok(after("-H").includes("Authorization: Bearer s3cret"), args.join(" "));
      const url = new URL(args.at(-1));
      assert.equal(url.origin, ORIGIN);
      const isPost = operation === POST;
      assert.equal(url.pathname, isPost ? "/api/v1/nics/a%3Ahn0/actions/vf-attach" : "/api/v1/lab");
      assert.deepEqual(JSON.parse(after("-d")[0] ?? "{}"), isPost ? body : { nic: "a:hn0", ...body });
    });
  }
});

test("puts hostile names into the path and the query as they are", () => {
  const names = HOSTILE.filter((one) => one !== "");
  const paths = words("curl", names.map((nic) => form("curl", POST, { nic })));
  const queries = words("curl", names.map((by) => form("curl", GET, { by, limit: 20 })));
  names.forEach((name, i) => {
    const path = paths[i].at(-1).slice(`${ORIGIN}/api/v1/nics/`.length).split("/")[0];
    assert.equal(decodeURIComponent(path), name);
    assert.doesNotMatch(paths[i].at(-1), /[[\]{}\s]/, "curl would make many of it");
    const query = new URLSearchParams(queries[i].at(-1).split("?")[1]);
    assert.deepEqual([...query], [["by", name], ["limit", "20"]]);
    assert.ok(!queries[i].includes("-d"));
  });
});

test("names the revision as the node wants it", () => {
  const [one, any] = words("curl", [form("curl", PUT, { text: "x", ifRevision: 18 }), form("curl", PUT, { text: "x" })]);
  assert.ok(one.includes('If-Match: "18"'), one.join(" "));
  assert.equal(one[one.indexOf("-d") + 1], '{"text":"x"}');
  assert.ok(any.includes("If-Match: *"), any.join(" "));
});

test("leaves out what has no value, like JSON does", () => {
  const body = { nic: "a:hn0", how: undefined };
  const texts = forms(POST, body, ORIGIN).concat(forms(GET, body, ORIGIN)).map((one) => one.text);
  texts.forEach((one) => assert.ok(!one.includes("undefined") && !one.includes("how"), one));
});

test("writes Python that asks for the same", () => {
  const calls = BODIES.map((body) => form("Python", { ...GET, name: "audit.list" }, body));
  const script = `
import inspect, json, sys, types
calls = json.load(sys.stdin)
client = {}
exec(compile(calls["client"], "hnswitch.py", "exec"), client)
signature = inspect.signature(client["Hnswitch"].request)
def request(*values, **body):
    bound = signature.bind(None, *values, **body)
    return [bound.arguments["operation"], bound.arguments.get("body", {})]
node = types.SimpleNamespace(request=request)
print(json.dumps([eval(compile(call, "call", "eval"), {"node": node}) for call in calls["calls"]]))
`;
  const input = JSON.stringify({ calls, client: text("clients/hnswitch.py") });
  const ran = spawnSync("python3", ["-c", script], { input });
  assert.equal(ran.status, 0, String(ran.stderr));
  JSON.parse(String(ran.stdout)).forEach(([name, body], i) => {
    assert.equal(name, "audit.list");
    assert.deepEqual(body, BODIES[i], calls[i]);
  });
});

test("writes Python that people would write", () => {
  assert.equal(form("Python", POST, { nic: "a:hn0", on: true, "a-b": null }),
    'node.request("vf.attach", nic="a:hn0", on=True, **{"a-b": None})');
});

test("writes JavaScript that asks for the same", async () => {
  const calls = BODIES.map((body) => form("JavaScript", POST, body));
  const folder = mkdtempSync(join(tmpdir(), "javascript"));
  try {
    writeFileSync(join(folder, "calls.mjs"), calls.join("\n"));
    const checked = spawnSync(process.execPath, ["--check", join(folder, "calls.mjs")]);
    assert.equal(checked.status, 0, String(checked.stderr));
  } finally {
    rmSync(folder, { recursive: true });
  }
  const node = { request: async (name, body) => [name, body] };
  for (const [i, call] of calls.entries()) {
    const ask = new (Object.getPrototypeOf(async () => {}).constructor)("node", `return ${call}`);
    assert.deepEqual(await ask(node), ["vf.attach", BODIES[i]]);
  }
});

test("writes the message of the bus", () => {
  for (const body of BODIES) {
    assert.deepEqual(JSON.parse(form("Bus JSON", POST, body)),
      { type: "send", address: POST.address, replyAddress: "r1", headers: {}, body });
  }
});

test("knows every operation of the node, and can write each", async () => {
  const operations = JSON.parse(text("operations.json"));
  assert.ok(operations.length > 50, String(operations.length));
  const catalogue = new Catalogue();
  await catalogue.load({ request: async () => ({ data: operations }) });
  const texts = operations.map(({ name, example }) => form("curl", catalogue.get(name), example));
  words("curl", texts).forEach((args, i) => {
    assert.match(args.at(-1).slice(ORIGIN.length), /^\/api\/v1(\/[\w.%-]+)+(\?[\w.=&%*+-]+)?$/, operations[i].name);
    assert.doesNotMatch(args.at(-1), /undefined|object/, operations[i].name);
  });
});

test("offers to a role what it may, and nothing that is not there", async () => {
  const catalogue = new Catalogue();
  const operations = ["viewer", "operator", "admin"].map((role) => ({ name: `for.${role}`, role }));
  await catalogue.load({ request: async () => ({ data: operations }) });
  const may = (role) => operations.filter(({ name }) => catalogue.may(role, name)).map(({ role: least }) => least);
  assert.deepEqual(may("viewer"), ["viewer"]);
  assert.deepEqual(may("operator"), ["viewer", "operator"]);
  assert.deepEqual(may("admin"), ["viewer", "operator", "admin"]);
  assert.deepEqual(may(undefined), []);
  assert.deepEqual(may("toString"), []);
  assert.equal(catalogue.may("admin", "no.such"), false);
});
