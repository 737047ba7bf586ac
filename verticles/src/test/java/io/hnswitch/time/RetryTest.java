package io.hnswitch.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.testing.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {

  private final ManualTimers timers = new ManualTimers();
  private final List<Long> tries = new ArrayList<>();
  private boolean works;
  private Retry retry;

  private void attempt() {
    tries.add(timers.nanos() / 1_000_000);
    if (works) {
      retry.succeeded();
    } else {
      retry.failed();
    }
  }

  private void begin() {
    retry = new Retry(timers, Duration.ofMillis(500), Duration.ofSeconds(3), this::attempt);
    retry.failed();
  }

  @Test
  void triesSoonAtFirstThenLessOften() {
    begin();
    timers.elapse(Duration.ofSeconds(13));
    assertEquals(List.of(500L, 1500L, 3500L, 6500L, 9500L, 12500L), tries);
  }

  @Test
  void stopsWhenItWorksAndBeginsSoonAgainAfterwards() {
    begin();
    timers.elapse(Duration.ofSeconds(2));
    works = true;
    timers.elapse(Duration.ofSeconds(60));
    assertEquals(List.of(500L, 1500L, 3500L), tries);
    retry.failed();
    timers.elapse(Duration.ofMillis(500));
    assertEquals(62_500L, tries.getLast());
  }

  @Test
  void triesNoMoreWhenCancelled() {
    begin();
    retry.cancel();
    timers.elapse(Duration.ofSeconds(60));
    assertEquals(List.of(), tries);
  }
}
