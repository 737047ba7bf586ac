package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * What a {@link Snooper} knows. VLANs are 0 for frames in none, ports are numbers.
 *
 * @param members who has asked for what
 */
public record SnoopView(List<Zones> zones, List<Member> members) {

  /**
   * A VLAN and a protocol in which something was heard or asked.
   *
   * @param querier {@code own}, {@code other} or {@code none}
   * @param address of another one
   * @param port where that one is, or -1
   * @param active whether groups go only where they were asked for
   */
  public record Zones(
      int vlan,
      boolean v6,
      String querier,
      IpAddress address,
      int port,
      boolean active,
      List<Integer> routers) {}

  /**
   * A port that has asked for a group.
   *
   * @param all from all sources, or all but some; else from some only
   * @param left until it is over if nobody asks again
   */
  public record Member(int vlan, IpAddress group, int port, boolean all, Duration left) {}

  static SnoopView of(
      MulticastPolicy policy, List<Zone> zones, List<Group> groups, BitSet fixed, long now) {
    var members = new ArrayList<Member>();
    for (var group : groups) {
      for (int i = 0; i < group.size; i++) {
        if (group.until[i] > now) {
          members.add(
              new Member(
                  group.zone.vlan,
                  group.address(),
                  group.ports[i],
                  group.modes[i] == Group.EXCLUDE,
                  Duration.ofNanos(group.until[i] - now)));
        }
      }
    }
    members.sort(
        Comparator.comparingInt(Member::vlan)
            .thenComparing(one -> one.group().high(), Long::compareUnsigned)
            .thenComparing(one -> one.group().low(), Long::compareUnsigned)
            .thenComparingInt(Member::port));
    var shown =
        zones.stream()
            .sorted(Comparator.comparingInt((Zone one) -> one.vlan).thenComparing(one -> one.v6))
            .map(one -> zone(policy, one, fixed, now))
            .toList();
    return new SnoopView(shown, members);
  }

  private static Zones zone(MulticastPolicy policy, Zone zone, BitSet fixed, long now) {
    boolean own = zone.nextQuery != Zone.NEVER;
    boolean other = zone.hasOther(now);
    var routers = new ArrayList<Integer>();
    fixed.stream().forEach(routers::add);
    for (int i = 0; i < zone.routers.size; i++) {
      if (zone.routers.until[i] > now && !fixed.get(zone.routers.ports[i])) {
        routers.add(zone.routers.ports[i]);
      }
    }
    routers.sort(Comparator.naturalOrder());
    return new Zones(
        zone.vlan,
        zone.v6,
        own ? "own" : other ? "other" : "none",
        other ? zone.other : IpAddress.UNSPECIFIED,
        other ? zone.otherPort : -1,
        policy.snooping() && zone.isActive(now),
        List.copyOf(routers));
  }
}
