package io.hnswitch.hn;

/**
 * The free sections of a send buffer. The one that was freed last is taken first: it is still in
 * the cache.
 */
final class SendSections {

  /** No section is free. */
  static final int NONE = -1;

  private final int[] free;
  private final int sectionBytes;
  private int count;

  /**
   * @param sections 0 when the send buffer is not used
   */
  SendSections(int sections, int sectionBytes) {
    this.free = new int[sections];
    this.sectionBytes = sectionBytes;
    for (int i = 0; i < sections; i++) {
      free[i] = sections - 1 - i;
    }
    this.count = sections;
  }

  int take() {
    return count == 0 ? NONE : free[--count];
  }

  void give(int section) {
    free[count++] = section;
  }

  int sectionBytes() {
    return sectionBytes;
  }

  int free() {
    return count;
  }
}
