package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Reads the ranges of a GPA-direct packet into pieces of contiguous memory, each checked to belong
 * to the guest. Made once and reused: parsing allocates nothing.
 *
 * <p>Every value is read once from the shared packet; only the copies kept here are used later.
 * Neighbouring pages become one piece, also across ranges.
 */
public final class GpaRanges {

  private final GuestMemory owner;
  private final long[] addresses;
  private final int[] lengths;
  private int pieces;
  private long total;

  /**
   * For packets of one guest.
   *
   * @param piecesMax pieces that a packet may have; more is {@link PacketCheck#TOO_MANY_RANGES}
   */
  public GpaRanges(GuestMemory owner, int piecesMax) {
    this.owner = owner;
    addresses = new long[piecesMax];
    lengths = new int[piecesMax];
  }

  /**
   * Reads the ranges of one packet.
   *
   * @param at address of the packet
   * @param dataOffset of the packet, from the reader
   * @return {@link PacketCheck#OK}, or what is wrong; then there are no pieces
   */
  public PacketCheck parse(MemorySegment memory, long at, int dataOffset) {
    pieces = 0;
    total = 0;
    var result = read(memory, at, dataOffset);
    if (result != PacketCheck.OK) {
      pieces = 0;
      total = 0;
    }
    return result;
  }

  private PacketCheck read(MemorySegment memory, long at, int dataOffset) {
    if (dataOffset < GpaDirectFlyweight.RANGES) {
      return PacketCheck.SHORT_EXTENSION;
    }
    long count = memory.get(Memory.LE32, at + GpaDirectFlyweight.COUNT) & 0xffffffffL;
    if (count == 0) {
      return PacketCheck.NO_RANGES;
    }
    long cursor = GpaDirectFlyweight.RANGES;
    for (long i = 0; i < count; i++) {
      if (dataOffset - cursor < 16) {
        return PacketCheck.TOO_MANY_RANGES;
      }
      long word = memory.get(Memory.LE64, at + cursor);
      long length = word & 0xffffffffL;
      long offset = word >>> 32;
      cursor += 8;
      if (length == 0 || offset >= Memory.PAGE) {
        return PacketCheck.BAD_RANGE;
      }
      long pages = (length + offset + Memory.PAGE - 1) / Memory.PAGE;
      if (pages > (dataOffset - cursor) / 8) {
        return PacketCheck.TOO_MANY_RANGES;
      }
      var result = pages(memory, at + cursor, pages, offset, length);
      if (result != PacketCheck.OK) {
        return result;
      }
      cursor += 8 * pages;
    }
    return PacketCheck.OK;
  }

  private PacketCheck pages(
      MemorySegment memory, long at, long pages, long firstOffset, long length) {
    long offset = firstOffset;
    long left = length;
    for (long i = 0; i < pages; i++) {
      long page = memory.get(Memory.LE64, at + 8 * i);
      long bytes = Math.min(left, Memory.PAGE - offset);
      long address = owner.address(page, offset, bytes);
      if (address == GuestMemory.NONE) {
        return PacketCheck.FOREIGN_MEMORY;
      }
      if (!append(address, (int) bytes)) {
        return PacketCheck.TOO_MANY_RANGES;
      }
      left -= bytes;
      offset = 0;
    }
    return PacketCheck.OK;
  }

  private boolean append(long address, int bytes) {
    total += bytes;
    if (total > Integer.MAX_VALUE) {
      return false;
    }
    int last = pieces - 1;
    if (last >= 0 && addresses[last] + lengths[last] == address) {
      lengths[last] += bytes;
      return true;
    }
    if (pieces == addresses.length) {
      return false;
    }
    addresses[pieces] = address;
    lengths[pieces] = bytes;
    pieces++;
    return true;
  }

  /** The number of contiguous pieces. */
  public int pieces() {
    return pieces;
  }

  /** The address of a piece. */
  public long address(int piece) {
    return addresses[piece];
  }

  /** The bytes of a piece. */
  public int length(int piece) {
    return lengths[piece];
  }

  /** The bytes of all pieces. */
  public int totalBytes() {
    return (int) total;
  }
}
