// Puts the page together: one socket, one store, and views that show what the store knows.

import { Bus } from "./bus.js";
import { Session } from "./session.js";
import { Store } from "./store.js";
import { account } from "./view/account.js";
import { announcer } from "./view/announcer.js";
import { events } from "./view/events.js";
import { flows } from "./view/flows.js";
import { header } from "./view/header.js";
import { ledger } from "./view/ledger.js";
import { nics } from "./view/nics.js";
import { switchOvers } from "./view/switch-overs.js";
import { vfs } from "./view/vfs.js";

const RENDER_MS = 250;

const session = new Session();
const socket = `${location.protocol.replace("http", "ws")}//${location.host}/eventbus/websocket`;
const bus = new Bus(socket, {
  opened: () => {
    session.load();
    store.opened();
  },
  closed: () => store.closed(),
  denied: () => {
    // Who was signed in gets the page to do it again.
    if (session.isUser) location.reload();
    else store.denied();
  },
});
const store = new Store(bus);

const views = [
  header(document.getElementById("header"), store),
  account(document.getElementById("header"), session),
  announcer(document.getElementById("announcer"), store),
];
const sections = [ledger(store), nics(store), vfs(store), flows(store), switchOvers(store), events(store)];
const main = document.getElementById("main");
for (const { element } of sections) main.append(element);
views.push(...sections);

function render() {
  if (document.hidden) return;
  for (const view of views) view.update();
}

document.addEventListener("visibilitychange", render);
setInterval(render, RENDER_MS);
render();
bus.open();
