package io.hnswitch.pairing;

import io.hnswitch.time.Timers;
import java.time.Duration;

/** The time between a VF's attach and its use. */
final class AttachWait {

  private final Timers timers;
  private Duration length;
  private Duration current = Duration.ZERO;
  private Timers.Timer timer = () -> {};
  private boolean running;
  private long began;
  private long lastMillis;

  AttachWait(Timers timers, Duration length) {
    this.timers = timers;
    this.length = length;
  }

  /** The length of waits that start from now on. */
  void length(Duration next) {
    length = next;
  }

  void start(Runnable elapsed) {
    current = length;
    began = timers.nanos();
    running = true;
    timer =
        timers.after(
            current,
            () -> {
              running = false;
              lastMillis = millisSinceBegin();
              elapsed.run();
            });
  }

  void cancel() {
    running = false;
    timer.cancel();
  }

  /** Milliseconds that are left, 0 when none runs. */
  long leftMillis() {
    return running ? Math.max(0, current.toMillis() - millisSinceBegin()) : 0;
  }

  /** Milliseconds that the last complete wait took. */
  long lastMillis() {
    return lastMillis;
  }

  private long millisSinceBegin() {
    return (timers.nanos() - began) / 1_000_000;
  }
}
