package io.hnswitch.console.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured at one moment. */
final class Samples {

  private final Map<Metric, List<Sample>> values = new EnumMap<>(Metric.class);
  private final Map<Metric, Buckets.Counts> distributions = new EnumMap<>(Metric.class);

  /**
   * A number.
   *
   * @param labels values in the order of {@link Metric#labels()}
   */
  record Sample(List<String> labels, double value) {
    Sample {
      labels = List.copyOf(labels);
    }
  }

  void add(Metric metric, double value, String... labels) {
    if (labels.length != metric.labels().size()) {
      throw new IllegalArgumentException(
          metric + " has labels " + metric.labels() + ", not " + List.of(labels));
    }
    values
        .computeIfAbsent(metric, first -> new ArrayList<>())
        .add(new Sample(List.of(labels), value));
  }

  void add(Metric metric, Buckets.Counts counts) {
    distributions.put(metric, counts);
  }

  /** The numbers of a metric. */
  List<Sample> of(Metric metric) {
    return List.copyOf(values.getOrDefault(metric, List.of()));
  }

  /** The distribution of a histogram that was measured. */
  Buckets.Counts distribution(Metric metric) {
    var counts = distributions.get(metric);
    if (counts == null) {
      throw new IllegalStateException(metric + " was not measured");
    }
    return counts;
  }
}
