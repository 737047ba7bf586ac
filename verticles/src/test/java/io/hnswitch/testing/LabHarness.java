package io.hnswitch.testing;

import io.hnswitch.api.Operations;
import io.hnswitch.bus.Bus;
import io.hnswitch.bus.Codecs;
import io.hnswitch.bus.Lab;
import io.hnswitch.frame.Memory;
import io.hnswitch.time.Seeds;
import io.hnswitch.time.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A lab without devices: a Vert.x, memory, codecs, and time moved by hand. A test deploys real
 * devices in it, talks to them from its own thread, and {@link #settle settles} instead of waiting.
 */
public final class LabHarness implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final int ROUNDS = 40;
  private static final long BYTES = 32L << 20;

  private final Vertx vertx;
  private final ManualTimers timers = new ManualTimers();
  private final ArrayDeque<VerticleBase> deployed = new ArrayDeque<>();
  private final Memory memory;
  private final Lab lab;
  private final Context context;

  public LabHarness() {
    this(BYTES);
  }

  /**
   * @param memoryBytes of the lab's memory, whole pages
   */
  public LabHarness(long memoryBytes) {
    this(memoryBytes, new VertxOptions().setEventLoopPoolSize(1));
  }

  private LabHarness(long memoryBytes, VertxOptions options) {
    vertx = Vertx.vertx(options);
    memory = Memory.reserve(memoryBytes);
    Codecs.install(vertx, memory, 1);
    lab = new Lab(vertx, memory, new Seeds(1), this::timersOf);
    context = lab.newContext();
  }

  /**
   * A lab beside which other things run on loops of their own. Elsewhere there is one loop for
   * everything, so that deployments, too, are among what {@link #settle} lets run; here they are
   * not.
   */
  public static LabHarness withOtherLoops() {
    return new LabHarness(BYTES, new VertxOptions().setEventLoopPoolSize(4));
  }

  /** A lab on the system's own transport, if there is one, for devices with descriptors. */
  public static LabHarness onNativeTransport() {
    var options = new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true);
    return new LabHarness(Memory.DEFAULT_BYTES, options);
  }

  /** The harness' time, with each action run on the context of the device that asked for it. */
  private Timers timersOf(Context device) {
    return new Timers() {
      @Override
      public long nanos() {
        return timers.nanos();
      }

      @Override
      public long epochMillis() {
        return timers.epochMillis();
      }

      @Override
      public Timer after(Duration delay, Runnable action) {
        return timers.after(delay, () -> device.runOnContext(ignored -> action.run()));
      }
    };
  }

  public Vertx vertx() {
    return vertx;
  }

  public Lab lab() {
    return lab;
  }

  public Bus bus() {
    return lab.bus();
  }

  public Memory memory() {
    return memory;
  }

  public ManualTimers timers() {
    return timers;
  }

  /** A context on the lab's event loop, for what a test puts on the bus itself. */
  public Context context() {
    return context;
  }

  /** Deploys a device and waits until it is there. */
  public <V extends VerticleBase> V deploy(V verticle) {
    await(vertx.deployVerticle(verticle));
    deployed.push(verticle);
    return verticle;
  }

  /** Undeploys a device and waits until it is gone. */
  public void undeploy(VerticleBase verticle) {
    deployed.remove(verticle);
    await(vertx.undeploy(verticle.deploymentID()));
  }

  /** Runs an action on the lab's event loop and waits for what it gives. */
  public <T> T onLoop(Supplier<T> action) {
    var result = new CompletableFuture<T>();
    context.runOnContext(
        ignored -> {
          try {
            result.complete(action.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return get(result);
  }

  /** Runs an asynchronous action on the lab's event loop and waits for its outcome. */
  public <T> T awaitOnLoop(Supplier<Future<T>> action) {
    return await(onLoop(action));
  }

  /** Asks for an operation on the event bus and waits for its answer; a refusal is thrown. */
  public JsonObject ask(String operation, JsonObject request) {
    return await(vertx.eventBus().<JsonObject>request(Operations.get(operation).address(), request))
        .body();
  }

  /** Waits for a future; a failure is thrown. */
  public <T> T await(Future<T> future) {
    return get(future.toCompletionStage().toCompletableFuture());
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("nothing happened in " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Lets everything that is on the lab's event loop run, and what follows from it. The rounds
   * follow each other on the loop; only the end crosses to the test's thread.
   */
  public void settle() {
    var settled = new CompletableFuture<Void>();
    round(ROUNDS, settled);
    get(settled);
  }

  private void round(int left, CompletableFuture<Void> settled) {
    context.runOnContext(
        ignored -> {
          if (left == 0) {
            settled.complete(null);
          } else {
            round(left - 1, settled);
          }
        });
  }

  /** Settles until a condition holds: for what crosses other threads, such as deployments. */
  public void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!onLoop(condition::getAsBoolean)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("condition did not hold in " + PATIENCE_SECONDS + " s");
      }
      Thread.yield();
    }
  }

  /** Moves time, and settles after every timer that runs. */
  public void elapse(Duration time) {
    long end = timers.nanos() + time.toNanos();
    settle();
    while (timers.step(end)) {
      settle();
    }
  }

  /** Takes the devices down, the last one first. */
  @Override
  public void close() {
    while (!deployed.isEmpty()) {
      undeploy(deployed.peek());
    }
    await(vertx.close());
    memory.close();
  }
}
