// Pictures on buttons whose words are for screen readers.

import { html } from "../lit.js";

/** Two sheets, one over the other. */
export const copyIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 5.5h8v8h-8z M3 10.5h-.5v-8h8v.5"/></svg>`;

/** Three lines. */
export const menuIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 4h12M2 8h12M2 12h12"/></svg>`;

/** A cross. */
export const closeIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/></svg>`;
