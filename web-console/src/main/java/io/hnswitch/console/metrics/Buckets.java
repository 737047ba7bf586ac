package io.hnswitch.console.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A histogram: how many observations were at most each of some bounds. */
final class Buckets {

  private final double[] bounds;
  private final long[] counts;
  private double sum;

  /**
   * @param bounds ascending; one for everything above the last is added
   */
  Buckets(double... bounds) {
    this.bounds = bounds.clone();
    this.counts = new long[bounds.length + 1];
  }

  /**
   * A histogram at a moment.
   *
   * @param bounds upper bounds, ascending, the last one infinite
   * @param counts observations in each bucket alone
   * @param sum of all observations
   */
  record Counts(List<Double> bounds, List<Long> counts, double sum) {
    Counts {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }

  void observe(double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket]++;
    sum += value;
  }

  Counts counts() {
    var upper = new ArrayList<Double>();
    for (double bound : bounds) {
      upper.add(bound);
    }
    upper.add(Double.POSITIVE_INFINITY);
    return new Counts(upper, Arrays.stream(counts).boxed().toList(), sum);
  }
}
