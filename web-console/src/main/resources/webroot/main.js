// Puts the page together.

import { App } from "./app.js";
import { Announcer } from "./announcer.js";
import { listen } from "./keys.js";
import { render } from "./lit.js";
import { Screens } from "./screens.js";
import { shell } from "./ui/shell.js";

const screens = new Screens();
const root = document.getElementById("page");
const announcer = new Announcer();

function draw(app) {
  const screen = screens.draw(app);
  announcer.update(app);
  render(shell(app, screen), root);
  // The title of a screen may be more than text.
  document.title = `${root.querySelector("main h1")?.textContent ?? "…"} · hnswitch`;
}

const app = new App(draw);
listen(app);
app.draw();
app.bus.open();
