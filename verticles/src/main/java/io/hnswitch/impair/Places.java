package io.hnswitch.impair;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Memory for frames that wait, in places of three sizes. A place that was given back last is taken
 * first, so that little of it is ever touched; when all are back, it is as new.
 */
final class Places {

  /** Room for all of them. */
  static final long BYTES = 32L << 20;

  /** No place is free. */
  static final long NONE = 0;

  /** A place begins with its size; then comes the frame's headroom. */
  private static final int ROOM = 16 + Frames.HEADROOM;

  private static final int[] SIZES = {2 << 10, 10 << 10, (ROOM + Frames.MAX_FRAME + 63) / 64 * 64};

  private final MemorySegment bytes;
  private final long region;
  private final long[][] free = new long[SIZES.length][64];
  private final int[] freeCount = new int[SIZES.length];
  private long top;
  private int taken;

  Places(Memory memory) {
    bytes = memory.segment();
    region = memory.allocate(BYTES);
    top = region;
  }

  /** First address of all places. */
  long region() {
    return region;
  }

  /** Where a frame of a length may be written, with its headroom before; {@link #NONE} if not. */
  long take(int length) {
    if (taken == 0) {
      top = region;
      Arrays.fill(freeCount, 0);
    }
    int needed = length + ROOM;
    int size = needed <= SIZES[0] ? 0 : needed <= SIZES[1] ? 1 : 2;
    long at;
    if (freeCount[size] > 0) {
      at = free[size][--freeCount[size]];
    } else if (top + SIZES[size] <= region + BYTES) {
      at = top;
      top += SIZES[size];
      bytes.set(Memory.BYTE, at, (byte) size);
    } else {
      return NONE;
    }
    taken++;
    return at + ROOM;
  }

  /** Gives the place of a frame back. */
  void free(long frame) {
    long at = frame - ROOM;
    int size = bytes.get(Memory.BYTE, at);
    if (freeCount[size] == free[size].length) {
      free[size] = Arrays.copyOf(free[size], 2 * freeCount[size]);
    }
    free[size][freeCount[size]++] = at;
    taken--;
  }

  /** Places that are not free. */
  int taken() {
    return taken;
  }
}
