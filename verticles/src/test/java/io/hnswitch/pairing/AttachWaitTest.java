package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.testing.ManualTimers;
import io.hnswitch.time.Timers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttachWaitTest {

  private static final Duration TWO = Duration.ofSeconds(2);

  private final ManualTimers manual = new ManualTimers();
  private int elapsed;

  /** A clock that overflows one second after the start, as a monotonic one may at any time. */
  private final Timers wrapping =
      new Timers() {
        @Override
        public long nanos() {
          return Long.MAX_VALUE - 1_000_000_000L + manual.nanos();
        }

        @Override
        public long epochMillis() {
          return manual.epochMillis();
        }

        @Override
        public Timer after(Duration delay, Runnable action) {
          return manual.after(delay, action);
        }
      };

  // holds: S15, S16
  @Test
  void lastsItsLengthToTheMillisecond() {
    var wait = new AttachWait(manual, TWO);
    wait.start(() -> elapsed++);
    manual.elapse(Duration.ofMillis(1_900));
    assertEquals(0, elapsed);
    assertEquals(100, wait.leftMillis());
    manual.elapse(Duration.ofMillis(100));
    assertEquals(1, elapsed);
    assertEquals(0, wait.leftMillis());
    assertEquals(2_000, wait.lastMillis());
  }

  // holds: S22, C7
  @Test
  void lastsItsLengthWhileTheClockWrapsAround() {
    var wait = new AttachWait(wrapping, TWO);
    wait.start(() -> elapsed++);
    manual.elapse(Duration.ofMillis(1_500));
    assertEquals(500, wait.leftMillis());
    assertEquals(0, elapsed);
    manual.elapse(Duration.ofMillis(500));
    assertEquals(1, elapsed);
    assertEquals(2_000, wait.lastMillis());
  }

  // holds: S19
  @Test
  void lastsTheFullTimeWhenStartedAgain() {
    var wait = new AttachWait(manual, TWO);
    wait.start(() -> elapsed++);
    manual.elapse(Duration.ofMillis(1_500));
    wait.cancel();
    assertEquals(0, wait.leftMillis());
    wait.start(() -> elapsed++);
    manual.elapse(Duration.ofMillis(1_999));
    assertEquals(0, elapsed);
    manual.elapse(Duration.ofMillis(1));
    assertEquals(1, elapsed);
  }

  @Test
  void readsItsLengthOncePerStart() {
    var wait = new AttachWait(manual, TWO);
    wait.start(() -> elapsed++);
    wait.length(Duration.ofSeconds(5));
    assertEquals(2_000, wait.leftMillis());
    manual.elapse(TWO);
    assertEquals(1, elapsed);
    wait.start(() -> elapsed++);
    assertEquals(5_000, wait.leftMillis());
  }
}
