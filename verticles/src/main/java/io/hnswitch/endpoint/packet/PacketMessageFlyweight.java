package io.hnswitch.endpoint.packet;

import io.hnswitch.frame.Frames;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A {@code struct msghdr} of 64-bit Linux for one frame, with room for what the kernel tells beside
 * it: {@code struct tpacket_auxdata}.
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>16</td><td>name and its length: none</td></tr>
 * <tr><td>16</td><td>16</td><td>address and number of the vectors: one</td></tr>
 * <tr><td>32</td><td>16</td><td>address and length of the control data</td></tr>
 * <tr><td>48</td><td>8</td><td>flags</td></tr>
 * <tr><td>56</td><td>16</td><td>the vector: address and length</td></tr>
 * <tr><td>72</td><td>16</td><td>control data: length 8, level 4, type 4</td></tr>
 * <tr><td>88</td><td>20</td><td>auxdata: status 4, length 4, captured 4, offsets 4, TCI 2, type
 * 2</td></tr>
 * </table>
 */
final class PacketMessageFlyweight {

  /** Bytes of all of it. */
  static final int BYTES = 112;

  private static final int VECTORS = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int VECTOR_BASE = 56;
  private static final int VECTOR_LENGTH = 64;
  private static final int HEADER = 72;
  private static final int HEADER_LEVEL = 80;
  private static final int HEADER_TYPE = 84;
  private static final int STATUS = 88;
  private static final int TCI = 104;
  private static final int TYPE = 106;
  private static final int HEADER_BYTES = 16;
  private static final int AUXDATA_BYTES = 20;

  /** With what aligns the next header. */
  private static final int CONTROL_BYTES = BYTES - HEADER;

  private static final int SOL_PACKET = 263;
  private static final int PACKET_AUXDATA = 8;
  private static final int TP_STATUS_VLAN_VALID = 0x10;
  private static final int TP_STATUS_VLAN_TPID_VALID = 0x40;
  private static final int TAGGED = 0x8100;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private final MemorySegment bytes;
  private final long at;
  private final long base;

  /**
   * @param at where it stands in {@code bytes}
   * @param base native address of {@code bytes}
   */
  PacketMessageFlyweight(MemorySegment bytes, long at, long base) {
    this.bytes = bytes;
    this.at = at;
    this.base = base;
  }

  /** Native address of the message. */
  long address() {
    return base + at;
  }

  /** Makes it ready for a frame. */
  void prepare(long frameAddress, int room) {
    for (long word = 0; word < BYTES; word += Long.BYTES) {
      bytes.set(LONG, at + word, 0);
    }
    bytes.set(LONG, at + VECTORS, base + at + VECTOR_BASE);
    bytes.set(LONG, at + VECTOR_COUNT, 1);
    bytes.set(LONG, at + VECTOR_BASE, frameAddress);
    bytes.set(LONG, at + VECTOR_LENGTH, room);
    bytes.set(LONG, at + CONTROL, base + at + HEADER);
    bytes.set(LONG, at + CONTROL_LENGTH, CONTROL_BYTES);
  }

  /** The tag that the kernel has taken out of the frame, or {@link Frames#NO_VLAN}. */
  int tag() {
    return isTagged() ? bytes.get(SHORT, at + TCI) & 0xffff : Frames.NO_VLAN;
  }

  /** The type of that tag; that of 802.1Q unless the kernel says another. */
  int tagType() {
    boolean told = (bytes.get(INT, at + STATUS) & TP_STATUS_VLAN_TPID_VALID) != 0;
    return told ? bytes.get(SHORT, at + TYPE) & 0xffff : TAGGED;
  }

  private boolean isTagged() {
    return bytes.get(LONG, at + CONTROL_LENGTH) >= HEADER_BYTES + AUXDATA_BYTES
        && bytes.get(LONG, at + HEADER) >= HEADER_BYTES + AUXDATA_BYTES
        && bytes.get(INT, at + HEADER_LEVEL) == SOL_PACKET
        && bytes.get(INT, at + HEADER_TYPE) == PACKET_AUXDATA
        && (bytes.get(INT, at + STATUS) & TP_STATUS_VLAN_VALID) != 0;
  }
}
