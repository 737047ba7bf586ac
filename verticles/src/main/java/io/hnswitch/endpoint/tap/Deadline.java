package io.hnswitch.endpoint.tap;

import java.time.Duration;

/** The moment at which a blocking operation of several steps has to be done. */
record Deadline(long nanoTime) {

  static Deadline after(Duration bound) {
    return new Deadline(System.nanoTime() + bound.toNanos());
  }

  /** What is left; zero when it has passed. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }
}
