package io.hnswitch.pairing;

import io.hnswitch.frame.DropReason;
import io.hnswitch.ledger.Ledger;

/**
 * Frames of the whole lab that a switch-over can cost: dropped because a VF was gone or not ready,
 * or a hold was full.
 */
final class LostFrames {

  private final Ledger ledger;
  private long attributed;

  LostFrames(Ledger ledger) {
    this.ledger = ledger;
    this.attributed = now();
  }

  /** How many there are. */
  long now() {
    var dropped = ledger.total().dropped();
    return dropped.getOrDefault(DropReason.VF_GONE, 0L)
        + dropped.getOrDefault(DropReason.FENCE_OVERFLOW, 0L)
        + dropped.getOrDefault(DropReason.VF_NOT_READY, 0L);
  }

  /** Puts to a switch-over what was lost since it began. */
  long since(long beginning) {
    attributed = now();
    return attributed - beginning;
  }

  /**
   * Puts to a switch-over all that no other has been given yet. For a VF that vanished: its frames
   * are lost before anybody hears of it.
   */
  long unattributed() {
    return since(attributed);
  }
}
