package io.hnswitch.time;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Waits on an event loop for something that says nothing when it happens: looks at once, at each of
 * the next turns of the loop, and then once a millisecond.
 */
public final class Until {

  private static final int TURNS = 200;
  private static final Duration STEP = Duration.ofMillis(1);

  private final Executor loop;
  private final Timers timers;
  private final BooleanSupplier condition;
  private final Runnable then;
  private final Runnable otherwise;
  private final long giveUpAt;
  private int turns;
  private boolean over;

  private Until(
      Executor loop,
      Timers timers,
      BooleanSupplier condition,
      Duration bound,
      Runnable then,
      Runnable otherwise) {
    this.loop = loop;
    this.timers = timers;
    this.condition = condition;
    this.then = then;
    this.otherwise = otherwise;
    this.giveUpAt = timers.nanos() + bound.toNanos();
  }

  /**
   * Runs an action when a condition holds.
   *
   * @param loop runs actions on the caller's event loop, each after what is queued
   * @param otherwise runs when it did not hold within the bound
   * @return ends the waiting; then neither runs
   */
  public static Timers.Timer holds(
      Executor loop,
      Timers timers,
      BooleanSupplier condition,
      Duration bound,
      Runnable then,
      Runnable otherwise) {
    var until = new Until(loop, timers, condition, bound, then, otherwise);
    until.look();
    return () -> until.over = true;
  }

  private void look() {
    if (over) {
      return;
    }
    if (condition.getAsBoolean()) {
      over = true;
      then.run();
    } else if (timers.nanos() - giveUpAt >= 0) {
      over = true;
      otherwise.run();
    } else if (turns++ < TURNS) {
      loop.execute(this::look);
    } else {
      timers.after(STEP, this::look);
    }
  }
}
