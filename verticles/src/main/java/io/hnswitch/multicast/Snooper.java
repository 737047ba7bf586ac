package io.hnswitch.multicast;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.multicast.MembershipReader.Kind;
import io.hnswitch.multicast.MulticastPolicy.Querier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which ports get a multicast frame, by what was heard before (RFC 4541). For one thread;
 * nothing is allocated for a frame that carries data.
 *
 * <ul>
 *   <li>224.0.0.0/24 and ff02::1 go everywhere, and so does what is no IP multicast.
 *   <li>Reports go to routers and up the uplinks only: hosts would keep quiet when they heard
 *       others, and what is beyond an uplink is to know who is here.
 *   <li>Other groups go to the ports that have asked, and to routers. One that nobody has asked for
 *       goes to routers only, or everywhere if that is wanted; within ff02::/16 always everywhere,
 *       as not every host reports those.
 *   <li>As long as nobody asks who is a member, or the members had no time to answer, or the table
 *       had no room for one, nothing is kept from anybody; and nothing from a guest that has come
 *       from another switch which did not know what it had asked for, until it had time to answer.
 * </ul>
 *
 * <p>Whether a frame came by a port's own link or, sent by a guest's VF, by an uplink, is not seen
 * here: the caller says which port it belongs to.
 */
public final class Snooper {

  /** In place of a port, for what the switch itself sends. */
  public static final int NO_PORT = -1;

  private static final int TAGS = 4096;
  private static final String UNKNOWN = "nobody asks who is a member: to all ports that accept it";

  private final MembershipReader reader;
  private final SnoopListener listener;
  private final Zone[] v4 = new Zone[TAGS];
  private final Zone[] v6 = new Zone[TAGS];
  private final List<Zone> zones = new ArrayList<>();
  private final BitSet fixedRouters = new BitSet();

  /** Ports of which it is not known what was asked for there. */
  private final PortTimes unknown = new PortTimes();

  private final SnoopCounters counters = new SnoopCounters();
  private final Members members;
  private MulticastPolicy policy = MulticastPolicy.OFF;
  private IpAddress ownV6 = IpAddress.UNSPECIFIED;

  private long nextWork = Zone.NEVER;
  private boolean sooner;

  private Zone zone;
  private Group group;
  private boolean reports;
  private long now;
  private String verdict = UNKNOWN;

  public Snooper(Memory memory, SnoopListener listener) {
    this.reader = new MembershipReader(memory.segment());
    this.listener = listener;
    this.members = new Members(listener, counters);
  }

  /**
   * From now on like this. What is known stays.
   *
   * @param linkLocal the switch's own IPv6 address, by which queriers are told apart
   */
  public void configure(MulticastPolicy next, IpAddress linkLocal, long at) {
    boolean same = next.querier().equals(policy.querier()) && next.snooping() == policy.snooping();
    policy = next;
    ownV6 = linkLocal;
    for (var each : zones) {
      each.interval = next.interval().toNanos();
      each.robustness = next.robustness();
      if (!same) {
        each.nextQuery = Zone.NEVER;
        each.knownFrom = each.hasOther(at) ? at + next.response().toNanos() : Zone.NEVER;
      }
    }
    soon(at);
  }

  /** Counted so far. */
  public SnoopCounters counters() {
    return counters;
  }

  /** A port is there; whether a router is at it may be fixed. */
  public void portAdded(int port, boolean router) {
    fixedRouters.set(port, router);
  }

  /** A port is gone, with all that was heard there. */
  public void portGone(int port) {
    fixedRouters.clear(port);
    unknown.remove(port);
    members.gone(port);
    for (var each : zones) {
      each.routers.remove(port);
      if (each.otherPort == port) {
        each.otherUntil = Long.MIN_VALUE;
        each.otherPort = PortTimes.NONE;
      }
    }
  }

  /** What has been asked for at a port, for the switch that its guest goes to. */
  public Memberships memberships(int port, long at) {
    if (!policy.snooping()) {
      return Memberships.UNKNOWN;
    }
    boolean complete =
        members.areAll(at)
            && !unknown.has(port, at)
            && !zones.isEmpty()
            && zones.stream().allMatch(each -> each.isActive(at));
    return new Memberships(complete, members.at(port, at));
  }

  /**
   * A guest has come to a port, with what it has asked for at another switch. Others hear of it by
   * reports; the guest is asked when there may be more, and until it has answered it gets all
   * groups.
   */
  public void arrived(int port, Memberships known, long at) {
    now = at;
    Map<Zone, List<IpAddress>> wanted = new LinkedHashMap<>();
    for (var one : known.members()) {
      boolean isV6 = !one.group().isV4();
      zone = zone(isV6 ? v6 : v4, one.vlan(), isV6);
      wanted.computeIfAbsent(zone, none -> new ArrayList<>()).add(one.group());
      if (policy.snooping()) {
        long end = now + Math.min(one.left().toNanos(), memberNanos());
        join(port, one.group().high(), one.group().low(), one.all(), end);
      }
    }
    wanted.forEach(
        (each, all) -> listener.report(each.vlan, each.v6, each.version(policy, now), all));
    if (policy.snooping() && !known.complete()) {
      ask(port);
    }
  }

  /** Asks at a port what is wanted there; until there was time to answer, everything is. */
  private void ask(int port) {
    long response = policy.response().toNanos();
    long end = now + policy.robustness() * response;
    unknown.extend(port, end);
    due(end);
    for (var each : zones) {
      if (each.isAsked(now)) {
        counters.queriesSent++;
        listener.ask(each.vlan, each.v6, port, IpAddress.UNSPECIFIED, response);
      }
    }
  }

  /** Asks at once who is a member, in every VLAN that is asked in: a port has come. */
  public void askAgain(long at) {
    for (var each : zones) {
      if (each.nextQuery != Zone.NEVER) {
        each.nextQuery = at;
        each.startup = Math.max(each.startup, 1);
      }
    }
    soon(at);
  }

  /**
   * Says in which VLANs the querier asks, beside those in which something was heard.
   *
   * @param vlans ids, 0 for none
   */
  public void serve(BitSet vlans, long at) {
    if (policy.querier().isEmpty() || !policy.snooping()) {
      return;
    }
    for (int id = vlans.nextSetBit(0); id >= 0 && id < TAGS; id = vlans.nextSetBit(id + 1)) {
      begin(zone(v4, id, false), at);
      begin(zone(v6, id, true), at);
    }
  }

  private void begin(Zone each, long at) {
    if (each.nextQuery == Zone.NEVER && !each.hasOther(at)) {
      each.nextQuery = at;
      each.startup = policy.robustness();
      soon(at);
    }
  }

  private Zone zone(Zone[] all, int id, boolean isV6) {
    if (all[id] == null) {
      all[id] = new Zone(id, isV6);
      all[id].interval = policy.interval().toNanos();
      all[id].robustness = policy.robustness();
      zones.add(all[id]);
    }
    return all[id];
  }

  /**
   * Looks at a frame to a group address, and learns from it.
   *
   * @param port that it belongs to
   * @param vlan id of its VLAN, 0 for none
   * @param only whether somebody only asks: then nothing is learned and counted
   * @return whether it goes everywhere; else {@link #wants} says for each port whether it goes
   *     there
   */
  public boolean look(FrameSlab slab, int slot, int port, int vlan, boolean only, long at) {
    now = at;
    reports = false;
    group = null;
    var kind = reader.read(slab.address(slot), slab.length(slot), slab.offload(slot));
    if (kind == Kind.OTHER) {
      verdict = "no IP multicast: to all ports that accept it";
      return true;
    }
    zone = zone(reader.v6 ? v6 : v4, vlan, reader.v6);
    return switch (kind) {
      case OTHER, DATA -> data(only);
      case MALFORMED -> {
        if (!only) {
          counters.malformed++;
        }
        yield data(only);
      }
      case QUERY -> {
        if (!only) {
          query(port);
        }
        verdict = "a query: to all ports that accept it";
        yield true;
      }
      case ROUTER -> {
        if (!only) {
          router(port);
        }
        verdict = "from a router: to all ports that accept it";
        yield true;
      }
      case REPORT, LEAVE, RECORDS -> {
        if (!only) {
          learn(kind, port);
        }
        boolean asked = zone.isAsked(now);
        verdict = asked ? "says what a host wants: to routers and uplinks" : UNKNOWN;
        reports = true;
        yield !asked;
      }
    };
  }

  private boolean data(boolean only) {
    long high = reader.destinationHigh;
    long low = reader.destinationLow;
    if (MembershipReader.isEverywhere(high, low)) {
      verdict = "a group that is never asked for: to all ports that accept it";
      return true;
    }
    if (!zone.isActive(now)) {
      verdict = UNKNOWN;
      return true;
    }
    group = members.find(zone, high, low);
    if (group != null && group.isLive(now)) {
      verdict = "to the ports that have asked for it, and to routers";
      return false;
    }
    if (policy.floods() || MembershipReader.isOnLink(high) || !members.areAll(now)) {
      verdict = "nobody has asked for it: to all ports that accept it";
      return true;
    }
    if (!only) {
      counters.unregistered++;
    }
    verdict = "nobody has asked for it: to routers";
    return false;
  }

  /** Why the last frame goes where it goes. */
  public String verdict() {
    return verdict;
  }

  /** Whether the frame that was looked at last goes to a port. */
  public boolean wants(int port, boolean uplink) {
    return fixedRouters.get(port)
        || zone.routers.has(port, now)
        || (reports ? uplink : group != null && group.has(port, now) || unknown.has(port, now));
  }

  private void router(int port) {
    long end = now + zone.robustness * zone.interval + policy.response().toNanos() / 2;
    zone.routers.extend(port, end);
    due(end);
  }

  private void query(int port) {
    counters.queries++;
    var from = new IpAddress(reader.sourceHigh, reader.sourceLow);
    if (reader.interval > 0 && reader.version >= (reader.v6 ? 2 : 3)) {
      zone.interval = reader.interval;
      zone.robustness = reader.robustness == 0 ? zone.robustness : reader.robustness;
    }
    if (!from.isUnspecified()) {
      router(port);
    }
    var own = zone.v6 ? ownV6 : policy.querier().map(Querier::address).orElse(ownV6);
    if (!zone.overrules(from, own, now)) {
      other(from, port);
    }
    if (reader.groupHigh != 0 || reader.groupLow != 0) {
      lower();
    }
  }

  private void other(IpAddress from, int port) {
    if (!zone.hasOther(now) || !zone.other.equals(from)) {
      zone.other = from;
      listener.querier(zone.vlan, from, port);
    }
    zone.otherPort = port;
    zone.otherVersion = reader.version;
    zone.otherUntil = now + zone.robustness * zone.interval + reader.response / 2;
    zone.nextQuery = Zone.NEVER;
    due(zone.otherUntil);
    zone.knownFrom = Math.min(zone.knownFrom, now + reader.response);
  }

  /** The querier asks who is still a member, because somebody has left. */
  private void lower() {
    var about = members.find(zone, reader.groupHigh, reader.groupLow);
    if (about == null || reader.suppressed) {
      return;
    }
    long end = now + Math.max(1, zone.robustness) * reader.response;
    about.lower(end, reader.count > 0);
    due(end);
  }

  private void learn(Kind kind, int port) {
    if (kind == Kind.LEAVE) {
      counters.leaves++;
      leave(port, true);
      return;
    }
    counters.reports++;
    if (kind == Kind.REPORT) {
      join(port, true);
      return;
    }
    for (int i = 0; i < reader.count; i++) {
      reader.nextRecord();
      record(port);
    }
  }

  private void record(int port) {
    boolean sources = reader.recordSources > 0;
    switch (reader.recordType) {
      case MembershipReader.IS_EXCLUDE, MembershipReader.TO_EXCLUDE -> join(port, true);
      case MembershipReader.IS_INCLUDE, MembershipReader.ALLOW -> {
        if (sources) {
          join(port, false);
        }
      }
      case MembershipReader.TO_INCLUDE -> {
        if (sources) {
          join(port, false);
        } else {
          leave(port, true);
        }
      }
      case MembershipReader.BLOCK -> {
        var known = members.find(zone, reader.groupHigh, reader.groupLow);
        int at = known == null ? PortTimes.NONE : known.find(port);
        // Perhaps the last sources of one that wants no others; only asking tells.
        if (at != PortTimes.NONE && known.modes[at] == Group.INCLUDE) {
          leave(port, false);
        }
      }
      default -> counters.malformed++;
    }
  }

  /**
   * @param all whether from all sources, or all but some
   */
  private void join(int port, boolean all) {
    long high = reader.groupHigh;
    long low = reader.groupLow;
    if (!MembershipReader.isJoinable(high, low) || IpAddress.isV4(high, low) == zone.v6) {
      return;
    }
    long end = now + memberNanos();
    var joined = join(port, high, low, all, end);
    if (joined != null && !zone.v6 && reader.version == 1) {
      joined.v1Until[joined.find(port)] = end;
    }
  }

  /** How long a member is one when it is not heard again (RFC 3376, 8.4). */
  private long memberNanos() {
    return zone.robustness * zone.interval + policy.response().toNanos();
  }

  private Group join(int port, long high, long low, boolean all, long end) {
    byte mode = all ? Group.EXCLUDE : Group.INCLUDE;
    var joined = members.join(zone, port, high, low, mode, end, policy.limit());
    if (joined != null) {
      due(end);
    }
    return joined;
  }

  private void leave(int port, boolean whole) {
    var left = members.find(zone, reader.groupHigh, reader.groupLow);
    if (members.leave(left, port, whole, policy, now)) {
      soon(now);
    }
  }

  private void due(long at) {
    if (at < nextWork) {
      soon(at);
    }
  }

  private void soon(long at) {
    nextWork = Math.min(nextWork, at);
    sooner = true;
  }

  /** Whether {@link #work} is wanted earlier than it said; once. */
  public boolean takeSooner() {
    boolean was = sooner;
    sooner = false;
    return was;
  }

  /** When {@link #work} is wanted next, or {@link Long#MAX_VALUE}. */
  public long nextWork() {
    return nextWork;
  }

  /** Asks what is due to be asked, and forgets who has not answered. */
  public void work(long at) {
    now = at;
    nextWork = Zone.NEVER;
    due(unknown.expire(now));
    for (var each : zones) {
      due(each.routers.expire(now));
      querier(each);
    }
    due(members.sweep(policy, now));
    sooner = nextWork != Zone.NEVER;
  }

  private void querier(Zone each) {
    if (each.otherUntil != Long.MIN_VALUE && !each.hasOther(now)) {
      each.otherUntil = Long.MIN_VALUE;
      each.otherPort = PortTimes.NONE;
      if (policy.querier().isPresent() && policy.snooping()) {
        each.interval = policy.interval().toNanos();
        each.robustness = policy.robustness();
        each.nextQuery = now;
      } else {
        each.knownFrom = Zone.NEVER;
      }
    }
    if (each.hasOther(now)) {
      due(each.otherUntil);
    }
    if (each.nextQuery <= now) {
      long response = policy.response().toNanos();
      counters.queriesSent++;
      listener.ask(each.vlan, each.v6, -1, IpAddress.UNSPECIFIED, response);
      each.knownFrom = Math.min(each.knownFrom, now + response);
      each.startup = Math.max(0, each.startup - 1);
      each.nextQuery = now + (each.startup > 0 ? each.interval / 4 : each.interval);
    }
    due(each.nextQuery);
  }

  /** What is known, to be shown. */
  public SnoopView view(long at) {
    return SnoopView.of(policy, zones, members.all(), fixedRouters, at);
  }
}
