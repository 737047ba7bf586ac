import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./page.mjs";

// The library of the page asks for a document when it is loaded; templates are made without one.
globalThis.document = { createTreeWalker: () => ({}), createComment: () => ({}), activeElement: null };
globalThis.location = { hash: "", href: "" };
const { table } = await load("ui/table.js");

const COLUMNS = [
  { id: "id", title: "Name", value: (row) => row.id },
  { id: "n", title: "Number", number: true, value: (row) => row.n },
  { id: "actions", title: "Actions", cell: () => "" },
];

function app(query = {}) {
  const locals = new Map();
  return {
    store: { known: true },
    router: { route: { query }, set(changes) { Object.assign(query, changes); } },
    local: (key, initial) => locals.get(key) ?? locals.set(key, initial()).get(key),
    draw() {},
  };
}

const draw = (on, rows, more = {}) => table(on, { id: "list", caption: "Rows", columns: COLUMNS, rows, keyOf: (row) => row.id,
  empty: "None.", ...more });

/** Everything that a template is filled with, and the text before it. */
function* parts(template) {
  if (Array.isArray(template)) for (const one of template) yield* parts(one);
  if (!template?.strings) return;
  for (const [i, value] of template.values.entries()) {
    yield { before: template.strings[i], value };
    yield* parts(value);
  }
}

const part = (template, end) => [...parts(template)].find(({ before }) => before.endsWith(end))?.value;
const texts = (template) => [...parts(template)].map(({ value }) => value).filter((value) => ["string", "number"].includes(typeof value));

function rows(template) {
  const list = [...parts(template)].find(({ value }) => value?.values && !value.strings && Array.isArray(value.values[0]));
  return list ? list.value.values[0].map(({ id }) => id) : [];
}

const enter = (template) => part(template, "@pointerenter=")();

/** The pointer has left, or is still there. */
async function leave(template, isOver = false) {
  part(template, "@pointerleave=")({ currentTarget: { matches: () => isOver, contains: () => false } });
  await new Promise((resolve) => setTimeout(resolve, 0));
}

const list = (...ids) => ids.map((id, i) => ({ id, n: i }));

test("orders by a column, both ways, names as people count", () => {
  const some = [{ id: "vf10", n: 2 }, { id: "vf9", n: 10 }, { id: "vf1" }];
  assert.deepEqual(rows(draw(app(), some)), ["vf10", "vf9", "vf1"]);
  assert.deepEqual(rows(draw(app({ sort: "id" }), some)), ["vf1", "vf9", "vf10"]);
  assert.deepEqual(rows(draw(app({ sort: "-id" }), some)), ["vf10", "vf9", "vf1"]);
  assert.deepEqual(rows(draw(app({ sort: "n" }), some)), ["vf1", "vf10", "vf9"]);
  assert.deepEqual(rows(draw(app({ sort: "-n" }), some)), ["vf9", "vf10", "vf1"]);
});

test("leaves the order alone when there is no such column", () => {
  for (const sort of ["no", "actions", "-", "constructor", ""]) {
    assert.deepEqual(rows(draw(app({ sort }), list("b", "a"))), ["b", "a"], sort);
  }
});

test("does not change the rows it is given", () => {
  const some = Object.freeze(list("b", "a"));
  assert.deepEqual(rows(draw(app({ sort: "id" }), some)), ["a", "b"]);
});

test("filters, and shows all while the filter is not done", () => {
  assert.deepEqual(rows(draw(app({ q: "n>0" }), list("a", "b", "c"))), ["b", "c"]);
  assert.deepEqual(rows(draw(app({ q: 'id:"' }), list("a", "b"))), ["a", "b"]);
  assert.deepEqual(rows(draw(app({ q: "n>0" }), list("a", "b"), { remote: true })), ["a", "b"]);
  assert.deepEqual(rows(draw(app({ "p.q": "n>0" }), list("a", "b"), { prefix: "p." })), ["b"]);
});

test("has pages of a hundred, and only those that there are", () => {
  const many = list(...Array.from({ length: 250 }, (_, i) => `r${i}`));
  assert.equal(rows(draw(app(), many)).length, 100);
  assert.deepEqual(rows(draw(app({ page: "3" }), many)), many.slice(200).map(({ id }) => id));
  assert.deepEqual(rows(draw(app({ page: "99" }), many)), many.slice(200).map(({ id }) => id));
  for (const page of ["0", "-1", "x", "NaN", "Infinity1"]) assert.equal(rows(draw(app({ page }), many))[0], "r0", page);
  assert.equal(rows(draw(app({ page: "1.5" }), many)).length, 100);
});

test("keeps rows where they are while somebody reads", async () => {
  const on = app({ sort: "-n" });
  enter(draw(on, [{ id: "a", n: 3 }, { id: "b", n: 2 }, { id: "c", n: 1 }]));
  const later = draw(on, [{ id: "a", n: 0 }, { id: "c", n: 5 }, { id: "new", n: 9 }]);
  assert.deepEqual(rows(later), ["a", "c"], "gone is gone, and nothing moves");
  assert.ok(texts(later).includes(1), "one newer");
  await leave(later, true);
  assert.deepEqual(rows(draw(on, [{ id: "c", n: 5 }, { id: "a", n: 0 }])), ["a", "c"]);
  await leave(later);
  assert.deepEqual(rows(draw(on, [{ id: "a", n: 0 }, { id: "c", n: 5 }, { id: "new", n: 9 }])), ["new", "c", "a"]);
});

test("shows what is new when all that somebody read is gone", () => {
  const on = app();
  enter(draw(on, list("b", "a")));
  const later = draw(on, list("d", "c"));
  assert.deepEqual(rows(later), ["d", "c"]);
  assert.ok(![...parts(later)].some(({ before }) => before.includes('class="newer"')), "none of them waits");
  assert.deepEqual(rows(draw(on, list("e", "c"))), ["e", "c"], "and nothing is held any more");
});

test("lets in what is newer when asked", () => {
  const on = app();
  enter(draw(on, list("a")));
  const later = draw(on, list("new", "a"));
  assert.deepEqual(rows(later), ["a"]);
  [...parts(later)].find(({ before }) => before.includes('class="newer"')).value();
  assert.deepEqual(rows(draw(on, list("new", "a"))), ["new", "a"]);
});

test("orders and filters at once for who has the pointer on the list", () => {
  const on = app();
  enter(draw(on, list("b", "a", "c")));
  on.router.set({ sort: "id" });
  assert.deepEqual(rows(draw(on, list("b", "a", "c"))), ["a", "b", "c"]);
  on.router.set({ sort: "-id" });
  const ordered = draw(on, list("b", "a", "c"));
  assert.deepEqual(rows(ordered), ["c", "b", "a"]);
  assert.deepEqual(rows(draw(on, list("d", "b", "a", "c"))), ["c", "b", "a"], "and is held again");
  on.router.set({ q: "a" });
  assert.deepEqual(rows(draw(on, list("b", "a", "c"))), ["a"]);
  on.router.set({ q: "" });
  assert.deepEqual(rows(draw(on, list("b", "a", "c"))), ["c", "b", "a"]);
});

test("never makes markup of what is in a row", () => {
  const hostile = "<img src=x onerror=alert(1)>";
  const markup = JSON.stringify([...parts(draw(app({ q: hostile }), [{ id: hostile, n: hostile }]))].map(({ before }) => before));
  assert.ok(!markup.includes("onerror"));
});

test("keeps rows that the newest part of a longer list has lost, while somebody reads them", async () => {
  const on = app();
  const template = draw(on, list("b", "a"), { remote: true });
  enter(template);
  const later = draw(on, list("d", "c"), { remote: true });
  assert.deepEqual(rows(later), ["b", "a"]);
  assert.ok(texts(later).includes(2), "so many are newer");
  on.router.route.query = { before: "b" };
  assert.deepEqual(rows(draw(on, list("x"), { remote: true })), ["x"], "another page is another list");
  await leave(later);
  assert.deepEqual(rows(draw(on, list("d", "c"), { remote: true })), ["d", "c"]);
});

test("draws a row anew when what it follows from changes, or somebody does something", () => {
  const on = { ...app(), deeds: 1 };
  const [row] = list("a");
  const from = () => {
    const lines = [...parts(draw(on, [row], { follows: (one) => [one] }))].find(({ value }) => Array.isArray(value?.values?.[0])).value;
    return lines.values[2](row).values[0];
  };
  const before = from();
  assert.ok(from().every((one, i) => one === before[i]), "nothing has changed");
  on.deeds++;
  assert.ok(from().some((one, i) => one !== before[i]));
});
