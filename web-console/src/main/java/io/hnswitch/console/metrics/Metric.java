package io.hnswitch.console.metrics;

import java.util.List;

/** Every metric of hnswitch itself. Values of labels come from the configuration alone. */
public enum Metric {
  PORT_FRAMES(
      Type.COUNTER,
      "hnswitch_port_frames",
      "frames",
      "Frames that came in (rx) and went out (tx) by a port, as the switch sees it; path vf is what"
          + " its NIC exchanged by a VF, and all of an uplink.",
      "switch",
      "port",
      "direction",
      "path"),
  PORT_BYTES(
      Type.COUNTER,
      "hnswitch_port_bytes",
      "bytes",
      "Bytes of these frames, without their check sequence.",
      "switch",
      "port",
      "direction",
      "path"),
  FRAMES_DROPPED(
      Type.COUNTER,
      "hnswitch_frames_dropped",
      "",
      "Frames dropped at a switch and what hangs on it; what switches that are no longer there"
          + " dropped has an empty name.",
      "switch",
      "reason"),
  NIC_PATH(Type.GAUGE, "hnswitch_nic_path", "", "1 for the path that a NIC is on.", "nic", "path"),
  PAIR_STATE(
      Type.GAUGE,
      "hnswitch_pair_state",
      "",
      "1 for the state that the pairing of a NIC is in.",
      "nic",
      "state"),
  SWITCHOVER(
      Type.COUNTER,
      "hnswitch_switchover",
      "",
      "Changes of a NIC's path, done or failed; a failed one is undone and tried again.",
      "nic",
      "cause",
      "result"),
  SWITCHOVER_DURATION(
      Type.HISTOGRAM,
      "hnswitch_switchover_duration_seconds",
      "seconds",
      "Time of a change of path, from its beginning until frames take the new one."),
  SWITCHOVER_LOST(
      Type.COUNTER,
      "hnswitch_switchover_lost_frames",
      "frames",
      "Frames that changes of path cost."),
  SWITCHOVER_DUPLICATED(
      Type.COUNTER,
      "hnswitch_switchover_duplicated_frames",
      "frames",
      "Frames that arrived twice while a path changed."),
  SWITCHOVER_REORDERED(
      Type.COUNTER,
      "hnswitch_switchover_reordered_frames",
      "frames",
      "Frames that arrived after a later one while a path changed."),
  SETTLE(
      Type.HISTOGRAM,
      "hnswitch_settle_seconds",
      "seconds",
      "Time that an attached VF waited until it was used (the attach wait)."),
  CHANNEL_QUEUE(
      Type.GAUGE,
      "hnswitch_channel_queue_frames",
      "frames",
      "Frames that wait for room in a NIC's channel.",
      "nic",
      "direction"),
  CHANNEL_CREDIT(
      Type.GAUGE,
      "hnswitch_channel_credit",
      "",
      "Bursts that the reader of a NIC's channel could take now; at 0 it does not read.",
      "nic",
      "direction"),
  FDB_ENTRIES(
      Type.GAUGE, "hnswitch_fdb_entries", "", "Addresses in a switch's database.", "switch"),
  FDB_MOVES(
      Type.COUNTER,
      "hnswitch_fdb_moves",
      "",
      "How often a learned address moved to another port.",
      "switch"),
  IMPAIR_ACTIONS(
      Type.COUNTER,
      "hnswitch_impair_actions",
      "",
      "Frames to which a link did something, once it has been impaired.",
      "link",
      "direction",
      "action"),
  IMPAIR_WAITING(
      Type.GAUGE,
      "hnswitch_impair_waiting_frames",
      "frames",
      "Frames that wait on an impaired link.",
      "link",
      "direction"),
  LINK_UP(
      Type.GAUGE,
      "hnswitch_link_up",
      "",
      "1 when a link out of the lab works, as far as is known.",
      "link"),
  LINK_FRAMES(
      Type.COUNTER,
      "hnswitch_link_frames",
      "frames",
      "Frames that left the lab by a link (forward) and came by it (reverse).",
      "link",
      "direction"),
  LINK_BYTES(
      Type.COUNTER,
      "hnswitch_link_bytes",
      "bytes",
      "Bytes of these frames, without what carries them.",
      "link",
      "direction"),
  LINK_COUNTER(
      Type.COUNTER,
      "hnswitch_link_counter",
      "",
      "What else a link out of the lab counts, by the names of link.get.",
      "link",
      "counter"),
  ENDPOINT_COUNTER(
      Type.COUNTER,
      "hnswitch_endpoint_counter",
      "",
      "What an endpoint counts, by the names of endpoint.list.",
      "nic",
      "kind",
      "counter"),
  CAPTURE_FRAMES(
      Type.COUNTER,
      "hnswitch_capture_frames",
      "frames",
      "Frames that a capture has seen: kept, or skipped by its filter; overwritten ones were kept"
          + " before.",
      "capture",
      "result"),
  CAPTURE_BYTES(
      Type.COUNTER,
      "hnswitch_capture_bytes",
      "bytes",
      "Bytes that a capture has kept, of overwritten frames too.",
      "capture"),
  MIRROR_FRAMES(
      Type.COUNTER,
      "hnswitch_mirror_frames",
      "frames",
      "Frames that a mirror has seen: copied, skipped by its filter, or dropped as its port had no"
          + " room.",
      "switch",
      "mirror",
      "result"),
  MIRROR_BYTES(
      Type.COUNTER,
      "hnswitch_mirror_bytes",
      "bytes",
      "Bytes that a mirror has copied.",
      "switch",
      "mirror"),
  BUS_DISCARDED(
      Type.COUNTER,
      "hnswitch_bus_discarded",
      "",
      "Frames that the event bus discarded because too many waited for their receiver."),
  BRIDGE_CLIENTS(
      Type.GAUGE, "hnswitch_bridge_clients", "", "Clients of the event bus by WebSocket and TCP."),
  BUILD(Type.INFO, "hnswitch_build", "", "Which hnswitch this is.", "version", "revision", "java");

  /** Types of the OpenMetrics format. */
  public enum Type {
    COUNTER("_total"),
    GAUGE(""),
    HISTOGRAM("_bucket"),
    INFO("_info");

    private final String suffix;

    Type(String suffix) {
      this.suffix = suffix;
    }
  }

  private final Type type;
  private final String family;
  private final String unit;
  private final String help;
  private final List<String> labels;

  Metric(Type type, String family, String unit, String help, String... labels) {
    this.type = type;
    this.family = family;
    this.unit = unit;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Type type() {
    return type;
  }

  /** The name of the metric family, without what the type appends for a sample. */
  public String family() {
    return family;
  }

  /** The name to ask for, like {@code hnswitch_port_frames_total}; of a histogram, its buckets'. */
  public String sample() {
    return family + type.suffix;
  }

  /** A base unit that the name ends with, or empty. */
  public String unit() {
    return unit;
  }

  /** One sentence. */
  public String help() {
    return help;
  }

  /** Names of labels, in the order in which values are given; of a histogram without {@code le}. */
  public List<String> labels() {
    return labels;
  }
}
