package io.hnswitch.pairing;

import io.hnswitch.time.Timers;
import java.time.Duration;

/** The time between a VF's attach and its use. */
final class AttachWait {

  private final Timers timers;
  private final Duration length;
  private Timers.Timer timer = () -> {};
  private boolean running;
  private long began;
  private long lastMillis;

  AttachWait(Timers timers, Duration length) {
    this.timers = timers;
    this.length = length;
  }

  void start(Runnable elapsed) {
    began = timers.nanos();
    running = true;
    timer =
        timers.after(
            length,
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
    return running ? Math.max(0, length.toMillis() - millisSinceBegin()) : 0;
  }

  /** Milliseconds that the last complete wait took. */
  long lastMillis() {
    return lastMillis;
  }

  private long millisSinceBegin() {
    return (timers.nanos() - began) / 1_000_000;
  }
}
