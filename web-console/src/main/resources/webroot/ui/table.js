// Lists: filter, order and page are in the address, and rows stay where they are while somebody reads.

import { parseFilter } from "../filter.js";
import { guard, html, nothing, repeat } from "../lit.js";
import { openView } from "./copy-view.js";
import { copyIcon } from "./icons.js";

const PAGE = 100;

/**
 * `columns`: `{ id, title, number, value(row), cell(row), filter(row), wide }`: `value` is what is
 * ordered by and shown unless there is `cell`; `filter` gives a term that a click on the cell adds.
 * The first column heads its row. With `filterable`, there is a field for an expression, over
 * `subject(row)`; with `remote`, whoever gave the rows has filtered them. `follows(row)` lists what
 * the cells of a row follow from, besides what is done here: as long as that is the same, the row
 * is not drawn anew.
 */
export function table(app, { id, caption, columns, rows, keyOf, empty, filterable = true,
  subject = (row) => row, prefix = "", tools = nothing, remote = false, follows = null }) {
  const names = { q: `${prefix}q`, sort: `${prefix}sort`, page: `${prefix}page` };
  const query = app.router.route.query;
  const state = app.local(`table ${id}`, () => ({ held: null, by: "" }));
  const filter = parseFilter(query[names.q] ?? "");
  const found = remote || filter.error ? rows : rows.filter((row) => filter.matches(subject(row)));
  const ordered = order(found, columns, query[names.sort]);
  // Who orders or filters differently wants to see that, also with the pointer on the list.
  const by = JSON.stringify(remote ? query : [query[names.q], query[names.sort]]);
  if (state.held && state.by !== by) state.held = held(ordered, keyOf);
  state.by = by;
  const { shown, newer } = hold(ordered, state, keyOf, remote);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(query[names.page]) || 1));
  const part = shown.slice((page - 1) * PAGE, page * PAGE);
  const context = { app, names, query, filter };
  // Where all that is shown may be new each time, lines are filled anew, not made anew: held rows keep their places.
  const lineOf = remote ? (_, i) => i : keyOf;
  return html`<div class="list" id=${id}>
    ${filterable ? bar(context, id, caption, rows.length, found.length, ordering(context, columns, caption), tools, ordered, subject) : tools}
    ${newer > 0 ? html`<button type="button" class="newer" @click=${() => {
      state.held = null;
      app.draw();
    }}>${newer} newer</button>` : nothing}
    ${part.length === 0 ? html`<p class="empty">${!app.store.known ? "Not known yet."
      : rows.length > 0 ? "Nothing matches the filter." : empty}</p>` : html`
    <div class="scroll" tabindex="-1"
      @pointerenter=${() => keep(state, shown, keyOf)} @pointerleave=${(event) => release(app, state, event)}
      @focusin=${() => keep(state, shown, keyOf)} @focusout=${(event) => release(app, state, event)}
      @keydown=${arrows}>
      <table role="table" aria-label=${caption}>
        <thead role="rowgroup"><tr role="row">${columns.map((column) => head(context, column))}</tr></thead>
        <tbody role="rowgroup">${repeat(part, lineOf, (row) => (follows
          ? guard([query, app.deeds, ...follows(row)], () => line(context, columns, row)) : line(context, columns, row)))}</tbody>
      </table>
    </div>`}
    ${pages > 1 ? pager(context, caption, page, pages) : nothing}
  </div>`;
}

function bar({ app, names, query, filter }, id, caption, all, found, sorting, tools, rows, subject) {
  const text = query[names.q] ?? "";
  return html`<div class="bar">
    <label class="filter"><span class="unseen">Filter ${caption}</span>
      <input type="search" class="find" .value=${text} placeholder="Filter, like path:vf drops>0 -name:mon*"
        spellcheck="false" autocomplete="off" aria-invalid=${filter.error ? "true" : nothing}
        aria-describedby=${filter.error ? `${id}-wrong` : nothing}
        @input=${(event) => app.router.set({ [names.q]: event.target.value, [names.page]: null })}></label>
    <span class="count">${text && !filter.error ? `${found} of ${all}` : all}</span>
    <button type="button" class="quiet" aria-label=${`Copy as… ${caption}`}
      @click=${() => openView(app, caption, rows.map(subject))}>${copyIcon}</button>
    ${sorting}
    ${tools}
    ${filter.error ? html`<p class="error" id=${`${id}-wrong`} role="alert">${filter.error.message}</p>` : nothing}
  </div>`;
}

// Where there is no room for the heads of columns.
function ordering({ app, names, query }, columns, caption) {
  const ways = columns.filter(({ value }) => value).flatMap(({ id, title }) => [[id, `${title}, up`], [`-${id}`, `${title}, down`]]);
  if (ways.length === 0) return nothing;
  const at = query[names.sort] ?? "";
  return html`<label class="order"><span class="unseen">Order of ${caption}</span>
    <select @change=${(event) => app.router.set({ [names.sort]: event.target.value })}>
      <option value="" ?selected=${at === ""}>In order</option>
      ${ways.map(([id, words]) => html`<option value=${id} ?selected=${at === id}>${words}</option>`)}</select></label>`;
}

function head({ app, names, query }, column) {
  const { id, title, number, value } = column;
  const [, down, by] = /^(-?)(.*)$/.exec(query[names.sort] ?? "");
  const is = by === id;
  const sort = is ? (down ? "descending" : "ascending") : value ? "none" : nothing;
  return html`<th role="columnheader" scope="col" class=${number ? "number" : nothing} aria-sort=${sort}>
    ${value ? html`<button type="button" class="sort" @click=${() => app.router.set({
      [names.sort]: is && !down ? `-${id}` : is ? null : id })}>${title}<span aria-hidden="true"
      >${is ? (down ? " ▾" : " ▴") : ""}</span></button>` : title}</th>`;
}

function line(context, columns, row) {
  return html`<tr role="row">${columns.map((column, i) => cell(context, column, row, i === 0))}</tr>`;
}

function cell({ app, names, query }, { title, number, value, cell: draw, filter, wide }, row, isHead) {
  const body = draw ? draw(row) : value(row) ?? "–";
  const term = filter?.(row);
  const shown = term ? html`<button type="button" class="value" title=${`Show only ${term}; with Shift: all others`}
    @click=${(event) => add(app, names, query, term, event.shiftKey)}>${body}</button>` : body;
  const kind = [number && "number", wide && "wide"].filter(Boolean).join(" ");
  return isHead
    ? html`<th role="rowheader" scope="row" class=${kind} data-title=${title}>${shown}</th>`
    : html`<td role="cell" class=${kind} data-title=${title}>${shown}</td>`;
}

function add(app, names, query, term, isExcluded) {
  const terms = (query[names.q] ?? "").split(" ").filter((one) => one && one.replace(/^-/, "") !== term);
  app.router.set({ [names.q]: [...terms, isExcluded ? `-${term}` : term].join(" "), [names.page]: null });
}

function pager({ app, names }, caption, page, pages) {
  const go = (by) => app.router.set({ [names.page]: page + by });
  return html`<nav class="pager" aria-label=${`Pages of ${caption}`}>
    <button type="button" ?disabled=${page === 1} @click=${() => go(-1)}>Previous</button>
    <span>Page ${page} of ${pages}</span>
    <button type="button" ?disabled=${page === pages} @click=${() => go(1)}>Next</button>
  </nav>`;
}

function order(rows, columns, by) {
  const [, down, id] = /^(-?)(.*)$/.exec(by ?? "");
  const column = columns.find((one) => one.id === id);
  if (!column?.value) return rows;
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(column.value(a), column.value(b)));
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en", { numeric: true });
}

// While held, rows keep their order, and those that are new wait. Of a list that is only the newest
// part of a longer one, those that it has lost meanwhile are still there. When none is left there is
// nothing to read, and nothing that the pointer could leave.
function hold(ordered, state, keyOf, isPart) {
  if (!state.held) return { shown: ordered, newer: 0 };
  const byKey = held(ordered, keyOf);
  const shown = [...state.held].map(([key, row]) => byKey.get(key) ?? (isPart ? row : null)).filter((row) => row !== null);
  if (shown.length === 0) {
    state.held = null;
    return { shown: ordered, newer: 0 };
  }
  return { shown, newer: ordered.filter((row) => !state.held.has(keyOf(row))).length };
}

function held(rows, keyOf) {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function keep(state, shown, keyOf) {
  state.held ??= held(shown, keyOf);
}

function release(app, state, event) {
  const list = event.currentTarget;
  queueMicrotask(() => {
    if (list.matches(":hover") || list.contains(document.activeElement)) return;
    state.held = null;
    app.draw();
  });
}

function arrows(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!step || event.target.matches("input, select, textarea")) return;
  const row = event.target.closest("tbody tr");
  const focusable = (one) => [...one.querySelectorAll("a, button, [tabindex]")];
  const next = row?.[step];
  if (!next) return;
  const place = Math.max(0, focusable(row).indexOf(event.target));
  const targets = focusable(next);
  (targets[place] ?? targets[0])?.focus();
  event.preventDefault();
}
