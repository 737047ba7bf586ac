import assert from "node:assert/strict";
import { posix } from "node:path";
import test from "node:test";
import vm from "node:vm";
import { text } from "./page.mjs";

// The static imports of a module, by the parser that runs modules.
async function imported(path) {
  const module = new vm.SourceTextModule(text(path), { identifier: path });
  const specifiers = [];
  await module.link((specifier) => {
    specifiers.push(specifier);
    return new vm.SyntheticModule([], () => {});
  }).catch(() => {}); // the stand-ins export nothing
  return [...new Set(specifiers)];
}

async function closure(path, seen = new Set()) {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const specifier of await imported(path)) {
    assert.match(specifier, /^\.\.?\//, `${path} imports ${specifier}`);
    await closure(posix.join(posix.dirname(path), specifier), seen);
  }
  return seen;
}

test("is preloaded as a browser will ask for it", async () => {
  const preloaded = [...text("page.html").matchAll(/rel="modulepreload" href="\/assets\/[0-9a-f]+\/([^"]+)"/g)];
  assert.deepEqual(preloaded.map(([, path]) => path).sort(), [...(await closure("main.js"))].sort());
});

test("imports only what is served in the screens that come later, too", async () => {
  for (const path of ["ui/editor.js", "screens/topology.js", "screens/labs.js", "screens/settings.js",
    "screens/bus.js", "screens/nic.js", "screens/cluster.js", "ui/chart.js"]) {
    assert.ok((await closure(path)).size > 1, path);
  }
});
