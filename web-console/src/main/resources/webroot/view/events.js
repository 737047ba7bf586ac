// What happened, the newest first. While somebody reads here, news wait.

import { h, keyed, set, text } from "../dom.js";
import { moment, plain, time } from "../format.js";
import { UNKNOWN } from "./table.js";

const SHOWN = 100;

export function events(store) {
  const list = h("ol", { class: "events", tabindex: "0", "aria-labelledby": "events-title" });
  const nothing = h("p", { class: "empty" });
  const newer = h("button", { type: "button", class: "newer", hidden: true, onclick: () => show() });
  const element = h("section", { id: "events", "aria-labelledby": "events-title" },
    h("h2", { id: "events-title" }, "Events"), newer, nothing, list);
  let shown = [];

  function isRead() {
    return list.matches(":hover") || list.matches(":focus-within") || list.scrollTop > 0;
  }

  function show() {
    shown = store.state.events.slice(0, SHOWN);
    list.scrollTop = 0;
    draw();
  }

  function draw() {
    keyed(list, shown, (event) => event.id, line);
    set(nothing, "hidden", shown.length > 0);
    set(list, "hidden", shown.length === 0);
  }

  return {
    element,
    update() {
      const { events: all, known } = store.state;
      text(nothing, known ? "Nothing has happened yet." : UNKNOWN);
      const news = shown.length === 0 ? all.length : all.findIndex((event) => event.id === shown[0].id);
      const waiting = news < 0 ? all.length : news;
      if (waiting > 0 && (shown.length === 0 || !isRead())) show();
      const left = waiting > 0 && shown[0] !== all[0] ? waiting : 0;
      text(newer, `${left} newer`);
      set(newer, "hidden", left === 0);
    },
  };
}

function line(event) {
  const at = event.time
    ? h("time", { datetime: event.time, title: moment(event.time) }, time(event.time))
    : h("span", { class: "time" }, "–");
  const data = Object.entries(event.data ?? {}).map(([name, value]) => `${name} ${plain(value)}`);
  return {
    element: h("li", {}, at,
      h("span", {}, h("span", { class: "type" }, event.type.replace(/^hnswitch\./, "")), " ",
        h("span", { class: "subject" }, event.subject)),
      h("span", { class: "data" }, data.join(" · "))),
    update() {},
  };
}
