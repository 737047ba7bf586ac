package io.hnswitch.qdisc;

import io.hnswitch.frame.FrameSlab;

/** What a {@link Shaper} must know of frames. */
interface Classifier {

  /** Flows that are told apart in a band. */
  int FLOWS = 1024;

  /** Its bytes on the wire. */
  int wireBytes(FrameSlab slab, int slot);

  /** How urgent it is. */
  Band band(FrameSlab slab, int slot);

  /** The number of its flow, 0 to {@link #FLOWS} - 1. A flow keeps its order. */
  int flow(FrameSlab slab, int slot);

  /**
   * The share of a flow: full frames that it may send in one round, at least 1.
   *
   * @param flow a number that {@link #flow} gave
   */
  int weight(int flow);

  /** A frame of a flow goes. */
  default void sent(int flow, int wireBytes) {}

  /** A frame of a flow was too much. */
  default void dropped(int flow) {}

  /** Whether {@link #sent} wants to be told of frames that nothing had to wait for. */
  default boolean countsAll() {
    return false;
  }
}
