package io.hnswitch.offload;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The Internet checksum (RFC 1071) over frame memory, eight bytes at a time.
 *
 * <p>A <em>sum</em> is the 16-bit one's complement sum in network order, 0 to 0xffff, not inverted:
 * it can be added to others with {@link #add}. A <em>checksum</em> is what stands in a header,
 * {@link #finish} of a sum. Ranges that are summed one after the other must have even lengths,
 * except the last.
 *
 * <p>Addresses and lengths are the caller's to check, where no result says otherwise.
 */
public final class Checksum {

  /** Bytes from a UDP header to its checksum field; there 0 means "none" (RFC 768). */
  public static final int UDP_FIELD = 6;

  /** Bytes from a TCP header to its checksum field. */
  public static final int TCP_FIELD = 16;

  private static final long LOW = 0xffff_ffffL;

  /** From here on the vector loop is faster, by measurement. */
  private static final int BULK_BYTES = 160;

  private Checksum() {}

  /** What {@link #verify} found. */
  public enum Verdict {
    /** Every checksum the frame has is right. */
    VALID,
    /** The IPv4 header checksum is wrong. */
    BAD_HEADER,
    /** The transport checksum is wrong, or a UDP datagram over IPv6 has none. */
    BAD_TRANSPORT,
    /** Nothing to verify: not IP, a fragment, another protocol, UDP over IPv4 without checksum. */
    NOT_COVERED
  }

  /** The sum of a range. */
  public static int sum(MemorySegment memory, long address, int length) {
    return swap(fold(raw(memory, address, length)));
  }

  /** Adds two sums. */
  public static int add(int a, int b) {
    int sum = a + b;
    return (sum & 0xffff) + (sum >>> 16);
  }

  /** Takes {@code part} out of a sum it was added to. */
  public static int subtract(int sum, int part) {
    return add(sum, ~part & 0xffff);
  }

  /** The sum of the four 16-bit words of a value that stands in the frame in network order. */
  public static int sumOf(long value) {
    return fold((value >>> 32) + (value & LOW));
  }

  /** The checksum of a sum. */
  public static int finish(int sum) {
    return ~sum & 0xffff;
  }

  /** What an IPv4 header's checksum field should hold, whatever it holds now. */
  public static int ipv4Header(MemorySegment memory, long header, int headerLength) {
    long raw = raw(memory, header, 10) + raw(memory, header + 12, headerLength - 12);
    return finish(swap(fold(raw)));
  }

  /** The pseudo-header sum of the IPv4 packet at {@code header} (RFC 9293, 3.1). */
  public static int pseudoIpv4(
      MemorySegment memory, long header, int protocol, int transportLength) {
    return pseudo(sum(memory, header + 12, 8), protocol, transportLength);
  }

  /** The pseudo-header sum of the IPv6 packet at {@code header} (RFC 8200, 8.1). */
  public static int pseudoIpv6(
      MemorySegment memory, long header, int protocol, int transportLength) {
    return pseudo(sum(memory, header + 8, 32), protocol, transportLength);
  }

  /** As the two above, for a parsed frame. */
  static int pseudo(MemorySegment memory, long frame, FrameHeaders headers, int transportLength) {
    long header = frame + headers.l3Offset();
    return headers.isIpv4()
        ? pseudoIpv4(memory, header, headers.protocol(), transportLength)
        : pseudoIpv6(memory, header, headers.protocol(), transportLength);
  }

  private static int pseudo(int addresses, int protocol, int transportLength) {
    return fold(addresses + (long) protocol + (transportLength & LOW));
  }

  /**
   * Completes the transport checksum of a {@link Frames#CSUM_PARTIAL} frame in place, from the
   * checksum start to the end of the frame, as virtio-net's VIRTIO_NET_HDR_F_NEEDS_CSUM asks. The
   * offload word is the caller's to replace afterwards.
   *
   * @return true when the frame has its full checksum now (or nothing was asked for); false, and
   *     nothing written, when start or offset lie outside the frame, or it is a super-frame, which
   *     has no checksum of its own
   */
  public static boolean complete(MemorySegment memory, long frame, int length, long offload) {
    int flags = Frames.flags(offload);
    if ((flags & Frames.CSUM_PARTIAL) == 0) {
      return true;
    }
    int start = Frames.checksumStart(offload);
    int offset = Frames.checksumOffset(offload);
    if ((flags & Frames.TSO) != 0
        || start < Frames.ETHERNET_HEADER
        || start + offset + 2 > length) {
      return false;
    }
    int checksum = finish(sum(memory, frame + start, length - start));
    if (checksum == 0 && offset == UDP_FIELD) {
      checksum = 0xffff;
    }
    memory.set(Memory.BE16, frame + start + offset, (short) checksum);
    return true;
  }

  /**
   * Verifies the IPv4 header checksum and the checksum of TCP, UDP, ICMP or ICMPv6.
   *
   * @param headers what {@link FrameHeaders#parse} found in this very frame, not malformed
   */
  public static Verdict verify(MemorySegment memory, long frame, FrameHeaders headers) {
    if (headers.isIpv4() && !verifyIpv4Header(memory, frame, headers)) {
      return Verdict.BAD_HEADER;
    }
    return verifyTransport(memory, frame, headers);
  }

  /** True when the header of a parsed IPv4 packet sums up. */
  public static boolean verifyIpv4Header(MemorySegment memory, long frame, FrameHeaders headers) {
    return sum(memory, frame + headers.l3Offset(), headers.l3HeaderLength()) == 0xffff;
  }

  /** As {@link #verify}, of the transport alone. */
  public static Verdict verifyTransport(MemorySegment memory, long frame, FrameHeaders headers) {
    if (!headers.isIp() || headers.isFragment() || headers.isRouted()) {
      return Verdict.NOT_COVERED;
    }
    long l4 = frame + headers.l4Offset();
    int length = headers.end() - headers.l4Offset();
    int field;
    boolean pseudo = true;
    switch (headers.protocol()) {
      case FrameHeaders.TCP -> field = TCP_FIELD;
      case FrameHeaders.UDP -> {
        field = UDP_FIELD;
        length = headers.l4HeaderLength() + headers.payloadLength();
        if (memory.get(Memory.BE16, l4 + UDP_FIELD) == 0) {
          return headers.isIpv4() ? Verdict.NOT_COVERED : Verdict.BAD_TRANSPORT;
        }
      }
      case FrameHeaders.ICMP -> {
        field = 2;
        pseudo = false;
      }
      case FrameHeaders.ICMPV6 -> field = 2;
      default -> {
        return Verdict.NOT_COVERED;
      }
    }
    if (length < field + 2) {
      return Verdict.BAD_TRANSPORT;
    }
    int sum = sum(memory, l4, length);
    if (pseudo) {
      sum = add(sum, pseudo(memory, frame, headers, length));
    }
    return sum == 0xffff ? Verdict.VALID : Verdict.BAD_TRANSPORT;
  }

  /** Sums little-endian words; the order of the bytes is put right once, at the end (RFC 1071). */
  private static long raw(MemorySegment memory, long address, int length) {
    if (length < BULK_BYTES) {
      return rawShort(memory, address, length);
    }
    int bulk = length & -8;
    return rawBulk(memory, address, bulk >>> 3) + rawShort(memory, address + bulk, length - bulk);
  }

  /** A plain counted loop, which the compiler turns into vector instructions. */
  private static long rawBulk(MemorySegment memory, long address, int words) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < words; i++) {
      long v = memory.get(Memory.LE64, address + 8L * i);
      low += v & LOW;
      high += v >>> 32;
    }
    return low + high;
  }

  /** Without the set-up that a vector loop costs; headers are summed here. */
  private static long rawShort(MemorySegment memory, long address, int length) {
    long sum = 0;
    long at = address;
    int left = length;
    while (left >= 16) {
      long v = memory.get(Memory.LE64, at);
      long w = memory.get(Memory.LE64, at + 8);
      sum += (v & LOW) + (v >>> 32) + (w & LOW) + (w >>> 32);
      at += 16;
      left -= 16;
    }
    if (left >= 8) {
      long v = memory.get(Memory.LE64, at);
      sum += (v & LOW) + (v >>> 32);
      at += 8;
      left -= 8;
    }
    if (left >= 4) {
      sum += memory.get(Memory.LE32, at) & LOW;
      at += 4;
      left -= 4;
    }
    if (left >= 2) {
      sum += memory.get(Memory.LE16, at) & 0xffff;
      at += 2;
      left -= 2;
    }
    if (left > 0) {
      sum += memory.get(Memory.BYTE, at) & 0xff;
    }
    return sum;
  }

  private static int fold(long sum) {
    long s = (sum >>> 32) + (sum & LOW);
    s = (s >>> 32) + (s & LOW);
    int t = (int) (s >>> 16) + (int) (s & 0xffff);
    t = (t >>> 16) + (t & 0xffff);
    return (t >>> 16) + (t & 0xffff);
  }

  private static int swap(int sum) {
    return Short.reverseBytes((short) sum) & 0xffff;
  }
}
