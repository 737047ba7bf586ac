package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * A transfer-page packet: a payload that refers to ranges of a receive buffer shared before.
 *
 * <table>
 * <caption>Extension behind the 16 bytes of {@link PacketFlyweight}</caption>
 * <tr><th>off</th><th>size</th><th>field</th></tr>
 * <tr><td>16</td><td>2</td><td>buffer id</td></tr>
 * <tr><td>18</td><td>2</td><td>sender owns the set, reserved</td></tr>
 * <tr><td>20</td><td>4</td><td>range count</td></tr>
 * <tr><td>24</td><td>8 each</td><td>ranges: length u32, offset u32</td></tr>
 * </table>
 *
 * <p>The ranges of a packet that does not wrap are in shared memory: read each value once, check
 * that copy with {@link #fits}, use that copy.
 */
public final class TransferPagesFlyweight {

  private static final int BUFFER_ID = 16;
  private static final int COUNT = 20;
  private static final int RANGES = 24;
  private static final long WORD = 0xffff_ffffL;

  private TransferPagesFlyweight() {}

  /** Bytes in front of the payload. */
  public static int headerBytes(int ranges) {
    return RANGES + 8 * ranges;
  }

  /** Writes header and extension without the ranges; returns the address of the payload. */
  public static long write(
      MemorySegment memory,
      long at,
      int payloadBytes,
      int flags,
      long transactionId,
      int bufferId,
      int ranges) {
    memory.set(Memory.LE32, at + BUFFER_ID, bufferId & 0xffff);
    memory.set(Memory.LE32, at + COUNT, ranges);
    return PacketFlyweight.header(
        memory,
        at,
        PacketFlyweight.TRANSFER_PAGES,
        headerBytes(ranges),
        payloadBytes,
        flags,
        transactionId);
  }

  /** A range as it is written: the length in the lower half, the offset in the upper. */
  public static long range(int length, int offset) {
    return length & WORD | (long) offset << 32;
  }

  /** Writes the first of these ranges, all in one go. */
  public static void ranges(MemorySegment memory, long at, long[] ranges, int count) {
    MemorySegment.copy(ranges, 0, memory, Memory.LE64, at + RANGES, count);
  }

  /**
   * The number of ranges, or -1 when that many do not fit in front of the payload.
   *
   * @param dataOffset of the packet, from the reader
   */
  public static int ranges(MemorySegment memory, long at, int dataOffset) {
    long count = memory.get(Memory.LE32, at + COUNT) & WORD;
    return dataOffset >= RANGES && count <= (dataOffset - RANGES) / 8 ? (int) count : -1;
  }

  /** The buffer that the ranges refer to. */
  public static int bufferId(MemorySegment memory, long at) {
    return memory.get(Memory.LE16, at + BUFFER_ID) & 0xffff;
  }

  /** Length and offset of a range in one read, to be taken apart by the two below. */
  public static long range(MemorySegment memory, long at, int index) {
    return memory.get(Memory.LE64, at + RANGES + 8L * index);
  }

  /** Length of a range, unsigned and unchecked. */
  public static long length(long range) {
    return range & WORD;
  }

  /** Offset of a range in the buffer, unsigned and unchecked. */
  public static long offset(long range) {
    return range >>> 32;
  }

  /** Whether a range, not empty, lies in a buffer of that many bytes. */
  public static boolean fits(long offset, long length, long bufferBytes) {
    return length > 0 && length <= bufferBytes && offset <= bufferBytes - length;
  }
}
