package io.hnswitch.console.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.control.LabEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchOverBookTest {

  private final SwitchOverBook book = new SwitchOverBook();

  private void changed(String nic, String cause, double millis, long lost, long waited) {
    book.happened(
        new LabEvent(
            "hnswitch.nic.path-changed",
            nic,
            Map.of(
                "cause", cause,
                "switchMs", millis,
                "waitMs", waited,
                "lost", lost,
                "duplicated", 1L,
                "reordered", 2L)));
  }

  private Samples samples(String... nics) {
    var samples = new Samples();
    book.counted(List.of(nics)).show(samples);
    return samples;
  }

  private static double count(Samples samples, String... labels) {
    return samples.of(Metric.SWITCHOVER).stream()
        .filter(sample -> sample.labels().equals(List.of(labels)))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void countsByCauseAndResult() {
    changed("a:hn0", "attach", 3, 0, 2000);
    changed("a:hn0", "attach", 3, 0, 2000);
    changed("a:hn0", "surprise", 3, 4, 0);
    book.happened(
        new LabEvent(
            "hnswitch.pair.state-changed", "a:hn0", Map.of("to", "failed", "cause", "nic-up")));
    book.happened(new LabEvent("hnswitch.pair.state-changed", "a:hn0", Map.of("to", "ready")));
    var samples = samples("a:hn0", "b:hn0");
    assertEquals(2, count(samples, "a:hn0", "attach", "done"));
    assertEquals(1, count(samples, "a:hn0", "surprise", "done"));
    assertEquals(1, count(samples, "a:hn0", "nic-up", "failed"));
    assertEquals(0, count(samples, "a:hn0", "host", "failed"));
    assertEquals(0, count(samples, "b:hn0", "attach", "done"));
    assertEquals(4, samples.of(Metric.SWITCHOVER_LOST).getFirst().value());
    assertEquals(3, samples.of(Metric.SWITCHOVER_DUPLICATED).getFirst().value());
    assertEquals(6, samples.of(Metric.SWITCHOVER_REORDERED).getFirst().value());
  }

  @Test
  void timesThem() {
    changed("a:hn0", "attach", 1, 0, 2000);
    changed("a:hn0", "detach", 70_000, 0, 0);
    var durations = samples("a:hn0").distribution(Metric.SWITCHOVER_DURATION);
    assertEquals(1, durations.counts().getFirst(), "a bound belongs to its bucket");
    assertEquals(1, durations.counts().getLast());
    assertEquals(Double.POSITIVE_INFINITY, durations.bounds().getLast());
    assertEquals(70.001, durations.sum(), 1e-9);
    var settling = samples("a:hn0").distribution(Metric.SETTLE);
    assertEquals(1, settling.counts().stream().mapToLong(Long::longValue).sum());
    assertEquals(2, settling.sum());
  }

  @Test
  void forgetsANicThatIsGone() {
    changed("a:hn0", "attach", 1, 0, 2000);
    assertEquals(0, samples().of(Metric.SWITCHOVER).size());
    assertEquals(0, count(samples("a:hn0"), "a:hn0", "attach", "done"));
  }
}
