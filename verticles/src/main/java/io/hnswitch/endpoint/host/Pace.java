package io.hnswitch.endpoint.host;

import io.hnswitch.state.StateTree;

/**
 * How many frames are due at a rate. Frame <i>n</i> is due at {@code start + n / rate}, computed
 * from the start each time, so rounding never adds up. Whoever falls behind by more than a bound is
 * forgiven the rest, so a pause is not followed by a flood.
 */
final class Pace {

  private static final long SECOND = 1_000_000_000L;

  private final long rate;
  private final int catchUpMax;
  private long start;
  private long accounted;
  private long forgiven;

  /**
   * @param rate frames a second, 1 to {@link FlowSpec#RATE_MAX}; 0 means no limit
   * @param catchUpMax frames that can be due at once, at least 1
   */
  Pace(long rate, int catchUpMax) {
    if (rate < 0 || rate > FlowSpec.RATE_MAX || catchUpMax < 1) {
      throw new IllegalArgumentException("no pace: rate=" + rate + ", catch-up=" + catchUpMax);
    }
    this.rate = rate;
    this.catchUpMax = catchUpMax;
  }

  /** Frame 0 is due now. */
  void start(long now) {
    start = now;
    accounted = 0;
  }

  void save(StateTree.Writer into, SavedTime time) {
    into.number("age", time.age(start)).number("accounted", accounted).number("forgiven", forgiven);
  }

  /** Goes on in the same course: what fell due on the way is due now. */
  void restore(StateTree.Reader from, SavedTime time) {
    start = time.at(from.number("age", 0, SavedTime.AGE_MAX));
    accounted = from.count("accounted");
    forgiven = from.count("forgiven");
  }

  /** Frames due and not sent, 0 to the bound. Asking twice at one time gives the same answer. */
  int due(long now) {
    if (rate == 0) {
      return catchUpMax;
    }
    long elapsed = now - start;
    if (elapsed < 0) {
      return 0;
    }
    long target = elapsed / SECOND * rate + elapsed % SECOND * rate / SECOND + 1;
    long owed = target - accounted;
    if (owed > catchUpMax) {
      forgiven += owed - catchUpMax;
      accounted = target - catchUpMax;
      return catchUpMax;
    }
    return (int) Math.max(0, owed);
  }

  /** Notes frames as sent. */
  void sent(int frames) {
    accounted += frames;
  }

  /** Nanoseconds until the next frame is due; 0 when one is. */
  long waitNanos(long now) {
    if (rate == 0) {
      return 0;
    }
    long rest = accounted % rate;
    long at = accounted / rate * SECOND + (rest * SECOND + rate - 1) / rate;
    return Math.max(0, start + at - now);
  }

  /** Frames that were due and never asked for. */
  long forgiven() {
    return forgiven;
  }
}
