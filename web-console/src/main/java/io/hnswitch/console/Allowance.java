package io.hnswitch.console;

/** How often something may be done: so many a second, and some at once after a pause. */
final class Allowance {

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private double left;
  private long lastNanos;

  /**
   * @param nowNanos monotonic time
   */
  Allowance(double perSecond, double burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.left = burst;
    this.lastNanos = nowNanos;
  }

  /** Whether it may be done now; if so it counts. */
  boolean take(long nowNanos) {
    left = Math.min(burst, left + perSecond * (nowNanos - lastNanos) / NANOS);
    lastNanos = nowNanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
