package io.hnswitch.vmbus.wire;

import java.util.List;

/**
 * Memory that a guest describes by page numbers.
 *
 * @param bytes 1 or more
 * @param offset in the first page, 0 to 4095
 * @param pages exactly as many as needed, unsigned and not checked for ownership
 */
public record GpaRange(long bytes, int offset, List<Long> pages) {

  /** Bytes of a page. */
  public static final int PAGE = 4096;

  public GpaRange {
    pages = List.copyOf(pages);
  }

  /** Whether each page follows the one before. */
  public boolean isContiguous() {
    for (int i = 1; i < pages.size(); i++) {
      if (pages.get(i) != pages.get(i - 1) + 1) {
        return false;
      }
    }
    return true;
  }
}
