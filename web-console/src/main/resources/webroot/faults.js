// What can be done to a lab that its file does not say, and how that reads.

const TIME = { label: "For", key: "for" };

/**
 * The faults of a NIC. Each: `op`; `title`; `what` it does; `needsVf`, when there must be a VF to take away;
 * `verb` of its button; `fields` as forms have them, with what holds when nothing is written as their example.
 */
export const FAULTS = [
  { op: "vf.revoke-storm", title: "Storm of revokes", verb: "Begin storm", needsVf: true,
    what: "The host takes the VF away and gives it back, over and over; half of each interval the VF is away.",
    fields: [
      { key: "count", label: "How often", example: "10", numeric: true },
      { key: "interval", label: "Interval", example: "10s" },
      { key: "how", label: "How", values: [["", "surprise"], ["graceful", "graceful"]] },
    ] },
  { op: "fault.servicing", title: "Servicing of the host", verb: "Service host", needsVf: true,
    what: "The VF goes, and comes back when the time is over. For the first part of it, the gap, the host reads nothing of the channel.",
    fields: [
      { ...TIME, example: "65s" },
      { key: "pause", label: "Gap", example: "0s" },
      { key: "how", label: "How", values: [["", "graceful"], ["surprise", "surprise"]] },
    ] },
  { op: "fault.stall", title: "Stall of the channel", verb: "Stall channel", needsVf: false,
    what: "The host reads nothing of the channel: what the guest sends waits, and what there is no room for is lost. A VF goes on.",
    fields: [{ ...TIME, example: "5s" }] },
  { op: "fault.lose-control", title: "Loss of control messages", verb: "Lose messages", needsVf: false,
    what: "NVS and RNDIS messages are lost in both directions, each by chance, or the next so many. Frames are not.",
    fields: [
      { key: "chance", label: "Chance of each", example: "10%" },
      { key: "next", label: "Or the next", example: "3", numeric: true },
      { ...TIME, example: "60s" },
    ] },
];

const WORDS = { ...Object.fromEntries(FAULTS.map(({ op, title }) => [op, title])), "link.down": "Pulled out",
  "link.disable": "Layer of the file disabled" };

/** A fault in words, its object apart. */
export function inWords({ operation, layer }) {
  return operation === "link.impair" ? `Layer ${layer}` : WORDS[operation] ?? operation;
}

/** Where a fault's object is operated, as path and query. */
export function place({ operation, object }) {
  return operation.startsWith("link.") ? [["links"], {}] : [["nics", object], { tab: "faults" }];
}

/** Why a fault cannot begin now; null when it can. */
export function obstacle({ op, needsVf }, nic, running) {
  if (running.some(({ operation, object }) => operation === op && object === nic.id)) return "it goes on";
  if (!needsVf) return null;
  const taker = FAULTS.find((one) => one.needsVf && running.some(({ operation, object }) => operation === one.op && object === nic.id));
  if (taker) return `there is another: ${taker.title.toLowerCase()}`;
  return nic.vf ? null : "it has no VF that could be taken away";
}
