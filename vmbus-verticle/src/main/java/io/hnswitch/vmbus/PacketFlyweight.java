package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The header that every packet in a ring has, and the two kinds of packet that have nothing else:
 * in-band and completion.
 *
 * <table>
 * <caption>16 bytes, little-endian</caption>
 * <tr><th>off</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>2</td><td>type: 6 in-band, 7 pages, 9 GPA direct, 11 completion</td></tr>
 * <tr><td>2</td><td>2</td><td>data offset in 8 bytes, header and extension: 2 or more</td></tr>
 * <tr><td>4</td><td>2</td><td>length in 8 bytes, header, payload and padding</td></tr>
 * <tr><td>6</td><td>2</td><td>flags: bit 0 = completion requested</td></tr>
 * <tr><td>8</td><td>8</td><td>transaction id, echoed in the completion</td></tr>
 * </table>
 */
public final class PacketFlyweight {

  public static final int IN_BAND = 6;
  public static final int TRANSFER_PAGES = 7;
  public static final int GPA_DIRECT = 9;
  public static final int COMPLETION = 11;

  /** The sender wants a completion with the same transaction id. */
  public static final int COMPLETION_REQUESTED = 1;

  /** Bytes of the header. */
  public static final int BYTES = 16;

  private PacketFlyweight() {}

  /**
   * Writes the header of an in-band packet.
   *
   * @param at where the packet was claimed
   * @param payloadBytes exact; padding is not counted
   * @return the address of the payload
   */
  public static long inBand(
      MemorySegment memory, long at, int payloadBytes, int flags, long transactionId) {
    return header(memory, at, IN_BAND, BYTES, payloadBytes, flags, transactionId);
  }

  /** Writes the header of a completion; see {@link #inBand}. */
  public static long completion(
      MemorySegment memory, long at, int payloadBytes, long transactionId) {
    return header(memory, at, COMPLETION, BYTES, payloadBytes, 0, transactionId);
  }

  /** Writes a header with a data offset in bytes and returns the address of the payload. */
  static long header(
      MemorySegment memory,
      long at,
      int type,
      int dataOffset,
      int payloadBytes,
      int flags,
      long transactionId) {
    long length = (dataOffset + payloadBytes + 7) >>> 3;
    long word = type | (long) (dataOffset >>> 3) << 16 | length << 32 | (long) flags << 48;
    memory.set(Memory.LE64, at, word);
    memory.set(Memory.LE64, at + 8, transactionId);
    return at + dataOffset;
  }

  /** Checks type, flags and the size of the extension of the packet that a reader shows. */
  public static PacketCheck check(RingReader packet) {
    if ((packet.flags() & ~COMPLETION_REQUESTED) != 0) {
      return PacketCheck.UNKNOWN_FLAGS;
    }
    return switch (packet.type()) {
      case IN_BAND, COMPLETION -> PacketCheck.OK;
      case TRANSFER_PAGES, GPA_DIRECT ->
          packet.payloadOffset() < BYTES + 8 ? PacketCheck.SHORT_EXTENSION : PacketCheck.OK;
      default -> PacketCheck.UNKNOWN_TYPE;
    };
  }
}
