package io.hnswitch.hn;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/** Copies a frame within the memory; short ones without the cost of a bulk copy. */
final class FrameCopy {

  private static final int SHORT = 128;

  private FrameCopy() {}

  /**
   * Copies whole 8-byte words, so up to seven bytes behind the frame are read and written as well:
   * the caller leaves that room.
   */
  static void copy(MemorySegment memory, long from, long to, int length) {
    if (length <= SHORT) {
      for (int i = 0; i < length; i += 8) {
        memory.set(Memory.LE64, to + i, memory.get(Memory.LE64, from + i));
      }
    } else {
      MemorySegment.copy(memory, from, memory, to, length);
    }
  }
}
