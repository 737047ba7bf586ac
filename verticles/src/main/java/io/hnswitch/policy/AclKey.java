package io.hnswitch.policy;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Memory;
import io.hnswitch.ip.IpAddress;
import java.lang.foreign.MemorySegment;

/**
 * What an access list looks at, read from one frame after the other. Addresses are as {@link
 * IpAddress} has them: IPv4 in its mapped form.
 */
final class AclKey {

  private static final int ETHERTYPE = 12;
  private static final int V4_SOURCE = 12;
  private static final int V4_DESTINATION = 16;
  private static final int V4_FRAGMENT = 6;
  private static final int V4_OFFSET_MASK = 0x1fff;
  private static final int V6_SOURCE = 8;
  private static final int V6_DESTINATION = 24;
  private static final int PORTS_BYTES = 4;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  /** No such thing in this frame. */
  static final int NONE = -1;

  int etherType;
  long sourceMac;
  long destinationMac;
  boolean ip;
  int protocol;
  long sourceHigh;
  long sourceLow;
  long destinationHigh;
  long destinationLow;

  /** Whether there are ports; not in a fragment behind the first. */
  boolean ports;

  int sourcePort;
  int destinationPort;

  /** The type of an ICMP or ICMPv6 message, else {@link #NONE}. */
  int icmpType;

  /** Reads a frame of at least an Ethernet header. */
  void read(MemorySegment m, long frame, int length) {
    long head = m.get(Memory.BE64, frame);
    destinationMac = head >>> 16;
    sourceMac = (head & 0xffff) << 32 | m.get(Memory.BE32, frame + 8) & 0xffff_ffffL;
    etherType = m.get(Memory.BE16, frame + ETHERTYPE) & 0xffff;
    long layout = FrameLayout.of(m, frame, length);
    ip = layout != FrameLayout.NONE;
    ports = false;
    sourcePort = 0;
    destinationPort = 0;
    icmpType = NONE;
    if (!ip) {
      protocol = 0;
      sourceHigh = 0;
      sourceLow = 0;
      destinationHigh = 0;
      destinationLow = 0;
      return;
    }
    protocol = FrameLayout.protocol(layout);
    long at = frame + FrameLayout.ip(layout);
    boolean later;
    if (FrameLayout.isIpv6(layout)) {
      etherType = 0x86dd;
      sourceHigh = m.get(Memory.BE64, at + V6_SOURCE);
      sourceLow = m.get(Memory.BE64, at + V6_SOURCE + 8);
      destinationHigh = m.get(Memory.BE64, at + V6_DESTINATION);
      destinationLow = m.get(Memory.BE64, at + V6_DESTINATION + 8);
      later = FrameLayout.isFragment(layout) && isLaterV6(m, frame, layout);
    } else {
      etherType = 0x0800;
      sourceHigh = 0;
      destinationHigh = 0;
      sourceLow = IpAddress.mapped(m.get(Memory.BE32, at + V4_SOURCE));
      destinationLow = IpAddress.mapped(m.get(Memory.BE32, at + V4_DESTINATION));
      later = (m.get(Memory.BE16, at + V4_FRAGMENT) & V4_OFFSET_MASK) != 0;
    }
    int transport = FrameLayout.transport(layout);
    if (!later
        && (protocol == FrameLayout.TCP || protocol == FrameLayout.UDP)
        && transport + PORTS_BYTES <= length) {
      int both = m.get(Memory.BE32, frame + transport);
      ports = true;
      sourcePort = both >>> 16;
      destinationPort = both & 0xffff;
    }
    if (!later && (protocol == ICMP || protocol == ICMPV6) && transport < length) {
      icmpType = m.get(Memory.BYTE, frame + transport) & 0xff;
    }
  }

  /** Whether another frame is the same to every rule. */
  boolean isEqual(AclKey that) {
    return sourceLow == that.sourceLow
        && destinationLow == that.destinationLow
        && sourcePort == that.sourcePort
        && destinationPort == that.destinationPort
        && protocol == that.protocol
        && etherType == that.etherType
        && ip == that.ip
        && ports == that.ports
        && sourceMac == that.sourceMac
        && destinationMac == that.destinationMac
        && sourceHigh == that.sourceHigh
        && destinationHigh == that.destinationHigh
        && icmpType == that.icmpType;
  }

  /** Becomes what another is. */
  void take(AclKey that) {
    etherType = that.etherType;
    sourceMac = that.sourceMac;
    destinationMac = that.destinationMac;
    ip = that.ip;
    protocol = that.protocol;
    sourceHigh = that.sourceHigh;
    sourceLow = that.sourceLow;
    destinationHigh = that.destinationHigh;
    destinationLow = that.destinationLow;
    ports = that.ports;
    sourcePort = that.sourcePort;
    destinationPort = that.destinationPort;
    icmpType = that.icmpType;
  }

  /**
   * A fragment's own header is the eight bytes in front of what it carries, unless more extension
   * headers follow; those are in the first fragment only.
   */
  private static boolean isLaterV6(MemorySegment m, long frame, long layout) {
    long header = frame + FrameLayout.transport(layout) - 8;
    return (m.get(Memory.BE16, header + 2) & 0xfff8) != 0;
  }
}
