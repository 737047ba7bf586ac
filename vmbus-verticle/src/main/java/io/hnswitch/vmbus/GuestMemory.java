package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.util.Arrays;

/**
 * The pages of the one memory that belong to a guest: what its descriptors may name. Everything
 * else is another guest's or the host's.
 *
 * <p>Kept as sorted regions that do not touch. Not thread-safe; used on the loop that owns the
 * guest. Looking up costs a comparison when the last region is hit again.
 */
public final class GuestMemory {

  /** What {@link #address} returns for memory that the guest does not own. */
  public static final long NONE = 0;

  private static final long PAGES_MAX = Long.MAX_VALUE / Memory.PAGE;

  private long[] starts = new long[8];
  private long[] ends = new long[8];
  private int regions;
  private long lastStart;
  private long lastEnd;

  /**
   * Gives pages to the guest.
   *
   * @param address of a page, not 0
   * @param bytes rounded up to whole pages, 1 or more
   * @throws IllegalArgumentException when a page belongs to the guest already
   */
  public void add(long address, long bytes) {
    long end = end(address, bytes);
    int at = firstEndingAfter(address);
    if (at < regions && starts[at] < end) {
      throw new IllegalArgumentException("owned already: address=" + address + ", bytes=" + bytes);
    }
    boolean joinsBefore = at > 0 && ends[at - 1] == address;
    boolean joinsAfter = at < regions && starts[at] == end;
    if (joinsBefore && joinsAfter) {
      ends[at - 1] = ends[at];
      delete(at);
    } else if (joinsBefore) {
      ends[at - 1] = end;
    } else if (joinsAfter) {
      starts[at] = address;
    } else {
      insert(at, address, end);
    }
  }

  /**
   * Takes pages from the guest.
   *
   * @throws IllegalArgumentException when a page does not belong to the guest
   */
  public void remove(long address, long bytes) {
    long end = end(address, bytes);
    int at = firstEndingAfter(address);
    if (at == regions || starts[at] > address || ends[at] < end) {
      throw new IllegalArgumentException("not owned: address=" + address + ", bytes=" + bytes);
    }
    long start = starts[at];
    long rest = ends[at];
    lastStart = 0;
    lastEnd = 0;
    if (start == address && rest == end) {
      delete(at);
    } else if (start == address) {
      starts[at] = end;
    } else {
      ends[at] = address;
      if (rest > end) {
        insert(at + 1, end, rest);
      }
    }
  }

  /** Whether the guest owns all these bytes; no bytes, or a bad address, are not owned. */
  public boolean owns(long address, long length) {
    if (address >= lastStart && length > 0 && length <= lastEnd - address) {
      return true;
    }
    return length > 0 && address > 0 && find(address, length);
  }

  /**
   * The address of a piece of a guest page range.
   *
   * @param page page number, unsigned and not trusted
   * @param offset from the page's begin, 0 or more
   * @param length bytes, 1 or more
   * @return the address, or {@link #NONE} when the guest does not own all of it
   */
  public long address(long page, long offset, long length) {
    if (page <= 0 || page >= PAGES_MAX || offset < 0 || offset >= Memory.PAGE) {
      return NONE;
    }
    long address = page * Memory.PAGE + offset;
    return owns(address, length) ? address : NONE;
  }

  /** The bytes that the guest owns. */
  public long bytes() {
    long sum = 0;
    for (int i = 0; i < regions; i++) {
      sum += ends[i] - starts[i];
    }
    return sum;
  }

  private boolean find(long address, long length) {
    int at = firstEndingAfter(address);
    if (at == regions || starts[at] > address || length > ends[at] - address) {
      return false;
    }
    lastStart = starts[at];
    lastEnd = ends[at];
    return true;
  }

  private int firstEndingAfter(long address) {
    int low = 0;
    int high = regions;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > address) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void insert(int at, long start, long end) {
    if (regions == starts.length) {
      starts = Arrays.copyOf(starts, 2 * regions);
      ends = Arrays.copyOf(ends, 2 * regions);
    }
    System.arraycopy(starts, at, starts, at + 1, regions - at);
    System.arraycopy(ends, at, ends, at + 1, regions - at);
    starts[at] = start;
    ends[at] = end;
    regions++;
  }

  private void delete(int at) {
    regions--;
    System.arraycopy(starts, at + 1, starts, at, regions - at);
    System.arraycopy(ends, at + 1, ends, at, regions - at);
  }

  private static long end(long address, long bytes) {
    if (address <= 0 || address % Memory.PAGE != 0 || bytes <= 0 || bytes > PAGES_MAX - address) {
      throw new IllegalArgumentException("not pages: address=" + address + ", bytes=" + bytes);
    }
    return address + (bytes + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE;
  }
}
