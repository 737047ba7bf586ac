package io.hnswitch.endpoint;

import io.hnswitch.endpoint.host.FlowSpec;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;

/** What a flow is, as a host that moves to another node hands it over. */
final class FlowTrees {

  /** Flows that can be handed over each way. */
  static final int FLOWS_MAX = 4096;

  private FlowTrees() {}

  static void save(String id, FlowSpec spec, StateTree.Writer into) {
    into.text("id", id)
        .number("number", spec.id())
        .text("fromMac", spec.sourceMac().toString())
        .text("toMac", spec.destinationMac().toString())
        .text("fromIp", spec.source().toString())
        .text("toIp", spec.destination().toString())
        .number("fromPort", spec.sourcePort())
        .number("toPort", spec.destinationPort())
        .number("frameBytes", spec.frameBytes())
        .number("mtu", spec.mtu())
        .number("count", spec.count())
        .number("rate", spec.rate());
  }

  /**
   * The flow that was saved.
   *
   * @throws StateException when there is none like that
   */
  static FlowSpec spec(StateTree.Reader from) {
    try {
      return new FlowSpec(
          from.integer("number", 0, Integer.MAX_VALUE),
          MacAddress.parse(from.text("fromMac")),
          MacAddress.parse(from.text("toMac")),
          IpAddress.parse(from.text("fromIp")),
          IpAddress.parse(from.text("toIp")),
          from.integer("fromPort", 0, 0xffff),
          from.integer("toPort", 0, 0xffff),
          from.integer("frameBytes", 0, FlowSpec.FRAME_MAX),
          from.integer("mtu", 0, 0xffff),
          from.count("count"),
          from.count("rate"));
    } catch (IllegalArgumentException e) {
      throw from.wrong("id", String.valueOf(e.getMessage()));
    }
  }
}
