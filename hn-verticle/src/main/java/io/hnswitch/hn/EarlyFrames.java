package io.hnswitch.hn;

import io.hnswitch.capture.CapturePoint;
import io.hnswitch.control.Datapath;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import java.util.ArrayDeque;

/** Frames of the switch for a guest that is not there yet, or not at the moment, in order. */
final class EarlyFrames {

  private static final int BURSTS_MAX = 64;

  private final ArrayDeque<FrameBurst> bursts = new ArrayDeque<>();
  private final DeviceLedger ledger;
  private final CapturePoint point;
  private long frames;

  /**
   * @param point of the guest's NIC, which sees what is dropped
   */
  EarlyFrames(DeviceLedger ledger, CapturePoint point) {
    this.ledger = ledger;
    this.point = point;
  }

  boolean isEmpty() {
    return bursts.isEmpty();
  }

  /** Whether a guest that is not there has as many waiting as it may. */
  boolean isFull() {
    return bursts.size() >= BURSTS_MAX;
  }

  /** Frames that wait. */
  long frames() {
    return frames;
  }

  void add(FrameBurst burst) {
    frames += burst.size();
    bursts.add(burst);
  }

  /** The oldest burst, or null. */
  FrameBurst poll() {
    var burst = bursts.poll();
    if (burst != null) {
      frames -= burst.size();
    }
    return burst;
  }

  /** Gives up a burst for which there is no place. */
  void refuse(FrameBurst burst) {
    drop(burst, DropReason.CHANNEL_FULL);
  }

  /** Gives up all that wait. */
  void drop(DropReason reason) {
    for (var burst = poll(); burst != null; burst = poll()) {
      drop(burst, reason);
    }
  }

  private void drop(FrameBurst burst, DropReason reason) {
    point.dropped(burst, false, Datapath.SYNTHETIC, reason, ledger.device());
    ledger.dropped(reason, burst.size());
    burst.release();
  }
}
