// The editor of a link's layers: fields for all that a layer says of either direction, and what people ask for most.

import { html, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import * as form from "../../ui/form.js";
import { poll } from "../../ui/poll.js";
import { DIRECTIONS, FILE, LIVE, PRESETS, groups, keysOf, placeOf, previewRequest, request, textsOf, textsOfLayer } from "./model.js";
import { blankPreview, preview } from "./preview.js";

const ID = "impair";
const NEW = "+";

/** Shows it for a link, which begins with what is laid over it now; `then` runs when something has been changed. */
export function openEditor(app, link, then) {
  const state = { ...form.blank(), direction: "both", file: null, preview: blankPreview(app) };
  const down = form.blank();
  load(state, layersOf(app, link), LIVE);
  app.open({ title: `Impair ${link}`, wide: true, body: () => editor(app, link, state, down, then) });
}

const linkOf = (app, id) => poll(app, "link.list").data?.find((one) => one.id === id);
const layersOf = (app, id) => linkOf(app, id)?.layers ?? [];

function load(state, layers, wanted) {
  if (wanted === NEW) {
    // What stands there is what the new one begins with.
    Object.assign(state, { at: {}, failure: "", file: null });
    return;
  }
  const layer = layers.find(({ name }) => name === wanted);
  const used = layer && DIRECTIONS.filter((direction) => layer[direction]);
  Object.assign(state, { at: {}, failure: "", direction: used?.[0] ?? state.direction, file: wanted === FILE ? said(layer) : null,
    texts: { ...textsOfLayer(layer), layer: wanted } });
}

// What the lab file's layer says, to see whether somebody changes it meanwhile.
const said = (layer) => JSON.stringify(DIRECTIONS.map((direction) => layer?.[direction] ?? null));

function editor(app, link, state, down, then) {
  const layers = layersOf(app, link);
  const { texts, direction } = state;
  const names = [...new Set([...(app.may("link.set") ? [FILE] : []), LIVE, ...layers.map(({ name }) => name)])];
  const isFile = texts.layer === FILE;
  const layer = texts.layer === NEW ? (texts.name ?? "").trim() : texts.layer;
  const ask = () => request(link, { layer, texts, revision: isFile ? poll(app, "link.list").revision : undefined });
  const { op } = ask();
  const place = (key) => (key === "name" ? "/layer" : placeOf(key));
  const keys = [texts.layer === NEW ? "name" : "layer", "seed", "for", ...keysOf(texts)];
  const body = () => {
    if (isFile && said(layersOf(app, link).find(({ name }) => name === FILE)) !== state.file) {
      throw new Error("the lab file's layer was changed meanwhile: choose it again");
    }
    return ask().body;
  };
  const submit = async (event) => {
    event.preventDefault();
    await form.send(app, state, { op, body, keys, place, done: `${link} is impaired`, then: () => {
      app.close();
      then();
    } });
    showWrong(app, state);
  };
  return html`<form class="operation" @submit=${submit}>
    <div class="inline">
      ${form.choice(app, ID, state, { key: "layer", label: "Layer", values: [...names.map((one) => [one, words(one, layers)]), [NEW, "a new one"]],
        changed: (wanted) => load(state, layersOf(app, link), wanted) })}
      ${texts.layer === NEW ? form.text(app, ID, state, { key: "name", label: "Its name", example: "wan" }) : nothing}
      ${layerDeeds(app, link, layers.find(({ name }) => name === texts.layer), then)}
    </div>
    <div class="actions" role="group" aria-label="Presets">${Object.entries(PRESETS).map(([title, preset]) => html`
      <button type="button" @click=${() => {
        for (const key of Object.keys(texts)) if (key.startsWith(`${direction}.`)) delete texts[key];
        Object.assign(texts, textsOf(preset, direction));
        app.draw();
      }}>${title}</button>`)}</div>
    ${directions(app, link, state)}
    ${groups(texts, direction).map(([title, fields]) => html`<fieldset><legend>${title}</legend><div class="fields">${fields.map((each) => {
      const one = { ...each, key: `${direction}.${each.key}` };
      return one.values ? form.choice(app, ID, state, one) : form.text(app, ID, state, one);
    })}</div></fieldset>`)}
    ${isFile ? nothing : html`<div class="fields">
      ${form.text(app, ID, state, { key: "for", label: "For", example: "2s", note: "Without it, until it is cleared." })}
      ${form.text(app, ID, state, { key: "seed", label: "Seed", numeric: true, note: "Without it, chance goes on." })}</div>`}
    <p class="note">A layer says of a direction what stands at both, unless that has words of its own. Chances derive from the seed of the
      lab, the link and the direction, and go on from layer to layer. With a seed they begin anew with it: put in again, the layer does the same to the same frames.</p>
    ${preview(app, state.preview, { body: previewRequest(link, { layer, texts, ...state.preview.fields.texts }), others: layers,
      ends: linkOf(app, link)?.endpoints ?? [] })}
    ${form.ending(app, state, { op, body: () => ask().body, label: isFile ? "Set" : "Impair" })}
  </form>
  ${carrier(app, link, down, then)}`;
}

function words(name, layers) {
  if (name === FILE) return "file: what the lab file says";
  return layers.some((layer) => layer.name === name) ? `${name}: what it says now` : name;
}

// Which way the fields below are of; those that say something have a mark.
function directions(app, link, state) {
  const says = (direction) => Object.entries(state.texts).some(([key, value]) => key.startsWith(`${direction}.`) && value !== "");
  const [first, second] = linkOf(app, link)?.endpoints ?? [];
  const ways = { both: "Both ways", forward: `Forward, from ${first}`, reverse: `Reverse, from ${second}` };
  return html`<div class="actions" role="group" aria-label="Direction">${DIRECTIONS.map((direction) => html`<button type="button"
    aria-pressed=${state.direction === direction} @click=${() => {
      state.direction = direction;
      app.draw();
    }}>${ways[direction]}${says(direction) ? html` <span aria-hidden="true">●</span><span class="unseen">, says something</span>` : nothing}</button>`)}</div>`;
}

function showWrong(app, state) {
  const way = DIRECTIONS.find((direction) => Object.keys(state.at).some((key) => key.startsWith(`${direction}.`)));
  if (!way) return;
  state.direction = way;
  app.draw();
}

function layerDeeds(app, link, layer, then) {
  if (!layer) return nothing;
  const body = { link, layer: layer.name };
  return actions(app, `layer ${link}`, [
    layer.enabled ? { op: "link.disable", body, label: "Disable layer", done: `${layer.name} has no effect`, then }
      : { op: "link.enable", body, label: "Enable layer", done: `${layer.name} has its effect`, then },
    ...(layer.name === FILE ? [] : [{ op: "link.clear", body, label: "Clear layer", done: `${layer.name} is gone`, then }])]);
}

// The cable itself, for a time or until it is put in again.
function carrier(app, link, state, then) {
  if (!app.may("link.down") || linkOf(app, link)?.state !== "up") return nothing;
  const body = { link, ...form.written(state, [{ key: "for" }]) };
  return html`<form class="operation" @submit=${(event) => {
      event.preventDefault();
      form.send(app, state, { op: "link.down", body, keys: ["for"], done: `${link} is down`, then: () => {
        app.close();
        then();
      } });
    }}><h3>Pull the cable out</h3>
    ${form.text(app, `${ID}-down`, state, { key: "for", label: "For", example: "5s; without it, until it is put in" })}
    ${form.ending(app, state, { op: "link.down", body, label: "Pull out", primary: false })}</form>`;
}
