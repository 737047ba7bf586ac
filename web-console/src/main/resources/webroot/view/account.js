// Who is signed in, and the way out; nothing for who came by the address that the node printed.

import { h, set, text } from "../dom.js";

export function account(element, session) {
  const name = h("span");
  const button = h("button", { type: "button", onclick: () => session.signOut() }, "Sign out");
  const place = h("p", { class: "account", hidden: true }, name, " ", button);
  element.append(place);
  return {
    update() {
      set(place, "hidden", !session.isUser);
      text(name, session.isUser ? `${session.who.name} (${session.who.role})` : "");
    },
  };
}
