package io.hnswitch.multicast;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.testing.GroupFrames;
import io.hnswitch.testing.TestPolicies;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A snooper with ports 0 to 3 and an uplink, 4; time is a number. */
final class SnoopStand implements AutoCloseable, SnoopListener {

  static final int UPLINK = 4;
  static final long SECOND = 1_000_000_000L;
  static final IpAddress OWN_V6 = IpAddress.parse("fe80::5");

  final Arena arena = Arena.ofConfined();
  final Memory memory = Memory.ofArena(arena, 1 << 20);
  final Snooper snooper = new Snooper(memory, this);
  final BurstPool pool = BurstPool.slabs(memory, 1, 16 << 10, Runnable::run, () -> {});
  final List<String> told = new ArrayList<>();
  long now = 1000 * SECOND;
  boolean only;

  SnoopStand(MulticastPolicy policy) {
    configure(policy);
  }

  static MulticastPolicy policy() {
    return TestPolicies.snooping();
  }

  void configure(MulticastPolicy policy) {
    snooper.configure(policy, OWN_V6, now);
  }

  /** Where a frame goes that comes by a port: {@code all}, or numbers of ports. */
  String frame(int port, byte[] frame) {
    return frame(port, 0, frame);
  }

  String frame(int port, int vlan, byte[] frame) {
    var burst = pool.take();
    var slab = burst.slab();
    long at = slab.region() + 64;
    MemorySegment.copy(frame, 0, memory.segment(), ValueLayout.JAVA_BYTE, at, frame.length);
    int slot = slab.add(at, frame.length, 0);
    burst.seal();
    try {
      if (snooper.look(slab, slot, port, vlan, only, now)) {
        return "all";
      }
      return IntStream.rangeClosed(0, UPLINK)
          .filter(each -> each != port && snooper.wants(each, each == UPLINK))
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(" "));
    } finally {
      burst.release();
    }
  }

  /** A router at port 3 has asked, and everybody has had time to answer. */
  void asked() {
    frame(3, GroupFrames.v2Query(0xfe, "10.0.0.254", "0.0.0.0", 100));
    frame(3, GroupFrames.mldQuery(0xfe, "fe80::fe", "::", 10_000, 125));
    elapse(10);
    told();
  }

  void elapse(double seconds) {
    long end = now + (long) (seconds * SECOND);
    while (snooper.nextWork() <= end) {
      now = Math.max(now, snooper.nextWork());
      snooper.work(now);
    }
    now = end;
  }

  String told() {
    var all = String.join(", ", told);
    told.clear();
    return all;
  }

  long count(String name) {
    var view = new java.util.TreeMap<String, Long>();
    snooper.counters().countInto(view);
    return view.get("multicast-" + name);
  }

  private static String in(int vlan) {
    return vlan == 0 ? "" : " in " + vlan;
  }

  @Override
  public void joined(int vlan, IpAddress group, int port) {
    told.add(port + " joins " + group + in(vlan));
  }

  @Override
  public void left(int vlan, IpAddress group, int port, String cause) {
    told.add(port + " " + cause + " " + group + in(vlan));
  }

  @Override
  public void refused(int vlan, IpAddress group) {
    told.add("refused " + group);
  }

  @Override
  public void querier(int vlan, IpAddress address, int port) {
    told.add("querier " + address + " at " + port + in(vlan));
  }

  @Override
  public void ask(int vlan, boolean v6, int port, IpAddress group, long responseNanos) {
    told.add(
        "asks "
            + (group.isUnspecified() ? (v6 ? "mld" : "igmp") : group)
            + (port < 0 ? "" : " at " + port)
            + in(vlan));
  }

  @Override
  public void report(int vlan, boolean v6, int version, List<IpAddress> groups) {
    told.add("reports " + (v6 ? "mld" : "igmp") + version + " " + groups + in(vlan));
  }

  @Override
  public void close() {
    arena.close();
  }
}
