package io.hnswitch.console.metrics;

import io.hnswitch.control.LabEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts and times changes of path from the events of pairing; on the lab's event loop only. */
final class SwitchOverBook {

  private static final String PATH_CHANGED = "hnswitch.nic.path-changed";
  private static final String STATE_CHANGED = "hnswitch.pair.state-changed";
  private static final double MILLIS = 1e3;

  /** Why a path changes; shown with 0 before the first time, or the first one would be missed. */
  private static final List<String> CAUSES =
      List.of("attach", "detach", "surprise", "nic-up", "nic-down", "host");

  /** Only the way to the VF can fail. */
  private static final List<String> FAILING = List.of("attach", "nic-up", "host");

  private final Map<String, Map<Outcome, Long>> byNic = new HashMap<>();
  private final Buckets durations =
      new Buckets(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
  private final Buckets settling = new Buckets(0.5, 1, 2, 2.5, 5, 10, 30, 60, 120);
  private long lost;
  private long duplicated;
  private long reordered;

  /**
   * How a change ended.
   *
   * @param result done or failed
   */
  record Outcome(String cause, String result) {}

  /** Takes note of an event; of most there is nothing to note. */
  void happened(LabEvent event) {
    var data = event.data();
    if (event.type().equals(PATH_CHANGED)) {
      var cause = text(data, "cause");
      count(event.subject(), new Outcome(cause, "done"));
      durations.observe(number(data, "switchMs") / MILLIS);
      lost += (long) number(data, "lost");
      duplicated += (long) number(data, "duplicated");
      reordered += (long) number(data, "reordered");
      if (cause.equals("attach")) {
        settling.observe(number(data, "waitMs") / MILLIS);
      }
    } else if (event.type().equals(STATE_CHANGED) && data.containsKey("cause")) {
      count(event.subject(), new Outcome(text(data, "cause"), "failed"));
    }
  }

  private void count(String nic, Outcome outcome) {
    byNic.computeIfAbsent(nic, first -> new HashMap<>()).merge(outcome, 1L, Long::sum);
  }

  private static String text(Map<String, Object> data, String name) {
    return String.valueOf(data.get(name));
  }

  private static double number(Map<String, Object> data, String name) {
    return data.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  /**
   * What has happened so far.
   *
   * @param nics those that there are; what is known of others is forgotten
   */
  Counted counted(Collection<String> nics) {
    byNic.keySet().retainAll(nics);
    var copy = new HashMap<String, Map<Outcome, Long>>();
    byNic.forEach((nic, counts) -> copy.put(nic, Map.copyOf(counts)));
    return new Counted(
        List.copyOf(nics),
        copy,
        durations.counts(),
        settling.counts(),
        lost,
        duplicated,
        reordered);
  }

  /** What had happened at a moment; does not change any more. */
  record Counted(
      List<String> nics,
      Map<String, Map<Outcome, Long>> byNic,
      Buckets.Counts durations,
      Buckets.Counts settling,
      long lost,
      long duplicated,
      long reordered) {

    void show(Samples into) {
      for (var nic : nics) {
        var counts = byNic.getOrDefault(nic, Map.of());
        CAUSES.forEach(cause -> show(nic, new Outcome(cause, "done"), counts, into));
        FAILING.forEach(cause -> show(nic, new Outcome(cause, "failed"), counts, into));
      }
      into.add(Metric.SWITCHOVER_DURATION, durations);
      into.add(Metric.SETTLE, settling);
      into.add(Metric.SWITCHOVER_LOST, lost);
      into.add(Metric.SWITCHOVER_DUPLICATED, duplicated);
      into.add(Metric.SWITCHOVER_REORDERED, reordered);
    }

    private static void show(String nic, Outcome outcome, Map<Outcome, Long> counts, Samples into) {
      into.add(
          Metric.SWITCHOVER,
          counts.getOrDefault(outcome, 0L),
          nic,
          outcome.cause(),
          outcome.result());
    }
  }
}
