package io.hnswitch.l2;

/** Lets so many events through in a second and counts those it held back. */
final class EventLimit {

  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private long begun = Long.MIN_VALUE;
  private int told;
  private long heldBack;

  EventLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether to tell of one more. */
  boolean allows(long now) {
    if (begun == Long.MIN_VALUE || now - begun >= SECOND) {
      begun = now;
      told = 0;
    }
    if (told == perSecond) {
      heldBack++;
      return false;
    }
    told++;
    return true;
  }

  /** Those not told since the last time this was asked. */
  long takeHeldBack() {
    long count = heldBack;
    heldBack = 0;
    return count;
  }
}
