package io.hnswitch.lab;

import java.util.List;

/**
 * The kinds of objects in a lab file, the keys each may have, and the keys that the language has
 * but this version does not. The JSON Schema's definitions carry the same names and keys.
 */
enum LabObject {
  FILE(List.of("apiVersion", "kind", "metadata", "spec"), List.of()),
  METADATA(List.of("name", "title", "labels"), List.of()),
  SPEC(
      List.of(
          "seed",
          "clock",
          "tunables",
          "defaults",
          "profiles",
          "switches",
          "adapters",
          "links",
          "guests",
          "flows",
          "captures"),
      List.of("scenario", "checks", "place")),
  DEFAULTS(List.of("nic"), List.of()),
  /** What {@code defaults.nic} and a profile may set. */
  LAYER(
      List.of(
          "switch",
          "mtu",
          "channels",
          "offloads",
          "up",
          "queue",
          "vlan",
          "guards",
          "storm",
          "acl",
          "bandwidth",
          "vf"),
      List.of()),
  SWITCH(List.of("aging", "static", "multicast", "mirrors", "place"), List.of()),
  MIRROR(List.of("source", "direction", "to", "filter", "snaplen"), List.of()),
  MULTICAST(
      List.of(
          "snooping",
          "querier",
          "query-interval",
          "response",
          "last-member",
          "robustness",
          "fast-leave",
          "unregistered",
          "limit",
          "router-ports"),
      List.of()),
  QUERIER(List.of("address", "igmp", "mld"), List.of()),
  ADAPTER(
      List.of("switch", "vfs", "offloads", "tso", "offer-delay", "mtu", "rss", "queue", "place"),
      List.of()),
  RSS(List.of("function", "key", "types", "report"), List.of()),
  TSO(List.of("max", "segments", "segmentSize"), List.of()),
  /**
   * The wires of two adapters, joined, or of one and a tunnel or an interface; or a NIC's cable to
   * its switch.
   */
  LINK(List.of("endpoints", "vxlan", "packet", "impair"), List.of()),
  /** A layer of impairments, of both directions of a link. */
  IMPAIR(List.of("both", "forward", "reverse"), List.of()),
  IMPAIRMENT(
      List.of(
          "delay",
          "jitter",
          "distribution",
          "correlation",
          "loss",
          "duplicate",
          "reorder",
          "corrupt",
          "rate",
          "limit"),
      List.of()),
  LOSS(
      List.of(
          "model",
          "chance",
          "correlation",
          "toBad",
          "toGood",
          "inBad",
          "inGood",
          "toBurst",
          "toGap",
          "toPause",
          "fromPause",
          "single"),
      List.of()),
  REORDER(List.of("chance", "gap"), List.of()),
  VXLAN(List.of("local", "remote", "vni"), List.of()),
  GUEST(List.of("count", "place", "nics"), List.of()),
  NIC(
      List.of(
          "profile",
          "mac",
          "switch",
          "mtu",
          "channels",
          "offloads",
          "up",
          "queue",
          "vlan",
          "guards",
          "storm",
          "acl",
          "bandwidth",
          "endpoint",
          "vf"),
      List.of()),
  VLAN(List.of("mode", "id", "isolated", "native", "allowed", "priority"), List.of()),
  STORM(List.of("broadcast", "multicast", "unknown"), List.of()),
  BANDWIDTH(List.of("max", "out", "in", "burst", "weight"), List.of()),
  /** A rule of an access list. */
  ACL(
      List.of(
          "name",
          "weight",
          "direction",
          "action",
          "ethertype",
          "remote-mac",
          "local",
          "remote",
          "protocol",
          "local-port",
          "remote-port",
          "stateful",
          "idle"),
      List.of()),
  ENDPOINT(List.of("tap", "host", "packet", "qemu", "pcap"), List.of()),
  PCAP(List.of("file", "rate", "loop", "auto"), List.of()),
  TAP(List.of("name", "netns", "ip", "mac", "mtu"), List.of()),
  HOST(List.of("ip", "answers", "gateway"), List.of()),
  PACKET(List.of("interface", "netns"), List.of()),
  QEMU(List.of("stream", "dgram"), List.of()),
  STREAM(List.of("listen", "connect"), List.of()),
  DGRAM(List.of("local", "remote"), List.of()),
  VF(List.of("adapter", "attach"), List.of()),
  QUEUE(List.of("rate", "burst", "limit"), List.of()),
  FLOW(List.of("from", "to", "udp", "rate", "size", "count", "echo"), List.of()),
  CAPTURE(
      List.of("at", "where", "direction", "filter", "snaplen", "ring", "frames", "for", "auto"),
      List.of());

  private final List<String> keys;
  private final List<String> later;

  LabObject(List<String> keys, List<String> later) {
    this.keys = keys;
    this.later = later;
  }

  /** The accepted keys, in the order in which they are written. */
  List<String> keys() {
    return keys;
  }

  /** Keys that a later version accepts. */
  List<String> later() {
    return later;
  }
}
