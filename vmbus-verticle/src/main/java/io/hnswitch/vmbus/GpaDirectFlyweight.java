package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Writes GPA-direct packets: a payload that refers to the sender's memory by page numbers. {@link
 * GpaRanges} reads them.
 *
 * <table>
 * <caption>Extension behind the 16 bytes of {@link PacketFlyweight}</caption>
 * <tr><th>off</th><th>size</th><th>field</th></tr>
 * <tr><td>16</td><td>4</td><td>reserved</td></tr>
 * <tr><td>20</td><td>4</td><td>range count: 1 or more</td></tr>
 * <tr><td>24</td><td></td><td>per range: length u32, offset u32, page numbers u64…</td></tr>
 * </table>
 *
 * <p>Two forms are written: <em>list</em>, each range with one page, and <em>pages</em>, one range
 * with many pages where the offset is in the first.
 */
public final class GpaDirectFlyweight {

  static final int COUNT = 20;
  static final int RANGES = 24;

  private GpaDirectFlyweight() {}

  /** Bytes in front of the payload in the list form. */
  public static int listHeaderBytes(int ranges) {
    return RANGES + 16 * ranges;
  }

  /** Bytes in front of the payload in the pages form. */
  public static int pagesHeaderBytes(int pages) {
    return RANGES + 8 + 8 * pages;
  }

  /** Writes the header of the list form without its ranges; returns the payload's address. */
  public static long list(
      MemorySegment memory, long at, int payloadBytes, int flags, long transactionId, int ranges) {
    memory.set(Memory.LE64, at + 16, (long) ranges << 32);
    return PacketFlyweight.header(
        memory,
        at,
        PacketFlyweight.GPA_DIRECT,
        listHeaderBytes(ranges),
        payloadBytes,
        flags,
        transactionId);
  }

  /**
   * Writes one range of the list form.
   *
   * @param address of the first byte; the range must not leave the page
   */
  public static void listRange(MemorySegment memory, long at, int index, long address, int length) {
    long range = at + RANGES + 16L * index;
    memory.set(Memory.LE32, range, length);
    memory.set(Memory.LE32, range + 4, (int) (address % Memory.PAGE));
    memory.set(Memory.LE64, range + 8, address / Memory.PAGE);
  }

  /** The pages that a number of bytes at an address touch. */
  public static int pages(long address, int length) {
    return (int) ((address % Memory.PAGE + length + Memory.PAGE - 1) / Memory.PAGE);
  }

  /**
   * Writes a packet of the pages form for contiguous memory.
   *
   * @return the address of the payload, {@link #pagesHeaderBytes} behind {@code at}
   */
  public static long contiguous(
      MemorySegment memory,
      long at,
      int payloadBytes,
      int flags,
      long transactionId,
      long address,
      int length) {
    int pages = pages(address, length);
    memory.set(Memory.LE64, at + 16, 1L << 32);
    memory.set(Memory.LE32, at + RANGES, length);
    memory.set(Memory.LE32, at + RANGES + 4, (int) (address % Memory.PAGE));
    long first = address / Memory.PAGE;
    for (int i = 0; i < pages; i++) {
      memory.set(Memory.LE64, at + RANGES + 8 + 8L * i, first + i);
    }
    return PacketFlyweight.header(
        memory,
        at,
        PacketFlyweight.GPA_DIRECT,
        pagesHeaderBytes(pages),
        payloadBytes,
        flags,
        transactionId);
  }
}
