package io.hnswitch.endpoint.pcap;

import io.hnswitch.lab.ReplayRate;

/** When each frame of a replay is due. */
final class ReplayPace {

  private static final long SECOND = 1_000_000_000;
  private static final long BITS = 8;

  private final ReplayRate rate;
  private long begin;
  private long due;
  private long first;
  private boolean begun;

  ReplayPace(ReplayRate rate) {
    this.rate = rate;
  }

  /** All begins anew. */
  void reset(long now) {
    begun = false;
    due = now;
  }

  /** Whether the file has not begun yet. */
  boolean isFirst() {
    return !begun;
  }

  /** The file begins, for the first time or again: behind the last frame's time. */
  void begin(long now) {
    due = begun ? due : now;
    begin = Math.max(due, now);
    begun = true;
    first = Long.MIN_VALUE;
  }

  /** Time has stood still: what was due is due now. */
  void goOn(long now) {
    long late = now - due;
    if (late > 0) {
      due += late;
      begin += late;
    }
  }

  /**
   * When the next frame is due, in nanoseconds of the clock.
   *
   * @param time when it was captured
   */
  long due(long time) {
    if (rate.kind() != ReplayRate.Kind.OWN_TIMING) {
      return due;
    }
    if (first == Long.MIN_VALUE) {
      first = time;
    }
    // Files may go back in time; frames do not.
    due = Math.max(due, begin + Math.max(0, time - first));
    return due;
  }

  /** It was sent. */
  void sent(int bytes) {
    switch (rate.kind()) {
      case OWN_TIMING -> {}
      case FRAMES -> due += SECOND / rate.perSecond();
      case BITS -> due += bytes * BITS * SECOND / rate.perSecond();
    }
  }
}
