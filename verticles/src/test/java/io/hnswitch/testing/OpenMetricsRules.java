package io.hnswitch.testing;

import static io.hnswitch.testing.OpenMetricsText.require;

import io.hnswitch.testing.OpenMetricsText.Family;
import io.hnswitch.testing.OpenMetricsText.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What OpenMetrics 1.0 demands of a text besides its grammar. */
final class OpenMetricsRules {

  private OpenMetricsRules() {}

  /** What the samples of a type are called after the family's name; empty when it is no type. */
  static List<String> suffixes(String type) {
    return switch (type) {
      case "counter" -> List.of("_total", "_created");
      case "gauge", "unknown", "stateset" -> List.of("");
      case "histogram" -> List.of("_bucket", "_count", "_sum", "_created");
      case "gaugehistogram" -> List.of("_bucket", "_gcount", "_gsum");
      case "summary" -> List.of("", "_count", "_sum", "_created");
      case "info" -> List.of("_info");
      default -> List.of();
    };
  }

  static void check(OpenMetricsText text) {
    var names = new HashMap<String, String>();
    for (var family : text.families()) {
      int line = family.samples().isEmpty() ? 0 : family.samples().getFirst().line();
      require(!family.type().isEmpty(), line, family.name() + " has no type");
      for (var suffix : suffixes(family.type())) {
        var other = names.put(family.name() + suffix, family.name());
        require(other == null, line, family.name() + " clashes with " + other);
      }
      unit(family, line);
      metrics(family).forEach((labels, samples) -> points(family, samples));
    }
  }

  private static void unit(Family family, int line) {
    if (family.unit().isEmpty()) {
      return;
    }
    require(
        family.name().endsWith("_" + family.unit()),
        line,
        family.name() + " does not end with its unit " + family.unit());
    require(
        !family.type().equals("info") && !family.type().equals("stateset"),
        line,
        family.name() + " is of a type without unit");
  }

  /** The samples by metric; those of one stand together, and none is there twice. */
  private static Map<Map<String, String>, List<Sample>> metrics(Family family) {
    var metrics = new LinkedHashMap<Map<String, String>, List<Sample>>();
    Set<Object> seen = new HashSet<>();
    Map<String, String> before = null;
    for (var sample : family.samples()) {
      require(
          seen.add(List.of(sample.name(), sample.labels())),
          sample.line(),
          "twice the same sample: " + sample.name() + sample.labels());
      var labels = new TreeMap<>(sample.labels());
      if (family.type().endsWith("histogram")) {
        labels.remove("le");
      } else if (family.type().equals("summary")) {
        labels.remove("quantile");
      }
      require(
          labels.equals(before) || !metrics.containsKey(labels),
          sample.line(),
          "samples of " + family.name() + labels + " do not stand together");
      metrics.computeIfAbsent(labels, first -> new ArrayList<>()).add(sample);
      before = labels;
    }
    return metrics;
  }

  private static void points(Family family, List<Sample> samples) {
    for (var sample : samples) {
      switch (family.type()) {
        case "counter" ->
            require(sample.value() >= 0, sample.line(), "a counter is not " + sample.value());
        case "info" -> require(sample.value() == 1, sample.line(), "an info must be 1");
        case "stateset" ->
            require(
                sample.labels().containsKey(family.name())
                    && (sample.value() == 0 || sample.value() == 1),
                sample.line(),
                "not a state: " + sample);
        default -> {}
      }
    }
    if (family.type().equals("histogram")) {
      histogram(family, samples);
    }
  }

  private static void histogram(Family family, List<Sample> samples) {
    double bound = Double.NEGATIVE_INFINITY;
    double count = 0;
    for (var sample : samples) {
      if (sample.name().endsWith("_bucket")) {
        var le = sample.labels().getOrDefault("le", "");
        require(
            le.equals("+Inf") || le.matches("-?[0-9]+(\\.[0-9]+)?(e[+-]?[0-9]+)?"),
            sample.line(),
            "not a bound: " + le);
        double next = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
        require(next > bound, sample.line(), "buckets must ascend");
        require(sample.value() >= count, sample.line(), "buckets must be cumulative");
        bound = next;
        count = sample.value();
      }
    }
    int line = samples.getFirst().line();
    require(bound == Double.POSITIVE_INFINITY, line, family.name() + " has no bucket +Inf");
    var total = named(samples, family.name() + "_count");
    var sum = named(samples, family.name() + "_sum");
    require(
        total.size() == sum.size(), line, family.name() + " must have both count and sum, or none");
    for (var sample : total) {
      require(sample.value() == count, sample.line(), "the count is not that of +Inf");
    }
    for (var sample : sum) {
      require(sample.value() >= 0, sample.line(), "a sum is not " + sample.value());
    }
  }

  private static List<Sample> named(List<Sample> samples, String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }
}
