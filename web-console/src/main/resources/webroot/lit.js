// The library that the page is drawn with. It knows texts and attributes and has no way to markup in
// here, so nothing that comes from a lab is ever more than text.

export { html, nothing, render, svg } from "./lib/lit-html/lit-html.js";
export { guard } from "./lib/lit-html/directives/guard.js";
export { keyed } from "./lib/lit-html/directives/keyed.js";
export { live } from "./lib/lit-html/directives/live.js";
export { ref } from "./lib/lit-html/directives/ref.js";
export { repeat } from "./lib/lit-html/directives/repeat.js";
