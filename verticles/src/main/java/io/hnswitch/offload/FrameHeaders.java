package io.hnswitch.offload;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * A reusable cursor over the headers of one frame: Ethernet II with up to two 802.1Q/802.1ad tags,
 * IPv4 with options, IPv6 with extension headers, TCP and UDP. Offsets are bytes from the frame's
 * first byte. The frame is read in place; nothing is allocated. One instance serves one thread.
 *
 * <p>Every length is checked against the frame, so a caller may read all bytes up to {@link
 * #end()}. Bytes behind {@code end()} are padding.
 */
public final class FrameHeaders {

  public static final int IPV4 = 0x0800;
  public static final int IPV6 = 0x86dd;
  public static final int ARP = 0x0806;

  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;

  private static final int VLAN = 0x8100;
  private static final int VLAN_SERVICE = 0x88a8;
  private static final int TAGS_MAX = 2;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int EXTENSIONS_MAX = 8;

  private int l3Offset;
  private int etherType;
  private int tags;
  private int l3HeaderLength;
  private int protocol;
  private int l4HeaderLength;
  private int payloadOffset;
  private int payloadLength;
  private int end;
  private boolean fragment;
  private boolean routed;

  /** How a parse ended. */
  public enum Outcome {
    /**
     * All headers the cursor knows were read; {@link #isIp()} says whether it went beyond Ethernet.
     */
    PARSED,
    /** Shorter than an Ethernet header. */
    RUNT,
    /** A tag is cut off, or there are more than two. */
    BAD_VLAN,
    /** Version, header length or total length of IPv4 are impossible. */
    BAD_IPV4,
    /** Version, payload length or extension headers of IPv6 are impossible. */
    BAD_IPV6,
    /** The TCP header is cut off or its data offset impossible. */
    BAD_TCP,
    /** The UDP header is cut off or its length impossible. */
    BAD_UDP;

    public boolean isMalformed() {
      return this != PARSED;
    }
  }

  /** Reads the headers of a frame. When the outcome is malformed, no accessor has a meaning. */
  public Outcome parse(MemorySegment memory, long frame, int length) {
    return parse(memory, frame, length, false);
  }

  /**
   * As {@link #parse}, for a TSO super-frame: an IP length field of 0 then means "to the end of the
   * frame", as drivers of large-send hardware write it.
   */
  public Outcome parseSuperFrame(MemorySegment memory, long frame, int length) {
    return parse(memory, frame, length, true);
  }

  private Outcome parse(MemorySegment memory, long frame, int length, boolean superFrame) {
    l3HeaderLength = 0;
    protocol = -1;
    l4HeaderLength = 0;
    fragment = false;
    routed = false;
    tags = 0;
    if (length < Frames.ETHERNET_HEADER) {
      return Outcome.RUNT;
    }
    int at = Frames.ETHERNET_HEADER;
    int type = memory.get(Memory.BE16, frame + at - 2) & 0xffff;
    while (type == VLAN || type == VLAN_SERVICE) {
      at += 4;
      if (++tags > TAGS_MAX || at > length) {
        return Outcome.BAD_VLAN;
      }
      type = memory.get(Memory.BE16, frame + at - 2) & 0xffff;
    }
    etherType = type;
    l3Offset = at;
    end = length;
    payload(at);
    return switch (type) {
      case IPV4 -> parseIpv4(memory, frame, superFrame);
      case IPV6 -> parseIpv6(memory, frame, superFrame);
      default -> Outcome.PARSED;
    };
  }

  private Outcome parseIpv4(MemorySegment memory, long frame, boolean superFrame) {
    int available = end - l3Offset;
    if (available < 20) {
      return Outcome.BAD_IPV4;
    }
    long ip = frame + l3Offset;
    int first = memory.get(Memory.BYTE, ip) & 0xff;
    l3HeaderLength = (first & 0xf) * 4;
    int total = memory.get(Memory.BE16, ip + 2) & 0xffff;
    if (total == 0 && superFrame) {
      total = available;
    }
    if (first >>> 4 != 4 || l3HeaderLength < 20 || total < l3HeaderLength || total > available) {
      return Outcome.BAD_IPV4;
    }
    end = l3Offset + total;
    fragment = (memory.get(Memory.BE16, ip + 6) & 0x3fff) != 0;
    protocol = memory.get(Memory.BYTE, ip + 9) & 0xff;
    return parseTransport(memory, frame);
  }

  private Outcome parseIpv6(MemorySegment memory, long frame, boolean superFrame) {
    int available = end - l3Offset;
    if (available < 40) {
      return Outcome.BAD_IPV6;
    }
    long ip = frame + l3Offset;
    int total = 40 + (memory.get(Memory.BE16, ip + 4) & 0xffff);
    if (total == 40 && superFrame) {
      total = available;
    }
    if ((memory.get(Memory.BYTE, ip) & 0xf0) != 0x60 || total > available) {
      return Outcome.BAD_IPV6;
    }
    end = l3Offset + total;
    l3HeaderLength = 40;
    int next = memory.get(Memory.BYTE, ip + 6) & 0xff;
    for (int extensions = 0; isExtension(next); extensions++) {
      int left = total - l3HeaderLength;
      if (left < 8 || extensions == EXTENSIONS_MAX) {
        return Outcome.BAD_IPV6;
      }
      long extension = ip + l3HeaderLength;
      int bytes = extensionLength(memory, extension, next);
      if (bytes > left) {
        return Outcome.BAD_IPV6;
      }
      if (next == FRAGMENT) {
        int place = memory.get(Memory.BE16, extension + 2) & 0xffff;
        fragment |= (place & 0xfff9) != 0;
        if (place >>> 3 != 0) {
          // What follows is the middle of a packet: no header can be read from it.
          next = memory.get(Memory.BYTE, extension) & 0xff;
          l3HeaderLength += bytes;
          break;
        }
      } else if (next == ROUTING) {
        routed |= memory.get(Memory.BYTE, extension + 3) != 0;
      }
      next = memory.get(Memory.BYTE, extension) & 0xff;
      l3HeaderLength += bytes;
    }
    protocol = next;
    return parseTransport(memory, frame);
  }

  private static boolean isExtension(int next) {
    return next == HOP_BY_HOP
        || next == ROUTING
        || next == FRAGMENT
        || next == AUTHENTICATION
        || next == DESTINATION_OPTIONS;
  }

  private static int extensionLength(MemorySegment memory, long extension, int kind) {
    int units = memory.get(Memory.BYTE, extension + 1) & 0xff;
    return switch (kind) {
      case FRAGMENT -> 8;
      case AUTHENTICATION -> (units + 2) * 4;
      default -> (units + 1) * 8;
    };
  }

  private Outcome parseTransport(MemorySegment memory, long frame) {
    int l4 = l4Offset();
    payload(l4);
    if (fragment) {
      return Outcome.PARSED;
    }
    return switch (protocol) {
      case TCP -> parseTcp(memory, frame + l4, end - l4);
      case UDP -> parseUdp(memory, frame + l4, end - l4);
      default -> Outcome.PARSED;
    };
  }

  private Outcome parseTcp(MemorySegment memory, long tcp, int available) {
    if (available < 20) {
      return Outcome.BAD_TCP;
    }
    int bytes = (memory.get(Memory.BYTE, tcp + 12) & 0xf0) >>> 2;
    if (bytes < 20 || bytes > available) {
      return Outcome.BAD_TCP;
    }
    l4HeaderLength = bytes;
    payload(l4Offset() + bytes);
    return Outcome.PARSED;
  }

  private Outcome parseUdp(MemorySegment memory, long udp, int available) {
    if (available < 8) {
      return Outcome.BAD_UDP;
    }
    int bytes = memory.get(Memory.BE16, udp + 4) & 0xffff;
    if (bytes < 8 || bytes > available) {
      return Outcome.BAD_UDP;
    }
    l4HeaderLength = 8;
    payloadOffset = l4Offset() + 8;
    payloadLength = bytes - 8;
    return Outcome.PARSED;
  }

  private void payload(int offset) {
    payloadOffset = offset;
    payloadLength = end - offset;
  }

  /** The type behind all tags. */
  public int etherType() {
    return etherType;
  }

  /** How many VLAN tags stand in the frame. */
  public int tags() {
    return tags;
  }

  public boolean isIpv4() {
    return etherType == IPV4;
  }

  public boolean isIpv6() {
    return etherType == IPV6;
  }

  public boolean isIp() {
    return isIpv4() || isIpv6();
  }

  /** Where the network header starts: 14, 18 or 22. */
  public int l3Offset() {
    return l3Offset;
  }

  /** Bytes of the IP header with options or extension headers; 0 when the frame is not IP. */
  public int l3HeaderLength() {
    return l3HeaderLength;
  }

  /** The transport protocol behind all extension headers; -1 when the frame is not IP. */
  public int protocol() {
    return protocol;
  }

  /** Where the transport header starts, or what a fragment carries. */
  public int l4Offset() {
    return l3Offset + l3HeaderLength;
  }

  /** Bytes of the TCP or UDP header; 0 for other protocols and for fragments. */
  public int l4HeaderLength() {
    return l4HeaderLength;
  }

  /** Where the bytes behind the last known header start. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** Bytes of payload; for UDP as its own length field says. */
  public int payloadLength() {
    return payloadLength;
  }

  /** The end of the IP packet, or of the frame when it is not IP. */
  public int end() {
    return end;
  }

  /**
   * True for every fragment, the first included; the transport header of a fragment is not read.
   */
  public boolean isFragment() {
    return fragment;
  }

  /** True when an IPv6 routing header has segments left: the pseudo-header is then another one. */
  public boolean isRouted() {
    return routed;
  }
}
