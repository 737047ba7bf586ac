package io.hnswitch.launch.cluster;

import io.hnswitch.bus.Lab;
import java.util.List;

/**
 * How a node is one of several.
 *
 * @param node its name, unique among the members
 * @param version of this program, like {@code 0.1.0}
 * @param own where it meets the others (Hazelcast)
 * @param busPort where it takes messages of the others (event bus), at the same host
 * @param wirePort where wires of the others end, at the same host
 * @param members all that there should be, this one included: more than half of them decide
 */
public record ClusterSettings(
    String node, String version, HostPort own, int busPort, int wirePort, List<HostPort> members) {

  /** Where nodes meet unless they are told otherwise. */
  public static final int DEFAULT_PORT = 5701;

  /** From where a node meets the others to where it takes their messages. */
  public static final int BUS_OFFSET = 100;

  /** From there to where their wires end. */
  public static final int WIRE_OFFSET = 200;

  public ClusterSettings {
    members = List.copyOf(members);
    if (!members.contains(own)) {
      throw new IllegalArgumentException(own + " is none of the members " + members);
    }
    if (members.size() > Lab.NODES_MAX) {
      throw new IllegalArgumentException(
          members.size() + " members are too many: " + Lab.NODES_MAX + " at most");
    }
  }

  /** Tells this node from all others: its place among the members, from 0. */
  public int number() {
    return members.indexOf(own);
  }

  /** How many members have to be there for anything to be changed. */
  public int quorum() {
    return members.size() / 2 + 1;
  }
}
