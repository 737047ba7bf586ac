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
      int done = 0;
      // All loads before the stores: a load that could alias an earlier store would wait for it.
      for (; length - done >= 32; done += 32) {
        long at = from + done;
        long a = memory.get(Memory.LE64, at);
        long b = memory.get(Memory.LE64, at + 8);
        long c = memory.get(Memory.LE64, at + 16);
        long d = memory.get(Memory.LE64, at + 24);
        at = to + done;
        memory.set(Memory.LE64, at, a);
        memory.set(Memory.LE64, at + 8, b);
        memory.set(Memory.LE64, at + 16, c);
        memory.set(Memory.LE64, at + 24, d);
      }
      for (; done < length; done += 8) {
        memory.set(Memory.LE64, to + done, memory.get(Memory.LE64, from + done));
      }
    } else {
      MemorySegment.copy(memory, from, memory, to, length);
    }
  }
}
