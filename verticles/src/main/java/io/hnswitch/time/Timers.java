package io.hnswitch.time;

import java.time.Duration;

/** The only source of time for devices: a clock and timers on the device's own event loop. */
public interface Timers {

  /** Monotonic time in nanoseconds; only differences mean something. */
  long nanos();

  /** Wall-clock time in milliseconds since 1970, for what people read. */
  long epochMillis();

  /**
   * Runs an action once on the caller's event loop.
   *
   * @param delay rounded up to a millisecond; zero runs it after what is already queued
   */
  Timer after(Duration delay, Runnable action);

  /** A running timer. */
  @FunctionalInterface
  interface Timer {
    /** Stops it; without effect when it has run. */
    void cancel();
  }
}
