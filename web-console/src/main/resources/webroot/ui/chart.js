// A chart of the last minutes, with the last values as text for who cannot see it.

import { frameRate } from "../format.js";
import { html, nothing, ref } from "../lit.js";

const EVERY_MS = 1_000;
const HEIGHT = 150;
let library = null;

/** `data()` gives `{ times, series: [{ label, values, dash }] }`; frames a second. */
export function chart(app, id, label, data) {
  const state = app.local(`chart ${id}`, fresh);
  if (state.element && performance.now() - state.at > EVERY_MS) update(app, state, data());
  const { times, series } = data();
  return html`<figure class="chart" aria-label=${label}>
    <div class="plot" aria-hidden="true" ${ref(state.taken)}></div>
    <figcaption>${label}${times.length === 0 ? nothing : `: ${series.map(({ label: one, values }) =>
      `${one} ${frameRate(values.at(-1))}`).join(", ")}`}</figcaption>
  </figure>`;
}

// One function for all times: another one would be told that the element has gone and come.
function fresh() {
  const state = { plot: null, element: null, at: 0, taken: (element) => {
    if (element !== state.element) destroy(state);
    state.element = element ?? null;
  } };
  return state;
}

function destroy(state) {
  state.plot?.destroy();
  state.plot = null;
}

function update(app, state, data) {
  state.at = performance.now();
  if (!library) {
    state.at = 0;
    import("../lib/uplot/dist/uPlot.esm.js").then((loaded) => {
      library = loaded.default;
      app.draw();
    }, () => {}); // the figures are in the caption, too
    return;
  }
  const { element } = state;
  const width = Math.max(200, element.clientWidth);
  const theme = getComputedStyle(element).color;
  if (state.plot && state.theme !== theme) destroy(state);
  if (!state.plot) {
    state.theme = theme;
    state.plot = new library(options(element, width, data.series), columns(data), element);
  } else {
    if (state.plot.width !== width) state.plot.setSize({ width, height: HEIGHT });
    state.plot.setData(columns(data));
  }
}

const columns = ({ times, series }) => [times, ...series.map(({ values }) => values)];

function options(element, width, series) {
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue("--muted");
  const lines = ["--accent", "--warn"].map((name) => style.getPropertyValue(name));
  const grid = { stroke: style.getPropertyValue("--line"), width: 1 };
  return {
    width, height: HEIGHT, legend: { show: false }, cursor: { show: false },
    scales: { y: { range: (_, low, high) => [0, Math.max(1, high * 1.1)] } },
    axes: [{ stroke: ink, grid, ticks: grid, values: "{HH}:{mm}:{ss}" },
      { stroke: ink, grid, ticks: grid, size: 52, values: (_, all) => all.map((value) => frameRate(value).replace(/ ?fps$/, "")) }],
    series: [{}, ...series.map(({ label, dash }, i) => ({ label, stroke: lines[i % 2], width: 2,
      dash: dash ? [6, 4] : undefined, points: { show: false } }))],
  };
}
