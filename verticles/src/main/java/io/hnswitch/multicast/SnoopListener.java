package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;
import java.util.List;

/** Is told what a {@link Snooper} finds out. VLANs are 0 for frames in none. */
public interface SnoopListener {

  /** A port has asked for a group. */
  void joined(int vlan, IpAddress group, int port);

  /**
   * A port gets a group no more.
   *
   * @param cause {@code left}, {@code expired}, or {@code gone} when the port is
   */
  void left(int vlan, IpAddress group, int port, String cause);

  /** A group found no room. */
  void refused(int vlan, IpAddress group);

  /** Another querier was heard, and it is the one that asks. */
  void querier(int vlan, IpAddress address, int port);

  /**
   * The switch's own querier asks; called from {@link Snooper#work} and {@link Snooper#arrived}.
   *
   * @param port to ask, or -1 for all
   * @param group to ask about; unspecified for all
   */
  void ask(int vlan, boolean v6, int port, IpAddress group, long responseNanos);

  /**
   * Routers and other switches are to hear at once that groups are wanted here; called from {@link
   * Snooper#arrived}.
   *
   * @param version of IGMP or MLD
   * @param groups of one protocol, at least one
   */
  void report(int vlan, boolean v6, int version, List<IpAddress> groups);
}
