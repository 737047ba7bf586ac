package io.hnswitch.console.metrics;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;

/**
 * What is measured of a node besides its lab: Vert.x and the JVM, by Micrometer. Made before the
 * Vert.x instance, which it is given to.
 */
public final class NodeMeters implements AutoCloseable {

  private final Build build;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  /**
   * Which program this is.
   *
   * @param revision of its sources, or {@code unknown}
   * @param java version of the JVM
   */
  public record Build(String version, String revision, String java) {

    static final String UNKNOWN = "unknown";
  }

  /** Until a Vert.x is {@linkplain #measure measured}, there is nothing but the build. */
  public NodeMeters(Build build) {
    this.build = build;
  }

  /** Of a program that does not know what it is. */
  public NodeMeters() {
    this(new Build(Build.UNKNOWN, Build.UNKNOWN, Runtime.version().toString()));
  }

  private void measureJvm() {
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Makes a Vert.x builder with these options measure. */
  public VertxBuilder measure(VertxBuilder builder, VertxOptions options) {
    // What a client chooses (method, path, address) is no label: anybody could make any number.
    options.setMetricsOptions(
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME))
            .addDisabledMetricsCategory(MetricsDomain.EVENT_BUS)
            .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
            .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
            .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET));
    measureJvm();
    var others = new MicrometerMetricsFactory(registry);
    return builder
        .with(options)
        .withMetrics(given -> new VertxMeters(others.metrics(given), new BusMeters(registry)));
  }

  Build build() {
    return build;
  }

  PrometheusRegistry registry() {
    return registry.getPrometheusRegistry();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
