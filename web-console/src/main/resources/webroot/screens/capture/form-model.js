// The fields of the form that begins a capture.

export const FIELDS = [{ key: "at" }, { key: "where" }, { key: "direction" }, { key: "filter" }, { key: "auto" }, { key: "frames", numeric: true }, { key: "for" }, { key: "ring", numeric: true },
  { key: "snaplen", numeric: true }, { key: "id" }];

export const PLACES = [["", "the interface or wire, with what is dropped"], ["port", "a NIC's port of the switch, as a mirror"]];

export const DIRECTIONS = [["", "both"], ["source", "what guests and adapters send"], ["destination", "what they get"]];

export const STARTS = [["", "now"], ["on-switchover", "when one of them changes its path"]];

/** How long it lasts when nothing else is said. */
export const usualTime = (auto) => (auto === "on-switchover" ? "2s" : "10m");
