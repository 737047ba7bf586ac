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
  document.title = `${screen.title} · hnswitch`;
  render(shell(app, screen), root);
}

const app = new App(draw);
listen(app);
app.draw();
app.bus.open();
