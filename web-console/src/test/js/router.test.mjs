import assert from "node:assert/strict";
import test from "node:test";
import { HOSTILE, load } from "./page.mjs";

const { link, parse, Router } = await load("router.js");

test("reads what it wrote, whatever the names are", () => {
  for (const name of HOSTILE.filter((one) => one !== "")) {
    for (const other of HOSTILE) {
      const route = parse(link(["nics", name], { q: other, [name]: "1" }));
      assert.deepEqual(route.path, ["nics", name], JSON.stringify(name));
      const query = { ...(other === "" ? {} : { q: other }), [name]: "1" };
      assert.deepEqual(Object.entries(route.query).sort(), Object.entries(query).sort());
    }
  }
});

test("writes what is short short", () => {
  assert.equal(link([]), "#/");
  assert.equal(link(["nics", "a:hn0"], { tab: "", q: null, sort: undefined }), "#/nics/a%3Ahn0");
  assert.equal(link([], { page: 2, fold: 0 }), "#/?page=2&fold=0");
});

test("reads every address", () => {
  assert.deepEqual(parse(""), { path: [], query: {} });
  assert.deepEqual(parse("#"), { path: [], query: {} });
  assert.deepEqual(parse("#/"), { path: [], query: {} });
  assert.deepEqual(parse("#nics"), { path: ["nics"], query: {} });
  assert.deepEqual(parse("#//nics//x/"), { path: ["nics", "x"], query: {} });
  assert.deepEqual(parse("#/?q=a"), { path: [], query: { q: "a" } });
  assert.deepEqual(parse("#/nics?q=a?b"), { path: ["nics"], query: { q: "a?b" } });
  assert.equal(parse("#/x?__proto__=1").query.q, undefined);
});

test("leaves escapes that are none", () => {
  assert.deepEqual(parse("#/nics/%zz/%/%e0%a4").path, ["nics", "%zz", "%", "%e0%a4"]);
  assert.deepEqual(parse("#/nics?q=%zz").query, { q: "%zz" });
});

test("goes step by step or quietly", () => {
  const listeners = [];
  const replaced = [];
  let moved = 0;
  globalThis.location = { hash: "#/nics?q=x" };
  globalThis.window = { addEventListener: (type, listener) => listeners.push(listener) };
  globalThis.history = { replaceState: (state, title, to) => {
    replaced.push(to);
    location.hash = to;
  } };
  const router = new Router(() => moved++);
  assert.deepEqual(router.route, { path: ["nics"], query: { q: "x" } });
  router.set({ page: 2 });
  assert.deepEqual(replaced, ["#/nics?q=x&page=2"]);
  assert.equal(moved, 1);
  router.set({ page: null, q: "" }, true);
  assert.equal(location.hash, "#/nics");
  router.go(["vfs", "pf0/vf1"]);
  assert.equal(location.hash, "#/vfs/pf0%2Fvf1");
  listeners.forEach((listener) => listener());
  assert.deepEqual(router.route, { path: ["vfs", "pf0/vf1"], query: {} });
  assert.equal(moved, 2);
});
