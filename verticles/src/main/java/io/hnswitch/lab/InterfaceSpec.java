package io.hnswitch.lab;

/**
 * The interface at the other end of an adapter's wire: one that is there already, like a physical
 * NIC or one end of a veth pair.
 *
 * @param name its name, 1 to 15 characters
 * @param netns the network namespace it is in; empty for the node's own
 */
public record InterfaceSpec(String name, String netns) implements OutsideSpec {

  public InterfaceSpec {
    if (!name.matches(EndpointSpec.Tap.NAME_SHAPE)) {
      throw new IllegalArgumentException("bad interface name: \"" + name + "\"");
    }
    if (!netns.isEmpty() && !netns.matches(EndpointSpec.Tap.NETNS_SHAPE)) {
      throw new IllegalArgumentException("bad network namespace: \"" + netns + "\"");
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return name + (netns.isEmpty() ? "" : " in network namespace " + netns);
  }
}
