package io.hnswitch.l2;

/** Lets one report of a moved address through per second and counts those it held back. */
final class MoveReports {

  static final long INTERVAL_NANOS = 1_000_000_000L;

  private boolean reported;
  private long reportedAt;
  private long heldBack;

  /** Whether to report a move at this time. */
  boolean allows(long now) {
    if (reported && now - reportedAt < INTERVAL_NANOS) {
      heldBack++;
      return false;
    }
    reported = true;
    reportedAt = now;
    return true;
  }

  /** Moves not reported since the last time this was asked. */
  long takeHeldBack() {
    long count = heldBack;
    heldBack = 0;
    return count;
  }
}
