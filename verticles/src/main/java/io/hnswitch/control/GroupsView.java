package io.hnswitch.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a virtual switch knows about multicast.
 *
 * @param id name of the switch
 * @param snooping whether groups go only where they were asked for
 * @param vlans where somebody asks, or was heard
 */
public record GroupsView(
    String id,
    boolean snooping,
    List<Vlan> vlans,
    List<Member> groups,
    Map<String, Long> counters) {

  public GroupsView {
    vlans = List.copyOf(vlans);
    groups = List.copyOf(groups);
    counters = Map.copyOf(counters);
  }

  /**
   * A VLAN and a protocol.
   *
   * @param vlan 0 for frames in none
   * @param protocol igmp or mld
   * @param querier own, other or none
   * @param address of another querier, empty when there is none
   * @param port where that one is, empty when there is none
   * @param active whether groups go only where they were asked for; before the first query is
   *     answered, and without a querier, they go everywhere
   * @param routers ports that routers are at
   */
  public record Vlan(
      int vlan,
      String protocol,
      String querier,
      String address,
      String port,
      boolean active,
      List<String> routers) {
    public Vlan {
      routers = List.copyOf(routers);
    }
  }

  /**
   * A port that has asked for a group.
   *
   * @param vlan 0 for frames in none
   * @param sources {@code all} when from all sources, or all but some; else {@code some}
   * @param left until it is over if nobody asks again
   */
  public record Member(int vlan, String group, String port, String sources, Duration left) {}
}
