package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.rndis.PacketFilter;
import io.hnswitch.state.StateTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which frames hn wants: its flags and the list of joined groups, and what follows from them for
 * the host's packet filter and for a VF. Groups are not told apart below hn: one that is joined
 * means all of them, at the host and at the VF ({@code IFF_ALLMULTI}).
 */
final class NicFilter {

  /** Groups that can be joined; more are refused. */
  static final int GROUPS_MAX = 4096;

  private static final int UNTOLD = -1;

  private final Map<Long, Integer> groups = new TreeMap<>();
  private boolean promiscuous;
  private boolean allMulti;
  private boolean receivesForVf;
  private int told = UNTOLD;

  NicFilter(boolean allMulti) {
    this.allMulti = allMulti;
  }

  boolean promiscuous() {
    return promiscuous;
  }

  boolean allMulti() {
    return allMulti;
  }

  void flags(boolean newPromiscuous, boolean newAllMulti) {
    promiscuous = newPromiscuous;
    allMulti = newAllMulti;
  }

  /** In non-transparent mode: what is for the VF arrives here as well. */
  void receivesForVf(boolean value) {
    receivesForVf = value;
  }

  /** Whether a VF is to receive every group frame. */
  boolean vfAllMulti() {
    return allMulti || !groups.isEmpty();
  }

  /**
   * SIOCADDMULTI. A group may be joined several times and is left as often.
   *
   * @return false when there are too many groups
   */
  boolean join(MacAddress group) {
    if (!groups.containsKey(group.value()) && groups.size() == GROUPS_MAX) {
      return false;
    }
    groups.merge(group.value(), 1, Integer::sum);
    return true;
  }

  /**
   * SIOCDELMULTI.
   *
   * @return false when the group is not joined
   */
  boolean leave(MacAddress group) {
    if (!groups.containsKey(group.value())) {
      return false;
    }
    groups.computeIfPresent(group.value(), (_, count) -> count == 1 ? null : count - 1);
    return true;
  }

  /** The joined groups in the order of their addresses. */
  List<MacAddress> groups() {
    return groups.keySet().stream().map(MacAddress::new).toList();
  }

  /**
   * What the host's filter is to be (section 17 of the reference).
   *
   * @param running whether hn runs; one that does not receives for a VF at most
   */
  int wanted(boolean running) {
    if (receivesForVf || running && promiscuous) {
      return PacketFilter.PROMISCUOUS;
    }
    return running ? PacketFilter.choose(false, true, vfAllMulti()) : PacketFilter.NONE;
  }

  /**
   * The host is about to be told.
   *
   * @return false when it was told the same before
   */
  boolean tell(int filter) {
    boolean news = told != filter;
    told = filter;
    return news;
  }

  void save(StateTree.Writer into) {
    var joined = new ArrayList<StateTree>();
    groups.forEach(
        (group, count) ->
            joined.add(StateTree.write(one -> one.number("group", group).number("count", count))));
    into.truth("promiscuous", promiscuous).truth("allMulti", allMulti).trees("groups", joined);
  }

  /** Goes on as another one was. */
  void restore(StateTree.Reader from) {
    flags(from.truth("promiscuous"), from.truth("allMulti"));
    groups.clear();
    for (var one : from.trees("groups", GROUPS_MAX)) {
      long group = one.number("group", 0, MacAddress.BROADCAST.value());
      if (!MacAddress.isGroup(group)) {
        throw one.wrong("group", "no group address");
      }
      groups.put(group, one.integer("count", 1, Integer.MAX_VALUE));
    }
  }

  /** A new session: the host has heard nothing yet. */
  void forget() {
    told = UNTOLD;
  }
}
