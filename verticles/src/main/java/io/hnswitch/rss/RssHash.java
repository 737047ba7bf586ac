package io.hnswitch.rss;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Which fields of a frame are hashed, and how the kind of hash is named (hash info: function in the
 * low byte, one type bit above). Fragments are hashed by addresses only. The extended types do not
 * look for home addresses: the plain ones are hashed and reported under the extended name, which a
 * NIC may do.
 */
public final class RssHash {

  /** The hash functions in a hash info. */
  public static final int FUNCTIONS = 0xff;

  public static final int TOEPLITZ = 0x1;
  public static final int IPV4 = 0x100;
  public static final int TCP_IPV4 = 0x200;
  public static final int IPV6 = 0x400;
  public static final int IPV6_EX = 0x800;
  public static final int TCP_IPV6 = 0x1000;
  public static final int TCP_IPV6_EX = 0x2000;
  public static final int UDP_IPV4 = 0x4000;
  public static final int UDP_IPV6 = 0x8000;
  public static final int UDP_IPV6_EX = 0x10000;

  /**
   * In place of an info: a value that spreads frames but is no hash anybody else could compute.
   * NDIS has no word for it; it stays inside a guest.
   */
  public static final int OPAQUE = 0x4000_0000;

  /** No hash: nothing that is enabled matches the frame. */
  public static final long NONE = 0;

  private RssHash() {}

  /**
   * Hashes a frame as a host or an adapter does.
   *
   * @param types enabled types
   * @param udpAsTcp a host of version 10 or later: under TCP/IPv4, UDP/IPv4 is hashed with ports
   *     too and named TCP/IPv4
   * @return hash info in the upper half and the hash in the lower, or {@link #NONE}
   */
  public static long of(
      Toeplitz toeplitz, MemorySegment m, long frame, int length, int types, boolean udpAsTcp) {
    long layout = FrameLayout.of(m, frame, length);
    if (layout == FrameLayout.NONE) {
      return NONE;
    }
    boolean withPorts =
        !FrameLayout.isFragment(layout) && FrameLayout.transport(layout) + 4 <= length;
    boolean tcp = withPorts && FrameLayout.protocol(layout) == FrameLayout.TCP;
    boolean udp = withPorts && FrameLayout.protocol(layout) == FrameLayout.UDP;
    long ip = frame + FrameLayout.ip(layout);
    long transport = frame + FrameLayout.transport(layout);
    if (FrameLayout.isIpv6(layout)) {
      int ports = types & (tcp ? TCP_IPV6 | TCP_IPV6_EX : udp ? UDP_IPV6 | UDP_IPV6_EX : 0);
      if (ports != 0) {
        return named(ports, toeplitz.ipv6(m, ip + 8, m.get(Memory.BE32, transport)));
      }
      int addresses = types & (IPV6 | IPV6_EX);
      return addresses == 0 ? NONE : named(addresses, toeplitz.ipv6(m, ip + 8));
    }
    long addresses = m.get(Memory.BE64, ip + 12);
    int ports = types & (tcp || udp && udpAsTcp ? TCP_IPV4 : udp ? UDP_IPV4 : 0);
    if (ports != 0) {
      return named(ports, toeplitz.ipv4(addresses, m.get(Memory.BE32, transport)));
    }
    return (types & IPV4) == 0 ? NONE : named(IPV4, toeplitz.ipv4(addresses));
  }

  private static long named(int types, int hash) {
    return packed(hash, Integer.lowestOneBit(types) | TOEPLITZ);
  }

  /** A hash with its info, as a result of {@link #of}. */
  public static long packed(int hash, int info) {
    return (long) info << 32 | hash & 0xffff_ffffL;
  }

  /** The hash info of a result. */
  public static int info(long result) {
    return (int) (result >>> 32);
  }

  /** The hash of a result. */
  public static int value(long result) {
    return (int) result;
  }

  /**
   * The type a guest takes a received hash for.
   *
   * @param info hash info that came with the frame
   * @param mask types the guest has enabled, its own {@link #UDP_IPV4} included
   * @param udpAsTcp the host is of version 10 or later, so TCP/IPv4 may be UDP: the frame tells
   * @return one type, or 0: an opaque value
   */
  public static int received(
      MemorySegment m, long frame, int length, int info, int mask, boolean udpAsTcp) {
    if ((info & FUNCTIONS) != TOEPLITZ) {
      return 0;
    }
    int type = info & ~FUNCTIONS;
    if (type == TCP_IPV4 && udpAsTcp) {
      type =
          switch (FrameLayout.protocol(FrameLayout.of(m, frame, length))) {
            case FrameLayout.TCP -> TCP_IPV4;
            case FrameLayout.UDP -> UDP_IPV4;
            default -> 0;
          };
    }
    return Integer.bitCount(type) == 1 ? type & mask : 0;
  }
}
