package io.hnswitch.wire;

import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;

/**
 * What of a burst goes into one message: as many of its frames as find room in the slab at the far
 * end, which is smaller than what the longest frames could fill.
 */
final class WireBurst {

  /** Bytes of each slab that bursts are read into. */
  static final int SLAB_BYTES = 512 << 10;

  static final int BYTES_MIN = BurstWire.HEADER + BurstWire.PER_FRAME + Frames.ETHERNET_HEADER;
  static final int BYTES_MAX =
      BurstWire.HEADER + BurstWire.PER_FRAME * FrameSlab.CAPACITY + SLAB_BYTES;

  private WireBurst() {}

  /**
   * Where a message that begins with a frame ends.
   *
   * @param first number in the list of the burst
   * @return the number behind its last frame
   */
  static int end(FrameBurst burst, int first) {
    var slab = burst.slab();
    int room = SLAB_BYTES - Frames.HEADROOM;
    int end = first;
    while (end < burst.size()) {
      int length = slab.length(burst.slot(end));
      room -= BurstWire.room(length);
      if (room < 0) {
        break;
      }
      end++;
    }
    return end;
  }
}
