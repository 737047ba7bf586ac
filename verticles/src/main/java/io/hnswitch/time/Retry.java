package io.hnswitch.time;

import java.time.Duration;

/**
 * When something that failed is tried again: soon at first, then each time after twice as long, up
 * to a most.
 */
public final class Retry {

  private final Timers timers;
  private final Duration first;
  private final Duration most;
  private final Runnable action;
  private Duration next;
  private Timers.Timer timer = () -> {};

  /**
   * @param first before the first try
   * @param most between two tries at most
   * @param action the try; {@link #failed} or {@link #succeeded} tells how it ended
   */
  public Retry(Timers timers, Duration first, Duration most, Runnable action) {
    this.timers = timers;
    this.first = first;
    this.most = most;
    this.action = action;
    this.next = first;
  }

  /** It did not work; another try follows. */
  public void failed() {
    timer.cancel();
    timer = timers.after(next, action);
    var twice = next.multipliedBy(2);
    next = twice.compareTo(most) < 0 ? twice : most;
  }

  /** It worked: should it fail later, the next try comes soon again. */
  public void succeeded() {
    timer.cancel();
    next = first;
  }

  /** No try follows. */
  public void cancel() {
    timer.cancel();
  }
}
