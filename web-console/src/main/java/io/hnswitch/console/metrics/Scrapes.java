package io.hnswitch.console.metrics;

import io.hnswitch.bus.Lab;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Makes the text that a scrape gets. Belongs to one event loop, which only passes on what the lab's
 * loop has read and a worker has written. Scrapes that come while one is under way share it.
 */
public final class Scrapes {

  /** A lab that does not answer for so long is not measured. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final NodeMeters meters;
  private final LabMeter meter;
  private final IntSupplier bridgeClients;
  private final Context own;
  private final LabSamples lab = new LabSamples();
  private final Map<TextFormat, Future<Buffer>> running = new EnumMap<>(TextFormat.class);

  /**
   * @param own the context that it is used on
   * @param bridgeClients how many there are; asked there
   */
  public Scrapes(NodeMeters meters, Lab lab, Context own, IntSupplier bridgeClients) {
    this.meters = meters;
    this.meter = new LabMeter(lab);
    this.own = own;
    this.bridgeClients = bridgeClients;
  }

  /** Begins to listen to the lab. */
  public void open() {
    meter.open();
  }

  /** Listens no more; what follows that is on the context that this is used on again. */
  public Future<Void> close() {
    Promise<Void> promise = Promise.promise();
    meter.close().onComplete(done -> own.runOnContext(ignored -> promise.handle(done)));
    return promise.future();
  }

  /** Everything that is measured, now; fails when the lab does not answer in time. */
  public Future<Buffer> scrape(TextFormat format) {
    var under = running.get(format);
    if (under != null) {
      return under.timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    Promise<Buffer> promise = Promise.promise();
    running.put(format, promise.future());
    int clients = bridgeClients.getAsInt();
    meter
        .take()
        .onComplete(
            taken ->
                own.runOnContext(
                    ignored ->
                        write(taken, clients, format)
                            .onComplete(written -> running.remove(format))
                            .onComplete(promise)));
    return promise.future().timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** One after the other, so the books of drops are never read by two. */
  private Future<Buffer> write(
      AsyncResult<LabSamples.Moment> taken, int clients, TextFormat format) {
    return taken.failed()
        ? Future.failedFuture(taken.cause())
        : own.executeBlocking(() -> Buffer.buffer(text(taken.result(), clients, format)));
  }

  private byte[] text(LabSamples.Moment moment, int clients, TextFormat format) {
    var samples = lab.of(moment);
    var build = meters.build();
    samples.add(Metric.BRIDGE_CLIENTS, clients);
    samples.add(Metric.BUILD, 1, build.version(), build.revision(), build.java());
    return format.write(Snapshots.of(samples, meters.registry()));
  }
}
