package io.hnswitch.hn.rndis;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Where the transport checksum of a frame is: bits 0-15 offset of the transport header from the
 * frame's first byte, bits 16-31 offset of the checksum from there; 0 means there is none.
 */
public final class ChecksumPlace {

  public static final int NONE = 0;

  private static final int IPV4_TRANSPORT = 14 + 20;
  private static final int TCP_BYTES = 20;
  private static final int UDP_BYTES = 8;

  private ChecksumPlace() {}

  /**
   * Looks through the headers: tags in the frame, IPv4 with options, IPv6 with extension headers.
   *
   * @param length bytes of the frame; nothing behind is read
   * @return the place, or {@link #NONE} for fragments, other protocols and damaged headers
   */
  public static int find(MemorySegment memory, long frame, int length) {
    // Most frames are IPv4 without tags and options: two reads say all that counts of them.
    if (length >= IPV4_TRANSPORT + TCP_BYTES
        && memory.get(Memory.BE64, frame + 12) >>> 40 == 0x0800_45) {
      long second = memory.get(Memory.BE64, frame + 20);
      boolean isFragment = (second >>> 48 & 0x3fff) != 0;
      int protocol = (int) (second >>> 32) & 0xff;
      if (!isFragment && protocol == FrameLayout.TCP) {
        return IPV4_TRANSPORT | RndisPacket.TCP_CHECKSUM << 16;
      }
      if (!isFragment && protocol == FrameLayout.UDP) {
        return IPV4_TRANSPORT | RndisPacket.UDP_CHECKSUM << 16;
      }
    }
    return of(FrameLayout.of(memory, frame, length), length);
  }

  static int of(long layout, int length) {
    int start = FrameLayout.transport(layout);
    if (FrameLayout.isFragment(layout)) {
      return NONE;
    }
    return switch (FrameLayout.protocol(layout)) {
      case FrameLayout.TCP ->
          start + TCP_BYTES <= length ? start | RndisPacket.TCP_CHECKSUM << 16 : NONE;
      case FrameLayout.UDP ->
          start + UDP_BYTES <= length ? start | RndisPacket.UDP_CHECKSUM << 16 : NONE;
      default -> NONE;
    };
  }

  /** Bytes from the frame's first byte to the transport header. */
  public static int start(int place) {
    return place & 0xffff;
  }

  /** Bytes from the transport header to the checksum: 16 for TCP, 6 for UDP. */
  public static int offset(int place) {
    return place >>> 16;
  }
}
