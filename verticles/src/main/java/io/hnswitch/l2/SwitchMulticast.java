package io.hnswitch.l2;

import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Lab;
import io.hnswitch.control.GroupsView;
import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.multicast.Memberships;
import io.hnswitch.multicast.MulticastPolicy;
import io.hnswitch.multicast.QueryWriter;
import io.hnswitch.multicast.ReportWriter;
import io.hnswitch.multicast.SnoopListener;
import io.hnswitch.multicast.SnoopSlots;
import io.hnswitch.multicast.SnoopView;
import io.hnswitch.multicast.Snooper;
import io.hnswitch.policy.VlanPolicy;
import io.hnswitch.policy.VlanSet;
import io.hnswitch.time.Alarm;
import io.hnswitch.time.Timers;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * A switch's {@link Snooper} with its timer, its messages and its events: {@code
 * hnswitch.switch.group-joined}, {@code .group-left}, {@code .groups-full}, {@code
 * .querier-changed}, at most {@value #EVENTS_PER_SECOND} in a second.
 */
final class SwitchMulticast implements SnoopListener {

  private static final int EVENTS_PER_SECOND = 20;
  private static final int BURSTS = 32;
  private static final int SLAB_BYTES = 4096;
  private static final long SHORTEST_WAIT = 1_000_000L;

  /** The querier does not ask in more VLANs of one trunk than this. */
  private static final int TRUNK_VLANS = 64;

  private final String name;
  private final Lab lab;
  private final Bus bus;
  private final Executor owner;
  private final Timers timers;
  private final DeviceLedger ledger;
  private final SwitchPorts ports;
  private final SwitchCore core;
  private final MacAddress mac;
  private final QueryWriter queries;
  private final ReportWriter reports;
  private final Snooper snooper;
  private final SnoopSlots.Slot slot;
  private final Alarm alarm;
  private final EventLimit limit = new EventLimit(EVENTS_PER_SECOND);
  private MulticastPolicy policy = MulticastPolicy.OFF;
  private BurstPool pool;

  /** The burst that messages are written to, and who they are for; null when none is begun. */
  private FrameBurst saying;

  private SwitchPort sayingOnly;

  /** Where the next message is written. */
  private long place;

  /** Messages that found no burst. */
  private long unsent;

  SwitchMulticast(
      String name,
      Lab lab,
      Bus bus,
      Executor owner,
      Timers timers,
      DeviceLedger ledger,
      SwitchPorts ports,
      SwitchCore core) {
    this.name = name;
    this.lab = lab;
    this.bus = bus;
    this.owner = owner;
    this.timers = timers;
    this.ledger = ledger;
    this.ports = ports;
    this.core = core;
    this.mac = macOf(name);
    this.queries = new QueryWriter(lab.memory(), mac);
    this.reports = new ReportWriter(lab.memory(), mac);
    this.snooper = new Snooper(lab.memory(), this);
    this.slot = lab.multicast().of(name);
    this.alarm = new Alarm(timers, this::work);
  }

  /** An address that nobody else in the lab has: of the range that is nobody's. */
  private static MacAddress macOf(String name) {
    long hash = 0xcbf2_9ce4_8422_2325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100_0000_01b3L;
    }
    return new MacAddress(0x0200_0000_0000L | (hash ^ hash >>> 32) & 0xff_ffff_ffffL);
  }

  void configure(MulticastPolicy next) {
    policy = next;
    boolean on = next.snooping();
    snooper.configure(next, QueryWriter.linkLocal(mac), timers.nanos());
    ports.all().forEach(this::fix);
    core.snoop(on ? snooper : null);
    slot.set(on ? snooper : null);
    membersChanged();
  }

  private void fix(SwitchPort port) {
    snooper.portAdded(port.index(), policy.routerPorts().contains(port.name()));
  }

  void connected(SwitchPort port) {
    if (port.kind() == PortKind.UPLINK) {
      slot.uplink(port.name(), port.index());
    }
    fix(port);
    if (policy.snooping()) {
      membersChanged();
      snooper.askAgain(timers.nanos());
      rearm();
    }
  }

  void disconnected(SwitchPort port) {
    if (port.kind() == PortKind.UPLINK) {
      slot.uplinkGone(port.name());
    }
    snooper.portGone(port.index());
  }

  /** What has been asked for at a port. */
  Memberships memberships(SwitchPort port) {
    return snooper.memberships(port.index(), timers.nanos());
  }

  /** A guest has come to a port from another switch. */
  void arrived(SwitchPort port, Memberships known) {
    snooper.arrived(port.index(), known, timers.nanos());
    send();
    rearm();
  }

  /** Which VLANs there are may have changed. */
  void membersChanged() {
    if (!policy.snooping()) {
      return;
    }
    var vlans = new BitSet();
    ports.all().forEach(port -> addVlans(port, vlans));
    snooper.serve(vlans, timers.nanos());
    rearm();
  }

  private static void addVlans(SwitchPort port, BitSet into) {
    if (port.kind() == PortKind.UPLINK) {
      return;
    }
    var vlan = port.gate() == null ? VlanPolicy.UNTAGGED : port.gate().policy().vlan();
    switch (vlan) {
      case VlanPolicy.Untagged _ -> into.set(0);
      case VlanPolicy.Access(var id, _, _) -> into.set(id);
      case VlanPolicy.Trunk(var nativeId, var allowed, _) -> {
        into.set(nativeId);
        int left = TRUNK_VLANS;
        for (int id = VlanSet.MIN; id <= VlanSet.MAX && left > 0; id++) {
          if (allowed.has(id)) {
            into.set(id);
            left--;
          }
        }
      }
    }
  }

  /** To be called when frames were forwarded: what was heard may be a reason to ask. */
  void rearm() {
    if (snooper.takeSooner() && policy.snooping()) {
      alarm.in(Math.max(SHORTEST_WAIT, snooper.nextWork() - timers.nanos()));
    }
  }

  private void work() {
    if (policy.snooping()) {
      snooper.work(timers.nanos());
      send();
      rearm();
    }
  }

  void close() {
    alarm.off();
    slot.set(null);
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public void ask(int vlan, boolean v6, int port, IpAddress group, long responseNanos) {
    var only = port < 0 ? null : ports.at(port);
    if (begin(only, QueryWriter.BYTES)) {
      say(vlan, queries.write(place, policy, v6, group, responseNanos));
    }
  }

  @Override
  public void report(int vlan, boolean v6, int version, List<IpAddress> groups) {
    int most = ReportWriter.groups(v6, version);
    for (int i = 0; i < groups.size(); i += most) {
      var some = groups.subList(i, Math.min(i + most, groups.size()));
      if (begin(null, ReportWriter.BYTES)) {
        say(vlan, reports.write(place, v6, version, some));
      }
    }
  }

  /** Makes room for a message; false, and counted, when there is none. */
  private boolean begin(SwitchPort only, int bytes) {
    if (saying != null
        && (only != sayingOnly || place + bytes > saying.slab().region() + SLAB_BYTES)) {
      send();
    }
    if (saying == null) {
      if (pool == null) {
        pool = BurstPool.slabs(lab.memory(), BURSTS, SLAB_BYTES, owner, () -> {});
      }
      saying = pool.take();
      sayingOnly = only;
      if (saying == null) {
        unsent++;
        return false;
      }
      saying.slab().receivedAt(timers.nanos());
      place = saying.slab().region() + Frames.HEADROOM;
    }
    return true;
  }

  private void say(int vlan, int length) {
    var slab = saying.slab();
    slab.vlan(slab.add(place, length, 0), vlan == 0 ? Frames.NO_VLAN : vlan);
    place += length + Frames.HEADROOM + 7 & -8;
    ledger.entered(1);
  }

  private void send() {
    if (saying != null) {
      var burst = saying.seal();
      saying = null;
      core.originate(burst, sayingOnly, timers.nanos());
    }
  }

  @Override
  public void joined(int vlan, IpAddress group, int port) {
    tell("group-joined", vlan, Map.of("group", group.toString(), "port", nameOf(port)));
  }

  @Override
  public void left(int vlan, IpAddress group, int port, String cause) {
    tell(
        "group-left",
        vlan,
        Map.of("group", group.toString(), "port", nameOf(port), "cause", cause));
  }

  @Override
  public void refused(int vlan, IpAddress group) {
    tell("groups-full", vlan, Map.of("group", group.toString(), "limit", policy.limit()));
  }

  @Override
  public void querier(int vlan, IpAddress address, int port) {
    tell("querier-changed", vlan, Map.of("address", address.toString(), "port", nameOf(port)));
  }

  private void tell(String what, int vlan, Map<String, Object> data) {
    if (limit.allows(timers.nanos())) {
      var all = new HashMap<>(data);
      all.put("vlan", vlan);
      all.put("not-reported", limit.takeHeldBack());
      bus.publish("hnswitch.switch." + what, name, all);
    }
  }

  private String nameOf(int port) {
    var found = port < 0 || port >= ports.limit() ? null : ports.at(port);
    return found == null ? "" : found.name();
  }

  /** What is counted, by name; nothing while multicast goes everywhere. */
  void countInto(Map<String, Long> view) {
    if (policy.snooping()) {
      snooper.counters().countInto(view);
      view.put("multicast-queries-unsent", unsent);
    }
  }

  GroupsView view() {
    var counters = new TreeMap<String, Long>();
    countInto(counters);
    if (!policy.snooping()) {
      return new GroupsView(name, false, List.of(), List.of(), counters);
    }
    var known = snooper.view(timers.nanos());
    return new GroupsView(
        name,
        true,
        known.zones().stream().map(this::vlan).toList(),
        known.members().stream().map(this::member).toList(),
        counters);
  }

  private GroupsView.Vlan vlan(SnoopView.Zones zone) {
    boolean other = zone.port() >= 0;
    return new GroupsView.Vlan(
        zone.vlan(),
        zone.v6() ? "mld" : "igmp",
        zone.querier(),
        other ? zone.address().toString() : "",
        nameOf(zone.port()),
        zone.active(),
        zone.routers().stream().map(this::nameOf).toList());
  }

  private GroupsView.Member member(SnoopView.Member one) {
    return new GroupsView.Member(
        one.vlan(),
        one.group().toString(),
        nameOf(one.port()),
        one.all() ? "all" : "some",
        one.left());
  }
}
