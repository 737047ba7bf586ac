// What screens ask of the view of a lab.

/** The VF that a NIC has or is about to get. */
export function vfOf(view, id) {
  return view.nics[id]?.vf ?? view.pairs[id]?.vf
    ?? Object.values(view.vfs).find((vf) => vf.nic === id)?.id;
}

/** A NIC with its pairing and rates, as lists and filters see it. */
export function nicRow(view, id) {
  const nic = view.nics[id];
  const pair = view.pairs[id];
  const rate = nic.problem ? undefined : view.rates[id];
  return { kind: "nic", name: id, ...nic, id, pair, state: pair?.state, vf: vfOf(view, id), rate,
    drops: drops(nic.counters) };
}

export function nicRows(view) {
  return Object.keys(view.nics).map((id) => nicRow(view, id));
}

/** Frames that a NIC gave up, of its counters. */
export function drops(counters = {}) {
  return ["iqdrops", "oqdrops", "ierrors", "oerrors", "malformed"]
    .reduce((sum, name) => sum + (counters[name] ?? 0), 0);
}

/** The last switch-overs of all NICs, the newest first. */
export function switchOvers(view) {
  return Object.values(view.pairs)
    .flatMap(({ nic, history }) => (history ?? []).map((one) => ({ nic, ...one })))
    .sort((a, b) => b.atMillis - a.atMillis);
}

/** The actions on a NIC, each with a reason when it cannot be done now. */
export function nicActions(view, id) {
  const vf = vfOf(view, id);
  const isUp = view.nics[id]?.up;
  const none = vf ? null : "it has no VF";
  return [
    { op: "vf.attach", body: { nic: id }, label: "Attach VF", name: `to ${id}`, off: vf && `it has ${vf}`,
      done: `${id} is given a VF` },
    { op: "vf.detach", body: { nic: id, how: "graceful" }, label: "Detach VF", name: `from ${id}, graceful`,
      off: none, done: `${id}'s VF is taken back` },
    { op: "vf.detach", body: { nic: id, how: "surprise" }, label: "Surprise-remove VF", name: `from ${id}`,
      off: none, done: `${id}'s VF is gone` },
    { op: isUp ? "nic.down" : "nic.up", body: { nic: id }, label: isUp ? "Down" : "Up", name: id,
      done: `${id} is ${isUp ? "down" : "up"}` },
  ];
}
