package io.hnswitch.console;

import java.time.Duration;

/**
 * When the lab is asked for its numbers: once a second, and besides soon after something happened.
 * What happens often is told four times a second at most, and with a rest of three times as long as
 * the last round took, so that looking costs no more than a quarter of the lab's time. It knows
 * time only as it is told; all times are nanoseconds of the same monotonic clock.
 */
final class RoundPace {

  private static final long PERIOD = Duration.ofSeconds(1).toNanos();
  private static final long SPACING = Duration.ofMillis(250).toNanos();
  private static final int REST = 3;

  private long regular;
  private long began;
  private long ended;
  private boolean isFirst;
  private boolean happened;

  /** From here on there are rounds; the first one is due now. */
  void start(long now) {
    regular = now;
    isFirst = true;
    happened = false;
  }

  /**
   * Something happened that the next round shows.
   *
   * @return whether the next round may be due earlier now
   */
  boolean happened() {
    boolean news = !happened;
    happened = true;
    return news;
  }

  /** When the next round is due. */
  long due() {
    if (isFirst) {
      return regular;
    }
    long second = Math.max(regular + PERIOD, began + SPACING);
    if (!happened) {
      return second;
    }
    return Math.min(second, Math.max(began + SPACING, ended + REST * (ended - began)));
  }

  /**
   * A round begins.
   *
   * @return whether it is the one of this second
   */
  boolean begin(long now) {
    boolean isRegular = isFirst || now - regular >= PERIOD;
    if (isRegular) {
      regular = now;
    }
    began = now;
    ended = now;
    isFirst = false;
    happened = false;
    return isRegular;
  }

  /** The round that began last has ended. */
  void end(long now) {
    ended = now;
  }
}
