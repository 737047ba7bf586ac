package io.hnswitch.frame;

import java.lang.foreign.MemorySegment;

/**
 * Where the headers of an Ethernet frame are. The result is packed in a {@code long}, so that the
 * frame path gets it without allocation: bits 0-15 offset of the IP header, 16-31 offset of what
 * follows it and its options or extension headers, 32-39 protocol, then the flags. 0 means: no IP
 * frame, or headers that do not fit in it.
 */
public final class FrameLayout {

  /** No IP frame. */
  public static final long NONE = 0;

  public static final int TCP = 6;
  public static final int UDP = 17;

  private static final long IPV6_FLAG = 1L << 40;
  private static final long FRAGMENT_FLAG = 1L << 41;
  private static final int ETHERTYPE = 12;
  private static final int ETHERNET = 14;
  private static final int TAG = 4;
  private static final int TAGS_MAX = 2;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int EXTENSIONS_MAX = 8;

  private FrameLayout() {}

  /** Offset of the IP header. */
  public static int ip(long layout) {
    return (int) layout & 0xffff;
  }

  /** Offset of what follows the IP header with its options or extension headers. */
  public static int transport(long layout) {
    return (int) (layout >>> 16) & 0xffff;
  }

  /** The protocol of what follows. */
  public static int protocol(long layout) {
    return (int) (layout >>> 32) & 0xff;
  }

  public static boolean isIpv6(long layout) {
    return (layout & IPV6_FLAG) != 0;
  }

  /** True for every fragment, also the first one. */
  public static boolean isFragment(long layout) {
    return (layout & FRAGMENT_FLAG) != 0;
  }

  /** Offset of the IP header, of at least 18 bytes; the ethertype is in the two bytes before. */
  public static int ipOffset(MemorySegment m, long frame) {
    return isTag(m.get(Memory.BE16, frame + ETHERTYPE)) ? ETHERNET + TAG : ETHERNET;
  }

  private static boolean isTag(short etherType) {
    return etherType == (short) 0x8100 || etherType == (short) 0x88a8;
  }

  /** Looks at a frame of a length, in bytes. */
  public static long of(MemorySegment m, long frame, int length) {
    int ip = ETHERNET;
    if (length < ip) {
      return NONE;
    }
    short etherType = m.get(Memory.BE16, frame + ETHERTYPE);
    for (int tags = 0; isTag(etherType); tags++) {
      ip += TAG;
      if (tags == TAGS_MAX || length < ip) {
        return NONE;
      }
      etherType = m.get(Memory.BE16, frame + ip - 2);
    }
    return switch (etherType) {
      case 0x0800 -> ipv4(m, frame, ip, length);
      case (short) 0x86dd -> ipv6(m, frame, ip, length);
      default -> NONE;
    };
  }

  private static long ipv4(MemorySegment m, long frame, int ip, int length) {
    if (length < ip + IPV4_BYTES) {
      return NONE;
    }
    long start = m.get(Memory.BE64, frame + ip);
    int transport = ip + ((int) (start >>> 56) & 0xf) * 4;
    if (start >>> 60 != 4 || transport < ip + IPV4_BYTES || transport > length) {
      return NONE;
    }
    long fragment = (start & 0x3fff) != 0 ? FRAGMENT_FLAG : 0;
    return pack(ip, transport, m.get(Memory.BYTE, frame + ip + 9)) | fragment;
  }

  private static long ipv6(MemorySegment m, long frame, int ip, int length) {
    if (length < ip + IPV6_BYTES) {
      return NONE;
    }
    long start = m.get(Memory.BE64, frame + ip);
    if (start >>> 60 != 6) {
      return NONE;
    }
    int next = (int) (start >>> 8) & 0xff;
    int transport = ip + IPV6_BYTES;
    return next == TCP || next == UDP
        ? pack(ip, transport, next) | IPV6_FLAG
        : extensions(m, frame, ip, length, next);
  }

  private static long extensions(MemorySegment m, long frame, int ip, int length, int first) {
    long fragment = 0;
    int next = first;
    int at = ip + IPV6_BYTES;
    for (int i = 0; i < EXTENSIONS_MAX; i++) {
      boolean hopOrRouteOrOptions = next == 0 || next == 43 || next == 60;
      boolean isFragment = next == 44;
      boolean isAuthentication = next == 51;
      if (!hopOrRouteOrOptions && !isFragment && !isAuthentication) {
        return pack(ip, at, next) | fragment | IPV6_FLAG;
      }
      if (length < at + 8) {
        return NONE;
      }
      int word = m.get(Memory.BE32, frame + at);
      int units = word >>> 16 & 0xff;
      if (isFragment && (word & 0xfff9) != 0) {
        fragment = FRAGMENT_FLAG;
      }
      next = word >>> 24;
      at += isFragment ? 8 : isAuthentication ? (units + 2) * 4 : (units + 1) * 8;
      if (at > length) {
        return NONE;
      }
    }
    return NONE;
  }

  private static long pack(int ip, int transport, int protocol) {
    return ip | (long) transport << 16 | (protocol & 0xffL) << 32;
  }
}
