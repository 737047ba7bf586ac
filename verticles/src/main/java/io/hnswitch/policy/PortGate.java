package io.hnswitch.policy;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.policy.AclRule.Action;
import io.hnswitch.policy.AclRule.Direction;
import io.hnswitch.time.TokenBucket;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link PortPolicy} at work. All ports that a NIC has, the switch's and its VF's, use the same
 * one, so that nothing changes when the path does: limits and conversations included. One thread;
 * nothing is allocated for a frame that passes.
 *
 * <p>In the order in which it looks. From the guest: the VLAN tag, the source address, storms, what
 * only DHCP servers and routers say, the access list, the bandwidth. To the guest: the VLAN, the
 * access list, the bandwidth.
 */
public final class PortGate {

  /** The frame passes; every other answer is the ordinal of a {@link DropReason}. */
  public static final int PASS = -1;

  private static final long BITS = 8;
  private static final long STORM_BURST_PER_SECOND = 10;
  private static final long STORM_BURST_MIN = 16;

  private static final int DHCP_SERVER = 67;
  private static final int DHCPV6_SERVER = 547;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int ICMP_REDIRECT = 5;
  private static final int ICMP_ROUTER = 9;
  private static final int ICMPV6_ROUTER = 134;
  private static final int ICMPV6_REDIRECT = 137;
  private static final int IPV6 = 0x86dd;
  private static final int EXPERIMENT = 0x88b5;

  private final MemorySegment memory;
  private final String name;
  private final long mac;
  private final PortPolicy policy;
  private final TagRules tags;
  private final AclKey key = new AclKey();
  private final AclTable outbound;
  private final AclTable inbound;
  private final boolean hasAcl;
  private final Conversations conversations;
  private final boolean guardsMac;
  private final boolean guardsDhcp;
  private final boolean guardsRouter;
  private final TokenBucket broadcasts;
  private final TokenBucket multicasts;
  private final TokenBucket unknowns;
  private final TokenBucket sent;
  private final TokenBucket got;
  private final PortRefusals refusals;
  private Trail trail;

  /**
   * @param name of the port, for {@linkplain Trail trails}
   * @param mac the NIC's own address
   * @param before the gate in its place until now, or null; its counts and conversations go on
   * @param refusals where what is dropped is counted
   */
  PortGate(
      Memory memory,
      String name,
      MacAddress mac,
      PortPolicy policy,
      PortGate before,
      PortRefusals refusals,
      long now) {
    this.memory = memory.segment();
    this.name = name;
    this.mac = mac.value();
    this.policy = policy;
    this.tags = new TagRules(policy.vlan());
    this.refusals = refusals;
    this.outbound = new AclTable(Direction.OUTBOUND, policy.acl());
    this.inbound = new AclTable(Direction.INBOUND, policy.acl());
    this.hasAcl = !policy.acl().isEmpty();
    boolean remembers = policy.acl().stream().anyMatch(rule -> rule.idle().isPresent());
    boolean remembered = before != null && before.conversations != null;
    this.conversations =
        !remembers ? null : remembered ? before.conversations : new Conversations();
    this.guardsMac = policy.guards().contains(Guard.MAC_SPOOF);
    this.guardsDhcp = policy.guards().contains(Guard.DHCP);
    this.guardsRouter = policy.guards().contains(Guard.ROUTER);
    this.broadcasts = storm(policy.storm().broadcast(), now);
    this.multicasts = storm(policy.storm().multicast(), now);
    this.unknowns = storm(policy.storm().unknown(), now);
    this.sent = bandwidth(policy.bandwidth(), policy.bandwidth().outbound(), now);
    this.got = bandwidth(policy.bandwidth(), policy.bandwidth().inbound(), now);
    if (before != null) {
      outbound.takeHits(before.outbound);
      inbound.takeHits(before.inbound);
    }
  }

  /** A bucket in which a frame is a byte. */
  private static TokenBucket storm(long perSecond, long now) {
    return perSecond == 0
        ? null
        : new TokenBucket(
            perSecond * BITS, Math.max(perSecond / STORM_BURST_PER_SECOND, STORM_BURST_MIN), now);
  }

  private static TokenBucket bandwidth(BandwidthPolicy policy, long rate, long now) {
    return rate == 0 ? null : new TokenBucket(rate, policy.burstBytes(rate), now);
  }

  public PortPolicy policy() {
    return policy;
  }

  /**
   * A frame comes from the guest. Its tag out of band becomes that of its VLAN.
   *
   * @param frame where it is, at least an Ethernet header
   * @param now nanoseconds
   * @return {@link #PASS}, or why it is dropped
   */
  public int fromGuest(FrameSlab slab, int slot, long frame, int length, long now) {
    int verdict = tagFromGuest(slab, slot);
    if (verdict == PASS) {
      verdict = checkFromGuest(slab, slot, frame, length, now);
    }
    if (verdict != PASS && trail == null) {
      refusals.fromGuest(DropReason.of(verdict), frame, length, now);
    }
    return verdict;
  }

  private int tagFromGuest(FrameSlab slab, int slot) {
    int tag = slab.vlan(slot);
    int inside = tags.inside(tag);
    boolean passes = inside >= Frames.NO_VLAN;
    if (trail != null) {
      told("vlan", passes ? vlanText(inside) : shownText(tag) + " is not allowed");
    }
    if (!passes) {
      return (inside == TagRules.WRONG ? DropReason.VLAN_MALFORMED : DropReason.VLAN_NOT_ALLOWED)
          .ordinal();
    }
    if (inside != tag) {
      slab.vlan(slot, inside);
    }
    return PASS;
  }

  private int checkFromGuest(FrameSlab slab, int slot, long frame, int length, long now) {
    long destination = MacAddress.destination(memory, frame);
    if (guardsMac) {
      boolean own = MacAddress.readRaw(memory, frame + 6) == mac;
      told("mac-spoof", own ? "its own address" : "not its own address");
      if (!own) {
        return DropReason.MAC_SPOOF.ordinal();
      }
    }
    if (MacAddress.isGroup(destination)) {
      boolean all = destination == MacAddress.BROADCAST.value();
      var bucket = all ? broadcasts : multicasts;
      if (bucket != null && !take(bucket, 1, now, all ? "broadcast storm" : "multicast storm")) {
        return DropReason.STORM.ordinal();
      }
    }
    boolean looks = guardsDhcp || guardsRouter || hasAcl;
    if (looks) {
      key.read(memory, frame, length);
      int verdict = guards();
      if (verdict != PASS) {
        return verdict;
      }
      if (hasAcl && !allows(outbound, true, now)) {
        return DropReason.ACL_DENY.ordinal();
      }
    }
    return sent == null || take(sent, wireBytes(slab, slot, frame, length), now, "bandwidth")
        ? PASS
        : DropReason.RATE_EXCEEDED.ordinal();
  }

  private int guards() {
    if (guardsDhcp) {
      boolean server =
          key.ports
              && key.protocol == FrameLayout.UDP
              && (key.sourcePort == DHCP_SERVER && key.etherType != IPV6
                  || key.sourcePort == DHCPV6_SERVER && key.etherType == IPV6);
      told("dhcp", server ? "from a DHCP server's port" : "not from a DHCP server");
      if (server) {
        return DropReason.DHCP_GUARD.ordinal();
      }
    }
    if (guardsRouter) {
      boolean router = isRouter();
      told("router", router ? "what only a router says" : "not from a router");
      if (router) {
        return DropReason.ROUTER_GUARD.ordinal();
      }
    }
    return PASS;
  }

  /**
   * An IPv6 frame whose upper protocol cannot be found is taken for an advertisement (RFC 7113,
   * section 3).
   */
  private boolean isRouter() {
    if (!key.ip) {
      return key.etherType == IPV6;
    }
    int type = key.icmpType;
    return key.protocol == ICMPV6 && (type == ICMPV6_ROUTER || type == ICMPV6_REDIRECT)
        || key.protocol == ICMP && (type == ICMP_REDIRECT || type == ICMP_ROUTER);
  }

  private boolean allows(AclTable table, boolean outward, long now) {
    boolean only = trail != null;
    if (key.etherType == EXPERIMENT) {
      return true; // Our own marks; no guest gets one.
    }
    if (conversations != null && conversations.knows(key, outward, now, only)) {
      told("acl", "part of a conversation that was allowed");
      return true;
    }
    int rule = table.decide(key, only);
    if (rule == AclTable.NONE) {
      told("acl", "no rule fits: allowed");
      return true;
    }
    var found = table.rules().get(rule);
    boolean denied = found.action() == Action.DENY;
    if (only) {
      told("acl", found.name() + ": " + (denied ? "denied" : "allowed"));
    }
    if (denied) {
      return false;
    }
    if (conversations != null && found.idle().isPresent() && !only) {
      conversations.begin(key, outward, now, found.idle().get().toNanos());
    }
    return true;
  }

  private boolean take(TokenBucket bucket, long amount, long now, String what) {
    bucket.fill(now);
    boolean passes = bucket.hasAll(amount);
    told(what, passes ? "below its limit" : "over its limit");
    if (passes && trail == null) {
      bucket.takeAll(amount);
    }
    return passes;
  }

  /** A super-frame's size once it is cut: every segment has headers of its own. */
  private long wireBytes(FrameSlab slab, int slot, long frame, int length) {
    long offload = slab.offload(slot);
    if ((Frames.flags(offload) & Frames.TSO) == 0) {
      return length;
    }
    int tcp = Frames.checksumStart(offload);
    int headers = tcp + ((memory.get(Memory.BYTE, frame + tcp + 12) & 0xf0) >>> 2);
    int payload = Math.max(length - headers, 0);
    int size = Frames.segmentSize(offload);
    long segments = Math.max(1, (payload + size - 1L) / size);
    return length + (segments - 1) * headers;
  }

  /** Whether a frame that the switch sends to many, because it knows no better, is too much. */
  public boolean isUnknownStorm(long frame, int length, long now) {
    if (unknowns == null || take(unknowns, 1, now, "unknown-unicast storm")) {
      return false;
    }
    if (trail == null) {
      refusals.fromGuest(DropReason.STORM, frame, length, now);
    }
    return true;
  }

  /** Whether a frame with this tag out of band may go out here at all. */
  public boolean isMember(int tag) {
    return tags.isMember(tag);
  }

  /** The tag that frames without one get which come from the guest. */
  public int ownTag() {
    return tags.own();
  }

  /** The tag that the guest sees: {@link Frames#NO_VLAN} for the VLAN that is its own. */
  public int shown(int tag) {
    return tags.shown(tag);
  }

  /**
   * A frame of one of the guest's VLANs is about to go to it.
   *
   * @return {@link #PASS}, or why it is dropped
   */
  public int toGuest(FrameSlab slab, int slot, long frame, int length, long now) {
    int verdict = PASS;
    if (hasAcl) {
      key.read(memory, frame, length);
      if (!allows(inbound, false, now)) {
        verdict = DropReason.ACL_DENY.ordinal();
      }
    }
    if (verdict == PASS
        && got != null
        && !take(got, wireBytes(slab, slot, frame, length), now, "bandwidth")) {
      verdict = DropReason.RATE_EXCEEDED.ordinal();
    }
    if (verdict != PASS && trail == null) {
      refusals.toGuest(DropReason.of(verdict));
    }
    return verdict;
  }

  /** Whether {@link #toGuest} can do anything but pass. */
  public boolean looksToGuest() {
    return hasAcl || got != null;
  }

  /** From now on nothing is counted or used up, and decisions are told; null ends that. */
  public void explain(Trail into) {
    trail = into;
  }

  private void told(String check, String verdict) {
    if (trail != null) {
      trail.add("port " + name, check, verdict);
    }
  }

  private static String vlanText(int inside) {
    return inside == Frames.NO_VLAN ? "in no VLAN" : "in VLAN " + Vlans.id(inside);
  }

  private static String shownText(int tag) {
    return tag == Frames.NO_VLAN ? "no tag" : "tag of VLAN " + Vlans.id(tag);
  }

  /** Frames that each rule has fitted when it was reached. */
  public Map<String, Long> hits() {
    var hits = new TreeMap<String, Long>();
    for (var table : List.of(outbound, inbound)) {
      for (int i = 0; i < table.rules().size(); i++) {
        hits.put(table.rules().get(i).name(), table.hits(i));
      }
    }
    return hits;
  }

  /** Conversations that are alive. */
  public int conversations(long now) {
    return conversations == null ? 0 : conversations.count(now);
  }

  /** Conversations that found no room. */
  public long conversationsRefused() {
    return conversations == null ? 0 : conversations.refused();
  }
}
