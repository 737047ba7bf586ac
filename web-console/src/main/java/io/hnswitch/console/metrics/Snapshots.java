package io.hnswitch.console.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;

/** Samples in the terms of Prometheus' library, beside what is in its registry. */
final class Snapshots {

  private Snapshots() {}

  static MetricSnapshots of(Samples samples, PrometheusRegistry others) {
    var all = MetricSnapshots.builder();
    others.scrape().forEach(all::metricSnapshot);
    for (var metric : Metric.values()) {
      all.metricSnapshot(snapshot(metric, samples));
    }
    return all.build();
  }

  private static MetricSnapshot snapshot(Metric metric, Samples samples) {
    return switch (metric.type()) {
      case COUNTER -> {
        var counter = described(CounterSnapshot.builder(), metric);
        for (var sample : samples.of(metric)) {
          counter.dataPoint(
              CounterDataPointSnapshot.builder()
                  .labels(labels(metric, sample))
                  .value(sample.value())
                  .build());
        }
        yield counter.build();
      }
      case GAUGE -> {
        var gauge = described(GaugeSnapshot.builder(), metric);
        for (var sample : samples.of(metric)) {
          gauge.dataPoint(
              GaugeDataPointSnapshot.builder()
                  .labels(labels(metric, sample))
                  .value(sample.value())
                  .build());
        }
        yield gauge.build();
      }
      case INFO -> {
        var info = described(InfoSnapshot.builder(), metric);
        for (var sample : samples.of(metric)) {
          info.dataPoint(InfoDataPointSnapshot.builder().labels(labels(metric, sample)).build());
        }
        yield info.build();
      }
      case HISTOGRAM -> {
        var counts = samples.distribution(metric);
        yield described(HistogramSnapshot.builder(), metric)
            .dataPoint(
                HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(
                        ClassicHistogramBuckets.of(counts.bounds(), counts.counts()))
                    .sum(counts.sum())
                    .build())
            .build();
      }
    };
  }

  private static <B extends MetricSnapshot.Builder<B>> B described(B builder, Metric metric) {
    builder.name(metric.family()).help(metric.help());
    return metric.unit().isEmpty() ? builder : builder.unit(new Unit(metric.unit()));
  }

  private static Labels labels(Metric metric, Samples.Sample sample) {
    return Labels.of(metric.labels(), sample.labels());
  }
}
