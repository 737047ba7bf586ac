package io.hnswitch.time;

import java.time.Duration;

/**
 * One timer that somebody sets again and again. It may go off too early, when an earlier time was
 * wanted before: who is woken finds out how long to wait still.
 */
public final class Alarm {

  private static final long NEVER = Long.MAX_VALUE;

  private final Timers timers;
  private final Runnable action;
  private Timers.Timer timer = () -> {};
  private long due = NEVER;

  /**
   * @param action what to do when it goes off
   */
  public Alarm(Timers timers, Runnable action) {
    this.timers = timers;
    this.action = action;
  }

  /** Goes off in so many nanoseconds, or earlier if that was wanted before. */
  public void in(long nanos) {
    long wanted = timers.nanos() + nanos;
    if (due <= wanted) {
      return;
    }
    timer.cancel();
    due = wanted;
    timer =
        timers.after(
            Duration.ofNanos(nanos),
            () -> {
              due = NEVER;
              action.run();
            });
  }

  /** Does not go off until it is set again. */
  public void off() {
    timer.cancel();
    due = NEVER;
  }
}
