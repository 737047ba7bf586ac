package io.hnswitch.console.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.spi.metrics.EventBusMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the event bus by Micrometer's names. Every hop of a frame is a message of it, so a count
 * here is one addition; the one that comes with Vert.x makes ten objects for each message.
 *
 * <p>Frames have a lane of their own with plain fields: they are only sent and received on the
 * lab's event loop. Whoever reads it elsewhere may see values of a moment ago.
 */
final class BusMeters implements EventBusMetrics<BusMeters.Lane> {

  private static final String FRAMES = "hnswitch.d.";
  private static final String INTERNAL = "__vertx.";

  private final FrameLane frames = new FrameLane();
  private final SharedLane others = new SharedLane();
  private final Lane answers = new NoLane();
  private final LongAdder handlers = new LongAdder();
  private final Map<ReplyFailure, LongAdder> replyFailures =
      Stream.of(ReplyFailure.values())
          .collect(
              Collectors.toMap(
                  failure -> failure, first -> new LongAdder(), (a, b) -> a, TreeMap::new));

  /** What is counted of a handler's messages, together with those of others. */
  sealed interface Lane {
    void scheduled();

    void delivered();

    void discarded();
  }

  private static final class FrameLane implements Lane {
    private long scheduled;
    private long delivered;
    private long discarded;

    @Override
    public void scheduled() {
      scheduled++;
    }

    @Override
    public void delivered() {
      delivered++;
    }

    @Override
    public void discarded() {
      discarded++;
    }
  }

  private static final class SharedLane implements Lane {
    private final LongAdder scheduled = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder discarded = new LongAdder();

    @Override
    public void scheduled() {
      scheduled.increment();
    }

    @Override
    public void delivered() {
      delivered.increment();
    }

    @Override
    public void discarded() {
      discarded.increment();
    }
  }

  /** Answers are the bus's own affair. */
  private static final class NoLane implements Lane {
    @Override
    public void scheduled() {}

    @Override
    public void delivered() {}

    @Override
    public void discarded() {}
  }

  BusMeters(MeterRegistry registry) {
    Gauge.builder("vertx.eventbus.handlers", handlers, LongAdder::sum)
        .description("Handlers that are registered")
        .register(registry);
    Gauge.builder("vertx.eventbus.pending", this, BusMeters::pending)
        .description("Messages received and not processed yet")
        .register(registry);
    FunctionCounter.builder("vertx.eventbus.processed", this, BusMeters::processed)
        .description("Messages processed")
        .register(registry);
    FunctionCounter.builder("vertx.eventbus.discarded", this, BusMeters::discarded)
        .description("Messages discarded because too many waited, or their handler had gone")
        .register(registry);
    replyFailures.forEach(
        (failure, count) ->
            FunctionCounter.builder("vertx.eventbus.reply.failures", count, LongAdder::sum)
                .description("Requests that were not answered, or by a failure")
                .tag("failure", failure.name())
                .register(registry));
  }

  private double pending() {
    // What was done is read first: the other way round it could be more than there was.
    double done = processed() + discarded();
    return Math.max(0, frames.scheduled + others.scheduled.sum() - done);
  }

  private double processed() {
    return frames.delivered + others.delivered.sum();
  }

  private double discarded() {
    return frames.discarded + others.discarded.sum();
  }

  @Override
  public Lane handlerRegistered(String address) {
    if (address.startsWith(INTERNAL)) {
      return answers;
    }
    handlers.increment();
    return address.startsWith(FRAMES) ? frames : others;
  }

  @Override
  public void handlerUnregistered(Lane lane) {
    if (of(lane) != answers) {
      handlers.decrement();
    }
  }

  @Override
  public void scheduleMessage(Lane lane, boolean local) {
    of(lane).scheduled();
  }

  @Override
  public void messageDelivered(Lane lane, boolean local) {
    of(lane).delivered();
  }

  @Override
  public void discardMessage(Lane lane, boolean local, Message<?> message) {
    of(lane).discarded();
  }

  /** The bus knows none yet when a message comes in the moment in which a handler is registered. */
  private Lane of(Lane lane) {
    return lane == null ? others : lane;
  }

  @Override
  public void replyFailure(String address, ReplyFailure failure) {
    replyFailures.get(failure).increment();
  }
}
