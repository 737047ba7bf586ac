package io.hnswitch.console.metrics;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;

/** Measures Vert.x as another one does, but the event bus in its own way. Clients are not. */
final class VertxMeters implements VertxMetrics {

  private final VertxMetrics others;
  private final BusMeters bus;

  VertxMeters(VertxMetrics others, BusMeters bus) {
    this.others = others;
    this.bus = bus;
  }

  @Override
  public EventBusMetrics<?> createEventBusMetrics() {
    return bus;
  }

  @Override
  public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
      HttpServerOptions options, SocketAddress local) {
    return others.createHttpServerMetrics(options, local);
  }

  @Override
  public TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress local) {
    return others.createNetServerMetrics(options, local);
  }

  @Override
  public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int size) {
    return others.createPoolMetrics(type, name, size);
  }

  @Override
  public void vertxCreated(Vertx vertx) {
    others.vertxCreated(vertx);
  }

  @Override
  public boolean isMetricsEnabled() {
    return true;
  }

  @Override
  public void close() {
    others.close();
  }
}
