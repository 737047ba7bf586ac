package io.hnswitch.hn;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.vmbus.GpaRanges;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Memory of the host where a frame is put together whose pieces are scattered over the guest's
 * pages. A place is free again when the slab that lists the frame comes back.
 */
final class Bounces {

  /** No place is free. */
  static final long NONE = 0;

  private static final int PLACES = 32;
  private static final int PLACE_BYTES = (Frames.MAX_FRAME + 4095) / 4096 * 4096;

  private final Memory memory;
  private final int[] free = new int[PLACES];
  private final Map<FrameSlab, int[]> used = new IdentityHashMap<>();
  private int freeCount;
  private long region;
  private boolean closed;

  Bounces(Memory memory) {
    this.memory = memory;
  }

  /**
   * Puts a frame together.
   *
   * @param offset of the frame in all pieces
   * @param length of the frame, within them
   * @return its address, or {@link #NONE}
   */
  long gather(GpaRanges pieces, int offset, int length, FrameSlab slab) {
    if (region == 0) {
      region = memory.allocate((long) PLACES * PLACE_BYTES);
      for (int i = 0; i < PLACES; i++) {
        free[freeCount++] = i;
      }
    }
    if (freeCount == 0 || length > PLACE_BYTES) {
      return NONE;
    }
    int place = free[--freeCount];
    var places = used.computeIfAbsent(slab, ignored -> new int[PLACES + 1]);
    places[++places[0]] = place;
    long to = region + (long) place * PLACE_BYTES;
    copy(pieces, offset, length, to);
    return to;
  }

  private void copy(GpaRanges pieces, int offset, int length, long to) {
    MemorySegment bytes = memory.segment();
    int skip = offset;
    int done = 0;
    for (int i = 0; i < pieces.pieces() && done < length; i++) {
      int size = pieces.length(i);
      if (skip >= size) {
        skip -= size;
        continue;
      }
      int part = Math.min(size - skip, length - done);
      MemorySegment.copy(bytes, pieces.address(i) + skip, bytes, to + done, part);
      done += part;
      skip = 0;
    }
  }

  /** The slab is back. */
  void back(FrameSlab slab) {
    var places = used.isEmpty() ? null : used.get(slab);
    if (places != null) {
      while (places[0] > 0) {
        free[freeCount++] = places[places[0]--];
      }
      if (closed) {
        close();
      }
    }
  }

  /** Gives the memory back, at the latest when the last slab with a frame in it is back. */
  void close() {
    closed = true;
    if (region != 0 && freeCount == PLACES) {
      memory.release(region, (long) PLACES * PLACE_BYTES);
      region = 0;
    }
  }
}
