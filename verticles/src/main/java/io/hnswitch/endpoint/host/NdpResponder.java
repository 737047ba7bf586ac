package io.hnswitch.endpoint.host;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.offload.FrameHeaders;
import java.lang.foreign.MemorySegment;

/**
 * Address resolution for IPv6: neighbor solicitations and advertisements of RFC 4861, duplicate
 * address detection of RFC 4862. While an address of ours is tentative, we say nothing for it; a
 * solicitation from {@code ::} for it or an advertisement of it shows that somebody else has it.
 */
final class NdpResponder {

  static final int SOLICITATION = 135;
  static final int ADVERTISEMENT = 136;

  private static final int BYTES = 24;
  private static final int OPTION_BYTES = 8;
  private static final int SOURCE_OPTION = 1;
  private static final int TARGET_OPTION = 2;
  private static final int SOLICITED = 0x4000_0000;
  private static final int OVERRIDE = 0x2000_0000;
  private static final int HOPS = 255;
  private static final long LINK_SCOPE = 0xff02L << 48;
  private static final long ALL_NODES = 1;
  private static final long SOLICITED_NODE = 0x1_ff00_0000L;
  private static final long GROUP_MAC = 0x3333_0000_0000L;
  private static final long NO_OPTION = -1;
  private static final long BAD_OPTIONS = -2;

  private final HostLink link;
  private final MemorySegment memory;
  private final OwnAddresses own;
  private final NeighborTable neighbors;
  private final boolean answers;

  NdpResponder(HostLink link, OwnAddresses own, NeighborTable neighbors, boolean answers) {
    this.link = link;
    this.memory = link.memory();
    this.own = own;
    this.neighbors = neighbors;
    this.answers = answers;
  }

  /**
   * @param frame address of a frame with an ICMPv6 message of type 135 or 136 and a right checksum
   * @param headers what was parsed from it
   */
  HostOutcome receive(long frame, FrameHeaders headers, long now) {
    long ip = frame + headers.l3Offset();
    long icmp = frame + headers.l4Offset();
    int bytes = headers.end() - headers.l4Offset();
    if (bytes < BYTES
        || (memory.get(Memory.BYTE, ip + 7) & 0xff) != HOPS
        || memory.get(Memory.BYTE, icmp + 1) != 0
        || memory.get(Memory.BYTE, icmp + 8) == -1) {
      return HostOutcome.MALFORMED;
    }
    boolean solicitation = (memory.get(Memory.BYTE, icmp) & 0xff) == SOLICITATION;
    long option = option(icmp, bytes, solicitation ? SOURCE_OPTION : TARGET_OPTION);
    if (option == BAD_OPTIONS) {
      return HostOutcome.MALFORMED;
    }
    return solicitation
        ? solicited(frame, ip, icmp, option, now)
        : advertised(ip, icmp, option, now);
  }

  /** The link-layer address option of a kind, {@link #NO_OPTION} or {@link #BAD_OPTIONS}. */
  private long option(long icmp, int bytes, int kind) {
    long found = NO_OPTION;
    for (int at = BYTES; at < bytes; ) {
      int size = at + 2 > bytes ? 0 : (memory.get(Memory.BYTE, icmp + at + 1) & 0xff) * 8;
      if (size == 0 || at + size > bytes) {
        return BAD_OPTIONS;
      }
      if (memory.get(Memory.BYTE, icmp + at) == kind && found == NO_OPTION) {
        found = MacAddress.readRaw(memory, icmp + at + 2);
        if (MacAddress.isGroup(found) || found == 0) {
          return BAD_OPTIONS;
        }
      }
      at += size;
    }
    return found;
  }

  private HostOutcome solicited(long frame, long ip, long icmp, long option, long now) {
    long targetHigh = memory.get(Memory.BE64, icmp + 8);
    long targetLow = memory.get(Memory.BE64, icmp + 16);
    long sourceHigh = memory.get(Memory.BE64, ip + 8);
    long sourceLow = memory.get(Memory.BE64, ip + 16);
    long toHigh = memory.get(Memory.BE64, ip + 24);
    long toLow = memory.get(Memory.BE64, ip + 32);
    boolean toGroup = toHigh == LINK_SCOPE && toLow == (SOLICITED_NODE | targetLow & 0xff_ffffL);
    boolean probe = sourceHigh == 0 && sourceLow == 0;
    if (probe && (!toGroup || option != NO_OPTION) || isGroup(sourceHigh)) {
      return HostOutcome.MALFORMED;
    }
    int index = own.find(targetHigh, targetLow);
    if (index < 0 || !toGroup && !isGroup(toHigh) && own.find(toHigh, toLow) < 0) {
      return HostOutcome.NOT_FOR_US;
    }
    switch (own.state(index)) {
      case TENTATIVE -> {
        if (probe) {
          own.state(index, OwnAddresses.State.DUPLICATE);
          return HostOutcome.CONFLICT;
        }
        return HostOutcome.TENTATIVE;
      }
      case DUPLICATE -> {
        return HostOutcome.NOT_FOR_US;
      }
      case PREFERRED -> {}
    }
    if (!probe && own.find(sourceHigh, sourceLow) >= 0) {
      return HostOutcome.CONFLICT;
    }
    if (option != NO_OPTION) {
      neighbors.confirm(neighbors.add(sourceHigh, sourceLow, now), option, now);
    }
    if (!answers) {
      return HostOutcome.NOT_ANSWERED;
    }
    boolean sent;
    if (probe) {
      long mac = GROUP_MAC | ALL_NODES;
      sent = advertise(index, mac, LINK_SCOPE, ALL_NODES, OVERRIDE);
    } else {
      long mac = option != NO_OPTION ? option : MacAddress.readRaw(memory, frame + 6);
      sent = advertise(index, mac, sourceHigh, sourceLow, SOLICITED | OVERRIDE);
    }
    return sent ? HostOutcome.NDP_ANSWERED : HostOutcome.NO_ROOM;
  }

  private HostOutcome advertised(long ip, long icmp, long option, long now) {
    long targetHigh = memory.get(Memory.BE64, icmp + 8);
    long targetLow = memory.get(Memory.BE64, icmp + 16);
    int flags = memory.get(Memory.BE32, icmp + 4);
    boolean solicited = (flags & SOLICITED) != 0;
    if (solicited && isGroup(memory.get(Memory.BE64, ip + 24))) {
      return HostOutcome.MALFORMED;
    }
    int index = own.find(targetHigh, targetLow);
    if (index >= 0) {
      if (own.state(index) == OwnAddresses.State.TENTATIVE) {
        own.state(index, OwnAddresses.State.DUPLICATE);
      }
      return HostOutcome.CONFLICT;
    }
    int place = neighbors.find(targetHigh, targetLow);
    if (place < 0) {
      return HostOutcome.NOT_ANSWERED;
    }
    long known = neighbors.mac(place);
    if (known == NeighborTable.UNKNOWN && option == NO_OPTION) {
      return HostOutcome.NOT_ANSWERED;
    }
    boolean changes = option != NO_OPTION && option != known;
    if (changes && known != NeighborTable.UNKNOWN && (flags & OVERRIDE) == 0) {
      return HostOutcome.NOT_ANSWERED;
    }
    if (changes || solicited) {
      neighbors.confirm(place, option != NO_OPTION ? option : known, now);
      return HostOutcome.NDP_LEARNED;
    }
    return HostOutcome.NOT_ANSWERED;
  }

  private static boolean isGroup(long high) {
    return high >>> 56 == 0xff;
  }

  /** Asks who has a target, as an address of ours. */
  void request(int index, long targetHigh, long targetLow) {
    solicit(own.high(index), own.low(index), targetHigh, targetLow, true);
  }

  /** Asks whether anybody has our tentative address. */
  void probe(int index) {
    solicit(0, 0, own.high(index), own.low(index), false);
  }

  /** Tells everybody that we have an address. */
  void announce(int index) {
    advertise(index, GROUP_MAC | ALL_NODES, LINK_SCOPE, ALL_NODES, OVERRIDE);
  }

  private void solicit(long fromHigh, long fromLow, long high, long low, boolean withMac) {
    int bytes = BYTES + (withMac ? OPTION_BYTES : 0);
    long toLow = SOLICITED_NODE | low & 0xff_ffffL;
    long frame = begin(GROUP_MAC | toLow & 0xffff_ffffL, bytes);
    if (frame != 0) {
      long ip = frame + HostLink.L3;
      link.address(ip + 8, fromHigh, fromLow);
      link.address(ip + 24, LINK_SCOPE, toLow);
      finish(ip, SOLICITATION, 0, high, low, withMac ? SOURCE_OPTION : 0);
    }
  }

  private boolean advertise(int index, long mac, long toHigh, long toLow, int flags) {
    long frame = begin(mac, BYTES + OPTION_BYTES);
    if (frame == 0) {
      return false;
    }
    long ip = frame + HostLink.L3;
    link.address(ip + 8, own.high(index), own.low(index));
    link.address(ip + 24, toHigh, toLow);
    finish(ip, ADVERTISEMENT, flags, own.high(index), own.low(index), TARGET_OPTION);
    return true;
  }

  private long begin(long mac, int bytes) {
    return link.beginIpv6(mac, 0, FrameHeaders.ICMPV6, HOPS, bytes);
  }

  private void finish(long ip, int type, int flags, long high, long low, int option) {
    long icmp = ip + HostLink.IPV6_HEADER;
    int bytes = BYTES;
    memory.set(Memory.BE32, icmp, type << 24);
    memory.set(Memory.BE32, icmp + 4, flags);
    link.address(icmp + 8, high, low);
    if (option != 0) {
      memory.set(Memory.BE16, icmp + BYTES, (short) (option << 8 | 1));
      MacAddress.writeRaw(memory, icmp + BYTES + 2, link.mac());
      bytes += OPTION_BYTES;
    }
    int sum = Checksum.sum(memory, icmp, bytes);
    sum = Checksum.add(sum, Checksum.pseudoIpv6(memory, ip, FrameHeaders.ICMPV6, bytes));
    memory.set(Memory.BE16, icmp + 2, (short) Checksum.finish(sum));
    link.send();
  }
}
