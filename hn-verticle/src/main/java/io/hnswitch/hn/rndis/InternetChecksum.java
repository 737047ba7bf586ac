package io.hnswitch.hn.rndis;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/** The ones' complement sum of IP, TCP and UDP. */
public final class InternetChecksum {

  private InternetChecksum() {}

  /** Unfolded sum of big-endian 16-bit words; an odd last byte counts as the upper half. */
  static long sum(MemorySegment m, long at, int length) {
    long sum = 0;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      sum += m.get(Memory.BE32, at + i) & 0xffff_ffffL;
    }
    if (i + 2 <= length) {
      sum += m.get(Memory.BE16, at + i) & 0xffff;
      i += 2;
    }
    return i < length ? sum + ((m.get(Memory.BYTE, at + i) & 0xff) << 8) : sum;
  }

  /** The sum in 16 bits, not complemented. */
  static int fold(long sum) {
    long s = (sum & 0xffff_ffffL) + (sum >>> 32);
    s = (s & 0xffff) + (s >>> 16);
    s = (s & 0xffff) + (s >>> 16);
    return (int) ((s & 0xffff) + (s >>> 16));
  }

  /** Computes the checksum of an IPv4 header in place. */
  static void finishIpv4Header(MemorySegment m, long ip, int headerBytes) {
    m.set(Memory.BE16, ip + 10, (short) 0);
    m.set(Memory.BE16, ip + 10, (short) ~fold(sum(m, ip, headerBytes)));
  }

  /**
   * Completes a partial transport checksum in place: what software does for a frame whose checksum
   * no device will add.
   *
   * @param start offset of the transport header in the frame
   * @param offset of the checksum field from there
   * @return false when the field is not inside the frame; nothing was changed then
   */
  public static boolean finish(MemorySegment m, long frame, int length, int start, int offset) {
    if (start < 0 || offset < 0 || (long) start + offset + 2 > length) {
      return false;
    }
    int checksum = ~fold(sum(m, frame + start, length - start)) & 0xffff;
    boolean isUdpZero = checksum == 0 && offset == RndisPacket.UDP_CHECKSUM;
    m.set(Memory.BE16, frame + start + offset, (short) (isUdpZero ? 0xffff : checksum));
    return true;
  }
}
