package io.hnswitch.launch.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at something that tells nobody when it changes. */
final class Eventually {

  private static final Duration STEP = Duration.ofMillis(20);

  private Eventually() {}

  /** Looks until it is as wanted or the time is over; gives what was seen last. */
  static <T> T look(Duration bound, Supplier<T> look, Predicate<T> wanted) {
    long end = System.nanoTime() + bound.toNanos();
    while (true) {
      var seen = look.get();
      if (wanted.test(seen) || System.nanoTime() - end > 0) {
        return seen;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }
}
