package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import java.time.Duration;
import java.util.List;

/**
 * What the hosts behind a port have asked for, as it goes with a guest to another switch.
 *
 * @param complete whether they have asked for nothing else: the switch knows all members
 */
public record Memberships(boolean complete, List<Membership> members) {

  /** Of a switch that does not look. */
  public static final Memberships UNKNOWN = new Memberships(false, List.of());

  private static final int LAST_VLAN = 4094;

  public Memberships {
    members = List.copyOf(members);
  }

  /**
   * A group that was asked for.
   *
   * @param vlan id of the VLAN, 0 for none, to 4094
   * @param group one that hosts join
   * @param all from all sources, or all but some; else from some only
   * @param left until it is over if nobody asks again, more than 0
   */
  public record Membership(int vlan, IpAddress group, boolean all, Duration left) {

    public Membership {
      if (vlan < 0 || vlan > LAST_VLAN) {
        throw new IllegalArgumentException("no id of a VLAN: " + vlan);
      }
      if (!MembershipReader.isJoinable(group.high(), group.low())) {
        throw new IllegalArgumentException("not a group that hosts join: " + group);
      }
      if (!left.isPositive()) {
        throw new IllegalArgumentException("over: " + left);
      }
    }
  }

  /** As state. */
  public StateTree write() {
    return StateTree.write(
        into ->
            into.truth("complete", complete)
                .trees("members", members.stream().map(Memberships::write).toList()));
  }

  private static StateTree write(Membership one) {
    return StateTree.write(
        into ->
            into.number("vlan", one.vlan())
                .text("group", one.group().toString())
                .truth("all", one.all())
                .number("left", one.left().toNanos()));
  }

  /**
   * From state.
   *
   * @throws StateException when it is not what {@link #write} writes
   */
  public static Memberships read(StateTree.Reader from) {
    var members = from.trees("members", MulticastPolicy.MAX_LIMIT);
    return new Memberships(
        from.truth("complete"), members.stream().map(Memberships::readOne).toList());
  }

  private static Membership readOne(StateTree.Reader from) {
    IpAddress group;
    try {
      group = IpAddress.parse(from.text("group"));
    } catch (IllegalArgumentException e) {
      throw from.wrong("group", e.getMessage());
    }
    if (!MembershipReader.isJoinable(group.high(), group.low())) {
      throw from.wrong("group", "not one that hosts join: " + group);
    }
    return new Membership(
        from.integer("vlan", 0, LAST_VLAN),
        group,
        from.truth("all"),
        Duration.ofNanos(from.number("left", 1, Long.MAX_VALUE)));
  }
}
