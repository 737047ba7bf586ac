// What screens ask of the view of a lab.

// A view does not change, so what follows from one is made once.
const known = new WeakMap();

// The rows of the view before: what has not changed stays the same object.
let last = new Map();

/** NICs with their pairing, switch and rates, as lists and filters see them. */
export function nicRows(view) {
  return rowsOf(view).list;
}

function rowsOf(view) {
  let rows = known.get(view);
  if (!rows) {
    last = makeRows(view);
    known.set(view, (rows = { list: [...last.values()].map(({ row }) => row), byId: last }));
  }
  return rows;
}

function makeRows(view) {
  const switches = new Map(Object.values(view.switches)
    .flatMap(({ id, ports = [] }) => ports.map((port) => [port.name, id])));
  const given = new Map(Object.values(view.vfs).map((vf) => [vf.nic, vf.id]));
  return new Map(Object.entries(view.nics).map(([id, nic]) => {
    const pair = view.pairs[id];
    const rate = nic.problem ? undefined : view.rates[id];
    const from = [nic, pair, rate, given.get(id), switches.get(id)];
    const before = last.get(id);
    return [id, before && from.every((one, i) => one === before.from[i]) ? before : { from, row: {
      kind: "nic", name: id, ...nic, id, pair, state: pair?.state, vf: nic.vf ?? pair?.vf ?? given.get(id),
      switch: switches.get(id), rate, drops: drops(nic.counters) } }];
  }));
}

/** One of them. */
export function nicRow(view, id) {
  return rowsOf(view).byId.get(id)?.row;
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
  const { vf, up: isUp } = nicRow(view, id);
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
