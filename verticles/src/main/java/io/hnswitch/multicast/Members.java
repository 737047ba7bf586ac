package io.hnswitch.multicast;

import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.Memberships.Membership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who has asked for which groups, until when, and whether those who may have left are asked. */
final class Members {

  /** Members that are over are forgotten in one go; none gets frames meanwhile. */
  private static final long SWEEP_NANOS = 100_000_000L;

  private final GroupTable groups = new GroupTable();
  private final SnoopListener listener;
  private final SnoopCounters counters;

  /** Until when a group that nobody has asked for may be one that found no room. */
  private long incompleteUntil = Long.MIN_VALUE;

  Members(SnoopListener listener, SnoopCounters counters) {
    this.listener = listener;
    this.counters = counters;
  }

  /** The group, or null when nobody has asked for it. */
  Group find(Zone zone, long high, long low) {
    return groups.find(zone, high, low);
  }

  /** All groups; what is done to one may take it out. */
  List<Group> all() {
    return groups.all();
  }

  /** Whether nobody who asked found no room. */
  boolean areAll(long now) {
    return now >= incompleteUntil;
  }

  /** What has been asked for at a port. */
  List<Membership> at(int port, long now) {
    var members = new ArrayList<Membership>();
    for (var each : groups.all()) {
      int found = each.find(port);
      if (found != PortTimes.NONE && each.until[found] > now) {
        var left = Duration.ofNanos(each.until[found] - now);
        boolean all = each.modes[found] == Group.EXCLUDE;
        members.add(new Membership(each.zone.vlan, each.address(), all, left));
      }
    }
    return members;
  }

  /**
   * A host at a port wants a group.
   *
   * @param limit of groups
   * @return the group, or null when there is no room for it
   */
  Group join(Zone zone, int port, long high, long low, byte mode, long end, int limit) {
    var joined = groups.find(zone, high, low);
    if (joined == null) {
      if (groups.size() >= limit) {
        counters.refused++;
        incompleteUntil = Math.max(incompleteUntil, end);
        listener.refused(zone.vlan, new IpAddress(high, low));
        return null;
      }
      joined = groups.add(zone, high, low);
    }
    int at = joined.find(port);
    if (at == PortTimes.NONE) {
      at = joined.add(port, end);
      listener.joined(zone.vlan, joined.address(), port);
    } else {
      joined.until[at] = end;
      joined.queries[at] = 0;
    }
    if (mode == Group.EXCLUDE || joined.modes[at] == Group.INCLUDE) {
      joined.modes[at] = mode;
    }
    return joined;
  }

  /**
   * A host at a port does not want a group any more; others there may.
   *
   * @param whole whether it wants it from no source
   * @return whether {@link #sweep} is wanted at once, to ask them
   */
  boolean leave(Group left, int port, boolean whole, MulticastPolicy policy, long now) {
    int at = left == null ? PortTimes.NONE : left.find(port);
    if (at == PortTimes.NONE || left.v1Until[at] > now) {
      return false;
    }
    if (whole && policy.fastLeave()) {
      remove(left, at, "left");
      return false;
    }
    if (left.zone.nextQuery == Zone.NEVER || left.queries[at] > 0) {
      return false; // The querier will ask, or we do already.
    }
    long wait = policy.lastMember().toNanos();
    left.until[at] = Math.min(left.until[at], now + wait * policy.robustness());
    left.queries[at] = policy.robustness();
    left.queryAt[at] = now;
    return true;
  }

  /** A port is gone. */
  void gone(int port) {
    for (var each : groups.all()) {
      int at = each.find(port);
      if (at != PortTimes.NONE) {
        remove(each, at, "gone");
      }
    }
  }

  private void remove(Group from, int at, String cause) {
    int port = from.ports[at];
    from.removeAt(at);
    if (from.size == 0) {
      groups.remove(from);
    }
    listener.left(from.zone.vlan, from.address(), port, cause);
  }

  /**
   * Asks what is due to be asked, and forgets who has not answered.
   *
   * @return when this is wanted next
   */
  long sweep(MulticastPolicy policy, long now) {
    long next = Zone.NEVER;
    for (var each : groups.all()) {
      for (int i = each.size - 1; i >= 0; i--) {
        if (each.until[i] <= now) {
          remove(each, i, each.queries[i] == 0 ? "expired" : "left");
        } else {
          next = Math.min(next, ask(each, i, policy.lastMember().toNanos(), now));
        }
      }
    }
    return next;
  }

  private long ask(Group each, int at, long response, long now) {
    if (each.queries[at] > 0 && each.queryAt[at] <= now) {
      counters.queriesSent++;
      each.queries[at] = each.queries[at] == 1 ? Group.ASKED : each.queries[at] - 1;
      each.queryAt[at] = now + response;
      listener.ask(each.zone.vlan, each.zone.v6, each.ports[at], each.address(), response);
    }
    long over = Math.max(each.until[at], now + SWEEP_NANOS);
    return each.queries[at] > 0 ? Math.min(each.queryAt[at], over) : over;
  }
}
