// What can be set on a NIC, and its sysctl tree.

import { html, live, nothing } from "../../lit.js";
import { actions } from "../../ui/action.js";
import { facts, section } from "../../ui/parts.js";
import { poll } from "../../ui/poll.js";
import { sysctls } from "../../ui/sysctls.js";

export function settings(app, row) {
  const { id, flags = [], multicast = [] } = row;
  const media = poll(app, "nic.media", { nic: id }, 5_000).data;
  return html`
    ${section("nic-settings", "Interface", html`
      ${facts([["Flags", flags.join(" ")], ["Multicast groups", multicast.join(" ") || "none"],
        ["Media", media && `${media.selected}, ${media.active}`]])}
      ${app.may("nic.set") ? form(app, row) : nothing}`)}
    ${section("nic-sysctls", "dev.hn sysctls", sysctls(app, { nic: id }))}`;
}

function form(app, row) {
  const state = app.local(`settings ${row.id}`, () => ({ mtu: null, offloads: null }));
  const flags = row.flags ?? [];
  const is = (flag) => flags.includes(flag);
  const mtu = state.mtu ?? row.mtu;
  const offloads = state.offloads ?? (row.offloads ?? []).join(", ");
  const set = (name) => (event) => {
    state[name] = event.target.value;
    app.draw();
  };
  const body = (changes) => () => ({ nic: row.id, ...changes(), ifRevision: app.view.revision });
  const done = (name) => ({ then: () => (state[name] = null) });
  return html`
    <div class="field"><label for="mtu">MTU, bytes (576 to 9216)</label>
      <input id="mtu" type="number" min="576" max="9216" .value=${live(String(mtu ?? ""))} @input=${set("mtu")}>
      ${actions(app, `${row.id} mtu`, [{ op: "nic.set", label: "Set MTU", off: Number(mtu) === row.mtu && "it is this already",
        body: body(() => ({ mtu: Number(mtu) })), done: `MTU of ${row.id} set`, ...done("mtu") }])}</div>
    <div class="field"><label for="offloads">Offloads that are switched on, with commas</label>
      <input id="offloads" type="text" spellcheck="false" .value=${live(offloads)} @input=${set("offloads")}>
      ${actions(app, `${row.id} offloads`, [{ op: "nic.set", label: "Set offloads",
        off: offloads === (row.offloads ?? []).join(", ") && "they are these already",
        body: body(() => ({ offloads: offloads.split(",").map((one) => one.trim()).filter(Boolean) })),
        done: `Offloads of ${row.id} set`, ...done("offloads") }])}</div>
    ${actions(app, `${row.id} flags`, [
      { op: "nic.set", label: is("promisc") ? "Promiscuous off" : "Promiscuous on",
        body: { nic: row.id, promisc: !is("promisc") } },
      { op: "nic.set", label: is("allmulti") ? "All multicast off" : "All multicast on",
        body: { nic: row.id, allmulti: !is("allmulti") } },
    ])}`;
}
