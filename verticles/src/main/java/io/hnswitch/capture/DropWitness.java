package io.hnswitch.capture;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;

/** Is told of frames that a queue or a link drops, for captures. */
public interface DropWitness {

  /** Nobody looks on. */
  DropWitness NONE =
      new DropWitness() {
        @Override
        public boolean isWatching() {
          return false;
        }

        @Override
        public void dropped(
            boolean sent, int tag, DropReason reason, long frame, int length, int vlan) {
          // Nobody wants to know.
        }
      };

  /** Whether somebody wants to know; who drops a frame need not say so otherwise. */
  boolean isWatching();

  /**
   * A frame is about to be dropped.
   *
   * @param sent whether the device was sending it, not receiving
   * @param tag what it came with
   * @param frame where its bytes are
   * @param length how many
   * @param vlan its tag out of band
   */
  void dropped(boolean sent, int tag, DropReason reason, long frame, int length, int vlan);

  /** A frame of a slab is about to be dropped. */
  default void dropped(boolean sent, int tag, DropReason reason, FrameSlab slab, int slot) {
    if (isWatching()) {
      dropped(sent, tag, reason, slab.address(slot), slab.length(slot), slab.vlan(slot));
    }
  }

  /** All frames of a burst are about to be dropped. */
  default void dropped(boolean sent, int tag, DropReason reason, FrameBurst burst) {
    dropped(sent, tag, reason, burst, 0);
  }

  /** The frames of a burst from one place in its list on are about to be dropped. */
  default void dropped(boolean sent, int tag, DropReason reason, FrameBurst burst, int first) {
    if (isWatching()) {
      for (int i = first, frames = burst.size(); i < frames; i++) {
        dropped(sent, tag, reason, burst.slab(), burst.slot(i));
      }
    }
  }
}
