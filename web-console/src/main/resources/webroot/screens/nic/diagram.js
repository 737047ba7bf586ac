// hn and its VF, the path in use lit: guest, both ways down, and what is behind them.

import { bitRate, frameRate } from "../../format.js";
import { html, nothing } from "../../lit.js";
import { name, object } from "../../ui/parts.js";

export function diagram(app, row) {
  const { id, vf, path, up, link, rate, mac } = row;
  const given = app.view.vfs[vf];
  const sw = row.switch;
  const guest = id.includes(":") ? id.slice(0, id.lastIndexOf(":")) : id;
  const words = `Frames take the ${path === "vf" ? "VF" : "synthetic"} path. ${up ? "hn is up" : "hn is down"}${
    link ? "" : ", no link"}. ${vf ? `Its VF is ${vf}.` : "It has no VF."}`;
  return html`<div class="diagram" role="group" aria-label=${words}>
    <div class="box guest"><span class="kind">guest</span>${name(guest)}
      <span class="note">${endpoint(app.view.endpoints[id])}</span></div>
    <div class="box hn"><span class="kind">hn</span>${name(id)}<span class="note mac">${mac ?? ""}</span></div>
    ${lane("synthetic", path === "synthetic", "VMBus channel", rate?.paths?.synthetic)}
    <div class="box host"><span class="kind">netvsp</span>${sw ? object("switches", sw) : nothing}
      <span class="note">port ${name(id)}</span></div>
    ${lane("vf", path === "vf", vf ? html`VF ${object("vfs", vf)}` : "no VF", rate?.paths?.vf, !vf)}
    <div class="box host" data-off=${!vf}><span class="kind">SR-IOV adapter</span>${given ? name(given.adapter) : "none given"}
      ${given ? html`<span class="note">${given.state}, ${given.steered ? "steered to the VF" : "steered to hn"}</span>` : nothing}</div>
    ${rate ? html`<p class="note total">${frameRate(rate.txFramesPerSecond)} transmitted (${bitRate(rate.txBitsPerSecond)}),
      ${frameRate(rate.rxFramesPerSecond)} received (${bitRate(rate.rxBitsPerSecond)})</p>` : nothing}
  </div>`;
}

function endpoint(end) {
  if (!end) return "no endpoint";
  const settings = Object.values(end.settings ?? {}).map(String).join(" ");
  return html`${end.kind} ${name(settings.replace(/^\[|\]$/g, ""))}`;
}

function lane(kind, isLit, words, rate, isOff = false) {
  return html`<div class="lane" data-path=${kind} data-lit=${isLit} data-off=${isOff}>
    <span class="words">${isLit ? html`<strong>in use:</strong> ` : nothing}${words}</span>
    <span class="line" aria-hidden="true"></span>
    <span class="note">${rate ? html`tx ${frameRate(rate.txFramesPerSecond)} · rx ${frameRate(rate.rxFramesPerSecond)}` : "–"}</span>
  </div>`;
}
