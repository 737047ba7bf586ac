package io.hnswitch.endpoint.qemu;

import io.hnswitch.frame.FrameSlab;

/** Fills slabs with the frames that a peer sends. */
public sealed interface FrameInlet extends AutoCloseable permits StreamInlet, DatagramInlet {

  /** The longest that QEMU sends: its {@code NET_BUFSIZE}. */
  int LONGEST = 4096 + 65536;

  /** Bytes after which a burst goes on its way although it is not full: they fit in a cache. */
  int BURST_BYTES = 256 << 10;

  /** Bytes of a slab: room for one more frame behind where a burst counts as full. */
  int SLAB_BYTES = BURST_BYTES + (LONGEST / 4096 + 2) * 4096;

  /** Frames begin at multiples of this. */
  int ALIGN = 64;

  /** Puts a frame in a slot of a slab. */
  @FunctionalInterface
  interface Taker {

    /**
     * Takes a frame.
     *
     * @param length as it was on its way
     * @return false when it was dropped, and its place is free again
     */
    boolean take(FrameSlab slab, long at, int length);
  }

  /** How it went. */
  enum Outcome {
    /** There may be more. */
    MORE,
    /** Nothing is there any more. */
    DRAINED,
    /** Nothing comes any more, and {@link #reason} says why. */
    ENDED
  }

  /** Another peer: nothing of what the one before has sent is left. */
  void begin(Wire wire);

  /**
   * Fills a slab, and looks at no more frames than it has slots, so that refused ones do not keep
   * the loop.
   */
  Outcome fill(FrameSlab slab);

  /** Why it has ended. */
  String reason();

  @Override
  void close();
}
