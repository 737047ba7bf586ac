package io.hnswitch.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.hnswitch.capture.Captures;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.ip.IpAddress;
import io.hnswitch.lab.PolicyTexts;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortGateTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long OWN = 0x00155d_00000aL;
  private static final long OTHER = 0x00155d_00000bL;
  private static final long ALL = MacAddress.BROADCAST.value();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final NicId NIC = NicId.parse("a:hn0");

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 4 << 20);
  private final BurstPool pool = BurstPool.slabs(memory, 2, 1 << 20, Runnable::run, () -> {});
  private final PortPolicies policies = new PortPolicies(memory, new Captures(memory));
  private final List<Violation> violations = new ArrayList<>();
  private FrameBurst burst = pool.take();
  private FrameSlab slab = burst.slab();
  private long now = SECOND;

  @AfterEach
  void close() {
    arena.close();
  }

  private void set(String key, String text) {
    var slot = policies.of(NIC);
    var before = slot.gate() == null ? PortPolicy.NONE : slot.gate().policy();
    var policy = PolicyTexts.apply(before, Map.of(key, text));
    policies.joined(NIC, new MacAddress(OWN), violations::add);
    policies.set(NIC, new MacAddress(OWN), policy, now);
  }

  private PortGate gate() {
    return policies.of(NIC).gate();
  }

  private PortRefusals refusals() {
    return policies.of(NIC).refusals();
  }

  private String from(SampleFrame frame) {
    return verdict(frame, true);
  }

  private String to(SampleFrame frame) {
    return verdict(frame, false);
  }

  private int lastTag;

  private String verdict(SampleFrame frame, boolean fromGuest) {
    long at = slab.region();
    frame.write(memory.segment(), at);
    if (slab.isFull()) {
      burst.release();
      burst = pool.take();
      slab = burst.slab();
    }
    int slot = slab.add(at, SampleFrame.LENGTH, 0);
    slab.vlan(slot, frame.tag());
    int verdict =
        fromGuest
            ? gate().fromGuest(slab, slot, at, SampleFrame.LENGTH, now)
            : gate().toGuest(slab, slot, at, SampleFrame.LENGTH, now);
    lastTag = slab.vlan(slot);
    return verdict == PortGate.PASS ? "passes" : DropReason.of(verdict).slug();
  }

  private static SampleFrame arp(long destination, long source, int tag) {
    return SampleFrame.of(destination, source, tag, 0x0806);
  }

  private static SampleFrame ip(String from, String to, int protocol, int source, int target) {
    return new SampleFrame(
        OTHER,
        OWN,
        Frames.NO_VLAN,
        0,
        IpAddress.parse(from),
        IpAddress.parse(to),
        protocol,
        source,
        target);
  }

  @Test
  void tagsFramesOfAnAccessPortAndShowsNoTag() {
    set("vlan", "{ mode: access, id: 10 }");
    assertEquals("passes", from(arp(ALL, OWN, Frames.NO_VLAN)));
    assertEquals(10, lastTag);
    assertEquals("passes", from(arp(ALL, OWN, 5 << 13)));
    assertEquals(10, lastTag);
    assertEquals("vlan-not-allowed", from(arp(ALL, OWN, 10)));
    assertEquals("vlan-malformed", from(arp(ALL, OWN, 4095)));
    assertTrue(gate().isMember(10) && gate().isMember(10 | 7 << 13) && !gate().isMember(11));
    assertTrue(!gate().isMember(Frames.NO_VLAN));
    assertEquals(Frames.NO_VLAN, gate().shown(10 | 7 << 13));
  }

  @Test
  void keepsPrioritiesWhenToldTo() {
    set("vlan", "{ mode: access, id: 10, priority: keep }");
    assertEquals("passes", from(arp(ALL, OWN, 5 << 13)));
    assertEquals(10 | 5 << 13, lastTag);
    assertEquals(5 << 13, gate().shown(10 | 5 << 13));
    assertEquals(Frames.NO_VLAN, gate().shown(10));
  }

  @Test
  void letsATrunkHaveItsVlans() {
    set("vlan", "{ mode: trunk, native: 5, allowed: [10, 20-22] }");
    assertEquals("passes", from(arp(ALL, OWN, Frames.NO_VLAN)));
    assertEquals(5, lastTag);
    assertEquals("passes", from(arp(ALL, OWN, 21)));
    assertEquals(21, lastTag);
    assertEquals("vlan-not-allowed", from(arp(ALL, OWN, 23)));
    assertEquals(Frames.NO_VLAN, gate().shown(5));
    assertEquals(22, gate().shown(22));
    assertTrue(gate().isMember(5) && gate().isMember(10) && !gate().isMember(23));
  }

  @Test
  void keepsIsolatedPortsApart() {
    set("vlan", "{ mode: access, id: 10, isolated: true }");
    assertEquals("passes", from(arp(ALL, OWN, Frames.NO_VLAN)));
    assertEquals(10 | Frames.ISOLATED, lastTag);
    assertTrue(!gate().isMember(lastTag) && gate().isMember(10));
  }

  @Test
  void lookAtWhoSends() {
    set("guards", "[mac-spoof]");
    assertEquals("passes", from(arp(ALL, OWN, Frames.NO_VLAN)));
    assertEquals("mac-spoof", from(arp(ALL, OTHER, Frames.NO_VLAN)));
  }

  @Test
  void letsNobodyPlayDhcpServer() {
    set("guards", "dhcp");
    assertEquals("dhcp-guard", from(ip("10.0.0.1", "10.0.0.2", 17, 67, 68)));
    assertEquals("passes", from(ip("10.0.0.1", "10.0.0.2", 17, 68, 67)));
    assertEquals("passes", from(ip("10.0.0.1", "10.0.0.2", 6, 67, 68)));
    assertEquals("dhcp-guard", from(ip("fe80::1", "fe80::2", 17, 547, 546)));
    assertEquals("passes", from(ip("10.0.0.1", "10.0.0.2", 17, 547, 546)));
    assertEquals("passes", to(ip("10.0.0.1", "10.0.0.2", 17, 67, 68)));
  }

  @Test
  void letsNobodyPlayRouter() {
    set("guards", "[router]");
    assertEquals("router-guard", from(ip("fe80::1", "ff02::1", 58, 134, 0)));
    assertEquals("router-guard", from(ip("fe80::1", "ff02::1", 58, 137, 0)));
    assertEquals("passes", from(ip("fe80::1", "ff02::1", 58, 135, 0)));
    assertEquals("router-guard", from(ip("10.0.0.1", "10.0.0.2", 1, 5, 0)));
    assertEquals("router-guard", from(ip("10.0.0.1", "224.0.0.1", 1, 9, 0)));
    assertEquals("passes", from(ip("10.0.0.1", "10.0.0.2", 1, 8, 0)));
    // A type that says IPv6, and headers that say nothing.
    assertEquals("router-guard", from(SampleFrame.of(ALL, OWN, Frames.NO_VLAN, 0x86dd)));
  }

  @Test
  void limitsWhatGoesToMany() {
    set("storm", "{ broadcast: 100pps, unknown: 50pps }");
    int passed = 0;
    for (int i = 0; i < 1_000; i++) {
      passed += from(arp(ALL, OWN, Frames.NO_VLAN)).equals("passes") ? 1 : 0;
      now += SECOND / 1_000;
    }
    assertEquals(100 + 16, passed, 1);
    assertEquals("passes", from(arp(0x01005e_000001L, OWN, Frames.NO_VLAN)));
    assertEquals("passes", from(arp(OTHER, OWN, Frames.NO_VLAN)));
    int unknown = 0;
    for (int i = 0; i < 100; i++) {
      unknown += gate().isUnknownStorm(slab.region(), SampleFrame.LENGTH, now) ? 0 : 1;
    }
    assertEquals(16, unknown);
    assertEquals(1_000 - passed + 100 - unknown, refusals().counts(true).get("storm"));
  }

  @Test
  void countsASuperFrameAsItsSegments() {
    set("bandwidth", "{ out: 100Mbit, burst: 64KiB }");
    long at = slab.region();
    ip("10.0.0.1", "10.0.0.2", 6, 1, 2).write(memory.segment(), at);
    memory.segment().set(Memory.BYTE, at + 14 + 20 + 12, (byte) 0x50);
    int payload = 100 * 1_000;
    int length = 54 + payload;
    int slot =
        slab.add(at, length, Frames.offload(Frames.TSO4 | Frames.CSUM_PARTIAL, 34, 16, 1_000));
    // 100 segments of 1054 bytes are more than the bucket holds, 60 are not.
    assertEquals(DropReason.RATE_EXCEEDED.ordinal(), gate().fromGuest(slab, slot, at, length, now));
    int shorter = 54 + 60 * 1_000;
    assertEquals(PortGate.PASS, gate().fromGuest(slab, slot, at, shorter, now));
    assertEquals(
        DropReason.RATE_EXCEEDED.ordinal(), gate().fromGuest(slab, slot, at, shorter, now));
    now += 60 * 1_054 * 8 * SECOND / 100_000_000;
    assertEquals(PortGate.PASS, gate().fromGuest(slab, slot, at, shorter, now));
    assertEquals(PortGate.PASS, gate().toGuest(slab, slot, at, length, now));
  }

  @Test
  void decidesByWeightAndCountsHits() {
    set(
        "acl",
        """
        - { name: none, weight: 1, direction: inbound, action: deny }
        - { name: seen, weight: 300, direction: inbound, action: count, protocol: tcp }
        - { name: web, weight: 200, direction: inbound, action: allow, protocol: tcp, local-port: 80-81 }
        - { name: arp, weight: 200, direction: inbound, action: allow, ethertype: arp }
        """);
    assertEquals("passes", to(ip("10.0.0.1", "10.0.0.2", 6, 999, 81)));
    assertEquals("acl-deny", to(ip("10.0.0.1", "10.0.0.2", 6, 999, 82)));
    assertEquals("acl-deny", to(ip("10.0.0.1", "10.0.0.2", 17, 999, 80)));
    assertEquals("passes", to(arp(OWN, OTHER, Frames.NO_VLAN)));
    assertEquals("passes", from(ip("10.0.0.1", "10.0.0.2", 17, 999, 80)));
    assertEquals(Map.of("none", 2L, "seen", 2L, "web", 1L, "arp", 1L), gate().hits());
    assertEquals(Map.of("acl-deny", 2L), refusals().counts(false));
  }

  @Test
  void remembersConversationsAlsoWhenTheListChanges() {
    var rules =
        """
        - { name: out, direction: outbound, action: allow, idle: 10s }
        - { name: in, direction: inbound, action: deny }
        """;
    set("acl", rules);
    var question = ip("10.0.0.1", "10.0.0.2", 17, 5000, 53);
    var answer = ip("10.0.0.2", "10.0.0.1", 17, 53, 5000);
    assertEquals("acl-deny", to(answer));
    assertEquals("passes", from(question));
    assertEquals("passes", to(answer));
    assertEquals("acl-deny", to(ip("10.0.0.2", "10.0.0.1", 17, 53, 5001)));
    now += 9 * SECOND;
    set("acl", rules + "- { name: more, direction: inbound, action: count }\n");
    assertEquals("passes", to(answer));
    now += 9 * SECOND;
    assertEquals("passes", to(answer));
    assertEquals(1, gate().conversations(now));
    now += 10 * SECOND;
    assertEquals("acl-deny", to(answer));
    assertEquals(0, gate().conversations(now));
    assertEquals(3, gate().hits().get("in"));
  }

  @Test
  void hasOnlyAsManyConversationsAsItHasRoomFor() {
    set("acl", "[{ name: out, direction: outbound, action: allow, stateful: true }]");
    for (int port = 0; port < 20_000; port++) {
      assertEquals("passes", from(ip("10.0.0.1", "10.0.0.2", 17, port, 53)));
    }
    assertTrue(gate().conversations(now) <= 4096, "more than there is room for");
    assertEquals(20_000, gate().conversations(now) + gate().conversationsRefused());
  }

  @Test
  void keepsAnExampleASecondOfWhatAGuestShouldNotSend() {
    set("guards", "[mac-spoof]");
    for (int i = 0; i < 10; i++) {
      from(arp(ALL, OTHER, Frames.NO_VLAN));
    }
    now += SECOND;
    from(arp(ALL, OTHER, Frames.NO_VLAN));
    from(ip("10.0.0.1", "10.0.0.2", 17, 1, 2));
    assertEquals(2, violations.size());
    assertEquals(DropReason.MAC_SPOOF, violations.getFirst().reason());
    assertEquals(9, violations.getLast().unreported());
    assertEquals(SampleFrame.LENGTH, violations.getLast().bytes().length);
    assertEquals(violations, refusals().violations());
  }

  @Test
  void tellsWhyWithoutDoingAnything() {
    set("guards", "[mac-spoof]");
    set("storm", "1000pps");
    set("acl", "[{ name: no-dns, direction: outbound, action: deny, remote-port: 53 }]");
    var trail = new Trail();
    gate().explain(trail);
    assertEquals("acl-deny", from(ip("10.0.0.1", "10.0.0.2", 17, 1, 53)));
    gate().explain(null);
    assertEquals(
        List.of(
            new Trail.Step("port a:hn0", "vlan", "in no VLAN"),
            new Trail.Step("port a:hn0", "mac-spoof", "its own address"),
            new Trail.Step("port a:hn0", "acl", "no-dns: denied")),
        trail.steps());
    assertEquals(Map.of(), refusals().counts(true));
    assertEquals(Map.of("no-dns", 0L), gate().hits());
    assertEquals(List.of(), violations);
  }

  /** A rule and a tag are told in words only to who asks. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vlan      | { mode: access, id: 10 }
          vlan      | { mode: trunk, native: 10, allowed: [20-30] }
          guards    | [mac-spoof, dhcp, router]
          storm     | { multicast: 100000000pps, unknown: 100000000pps }
          acl       | [{ direction: outbound, action: allow, protocol: udp }]
          acl       | [{ direction: inbound, action: count, protocol: udp }]
          acl       | [{ direction: outbound, action: allow, stateful: true }]
          bandwidth | 400Gbit
          """)
  void allocatesNothingForFramesThatPass(String setting, String text) {
    set(setting, text);
    var frame = ip("10.0.0.1", "10.0.0.2", 17, 1000, 2000);
    assertEquals("passes", from(frame));
    assertEquals("passes", to(frame));
    int slot = slab.add(slab.region(), SampleFrame.LENGTH, 0);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 50; round++) {
      least = Math.min(least, allocatedBy(slot, 100));
    }
    assertTrue(least < 100, "bytes for 100 frames: " + least);
  }

  private long allocatedBy(int slot, int frames) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long at = slab.address(slot);
    for (int i = 0; i < frames; i++) {
      now += SECOND;
      slab.vlan(slot, Frames.NO_VLAN);
      gate().fromGuest(slab, slot, at, SampleFrame.LENGTH, now);
      gate().toGuest(slab, slot, at, SampleFrame.LENGTH, now);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
