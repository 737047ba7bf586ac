package io.hnswitch.bench;

import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.bus.LoopTransport;
import io.hnswitch.console.metrics.NodeMeters;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.time.Seeds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Vert.x instance with one event loop and a lab on it: whatever runs there shares one core. It is
 * measured as a node is, and its devices are read once a second, which is more often than anybody
 * scrapes.
 */
final class BenchLab implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final NodeMeters meters = new NodeMeters();
  private final Vertx vertx;
  private final Memory memory;
  private final Lab lab;
  private final Deque<Runnable> takeDown = new ArrayDeque<>();

  BenchLab() {
    QuietLog.install();
    vertx =
        meters
            .measure(
                Vertx.builder().withTransport(LoopTransport.best()),
                new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1))
            .build();
    memory = Memory.reserve(Memory.DEFAULT_BYTES);
    Codecs.install(vertx, memory);
    lab = new Lab(vertx, memory, new Seeds(1));
    readEverySecond();
  }

  private void readEverySecond() {
    lab.newContext()
        .runOnContext(
            ignored ->
                vertx.setPeriodic(
                    1000,
                    timer -> {
                      lab.readings().take();
                      lab.ledger().accounts();
                    }));
  }

  Lab lab() {
    return lab;
  }

  /** Deploys and waits until it serves. */
  <V extends VerticleBase> V deploy(V verticle) {
    onClose(start(verticle));
    return verticle;
  }

  /** As {@link #deploy}; the caller says when it is taken down, with what this gives back. */
  Runnable start(VerticleBase verticle) {
    var id = await(vertx.deployVerticle(verticle));
    return () -> await(vertx.undeploy(id));
  }

  /** Something to be done before what has been deployed so far is taken down. */
  void onClose(Runnable step) {
    takeDown.push(step);
  }

  /** The books, exact. */
  Ledger.Total ledger() {
    var total = new CompletableFuture<Ledger.Total>();
    lab.loop().execute(() -> total.complete(lab.ledger().total()));
    return total.join();
  }

  static <T> T await(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("nothing happened in " + PATIENCE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes down the last first: devices say goodbye to their neighbours. */
  @Override
  public void close() {
    takeDown.forEach(Runnable::run);
    await(vertx.close());
    meters.close();
    memory.close();
  }
}
