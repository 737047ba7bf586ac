package io.hnswitch.sim;

import io.hnswitch.bus.Bus;
import io.hnswitch.bus.DeviceLoop;
import io.hnswitch.bus.Platform;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.bus.Transport;
import io.hnswitch.frame.FrameBurst;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Stands for Vert.x: all devices on one thread, each message delayed by chance. Of the event bus it
 * keeps what is promised, the order between one sender and one receiver, and nothing else.
 */
final class SimPlatform implements Platform, Transport {

  private static final int FAILURE_CODE = 500;

  private final Schedule schedule = new Schedule();
  private final RandomGenerator chance;
  private final List<SimLoop> loops = new ArrayList<>();
  private final SimLoop script = newSimLoop("script");
  private final SimLoop deployer = newSimLoop("deployer");
  private final Map<String, Served> served = new HashMap<>();
  private final Map<String, FramesServed> frames = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final Map<String, VerticleBase> deployed = new HashMap<>();
  private final Watch watch;
  private Tampering tampering = Tampering.NONE;
  private Weather weather = Weather.FAIR;
  private Optional<Consumer<String>> log = Optional.empty();
  private int burstsLostPerMille;
  private SimLoop current = script;
  private int deployments;
  private int pending;
  private long steps;
  private long trace;
  private Throwable thrown;

  /** A handler of control messages. */
  private record Served(SimLoop loop, Function<Object, Future<?>> handler) {}

  /** A handler of bursts. */
  private record FramesServed(
      SimLoop loop, Consumer<FrameBurst> handler, Consumer<FrameBurst> discarded) {}

  private record Listener(SimLoop loop, String address, Consumer<Object> handler) {}

  SimPlatform(RandomGenerator chance, Watch watch) {
    this.chance = chance;
    this.watch = watch;
  }

  Schedule schedule() {
    return schedule;
  }

  /** Tells of every control message, for whoever looks into a run. */
  void log(Optional<Consumer<String>> lines) {
    log = lines;
  }

  private void log(String what, String address, Object message) {
    log.ifPresent(
        lines ->
            lines.accept(
                String.format(
                    "%14.6f s  %-20s %s %s %s",
                    schedule.nanos() / 1e9, current, what, address, message)));
  }

  void tampering(Tampering now) {
    tampering = now;
  }

  void weather(Weather now) {
    weather = now;
  }

  /** How many bursts of a thousand find the receiver's queue full. */
  void burstsLost(int perMille) {
    burstsLostPerMille = perMille;
  }

  /** The loop of whoever runs the script. */
  SimLoop script() {
    return script;
  }

  /** Turns that have run. */
  long steps() {
    return steps;
  }

  /** A number that depends on every turn there was: the same for the same run. */
  long trace() {
    return trace;
  }

  /** Requests without an answer or a time-out so far. */
  int pending() {
    return pending;
  }

  /** What a device threw. */
  Optional<Throwable> thrown() {
    return Optional.ofNullable(thrown);
  }

  /** All devices there have been of that name. */
  List<SimLoop> loops(String device) {
    return loops.stream().filter(loop -> loop.device().equals(device)).toList();
  }

  void resumeAll() {
    loops.stream().filter(loop -> loop.stalledUntil() > 0).forEach(schedule::resume);
  }

  // Turns.

  /** Runs the next turn that is due by then, and says whether there was one. */
  boolean step(long end) {
    var turn = schedule.next(end);
    if (turn == null) {
      return false;
    }
    steps++;
    trace = (trace ^ schedule.nanos() ^ (long) turn.loop().index() << 48) * 0x100_0000_01b3L;
    run(turn.loop(), turn::run);
    return true;
  }

  private void run(SimLoop loop, Runnable action) {
    var before = current;
    current = loop;
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      if (thrown == null) {
        thrown = e;
      }
    } finally {
      current = before;
    }
  }

  void post(SimLoop to, Runnable action) {
    post(current, to, 0, action);
  }

  private void post(SimLoop from, SimLoop to, long late, Runnable action) {
    schedule.at(
        to.arrival(from, weather.delay(chance, from.index(), to.index()) + late), to, action);
  }

  private SimLoop newSimLoop(String device) {
    var loop = new SimLoop(this, schedule, device, loops.size());
    loops.add(loop);
    return loop;
  }

  // Deployments.

  @Override
  public Transport transport() {
    return this;
  }

  @Override
  public DeviceLoop newLoop(String device) {
    return newSimLoop(device);
  }

  @Override
  public Future<String> deploy(VerticleBase verticle) {
    var id = "deployment-" + ++deployments;
    deployed.put(id, verticle);
    return elsewhere(verticle, true).map(done -> id);
  }

  @Override
  public Future<Void> undeploy(String deployment) {
    var verticle = deployed.remove(deployment);
    return verticle == null
        ? Future.failedFuture("unknown deployment " + deployment)
        : elsewhere(verticle, false);
  }

  /** Starting and stopping take their time; the caller hears of it on its own loop. */
  private Future<Void> elsewhere(VerticleBase verticle, boolean start) {
    Promise<Void> promise = Promise.promise();
    var asker = current;
    post(
        deployer,
        () ->
            startOrStop(verticle, start)
                .onComplete(done -> post(asker, () -> promise.handle(done.mapEmpty()))));
    return promise.future();
  }

  private static Future<?> startOrStop(VerticleBase verticle, boolean start) {
    try {
      return start ? verticle.start() : verticle.stop();
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  // Control messages.

  @Override
  public void send(String address, Object message) {
    var to = served.get(address);
    switch (tampering.fate(address, message)) {
      case Tampering.Fate.Delivered _ -> deliver(to, address, message, 0, answer -> {});
      case Tampering.Fate.Answered _ -> {}
      case Tampering.Fate.AnsweredBeforeDelivery(var _, var late) ->
          deliver(to, address, message, late.toNanos(), answer -> {});
    }
  }

  @Override
  public Future<Object> request(String address, Object message, Duration timeout) {
    Promise<Object> promise = Promise.promise();
    var asker = current;
    pending++;
    var timer = schedule.at(schedule.nanos() + timeout.toNanos(), asker, () -> late(promise));
    Consumer<Future<?>> answer =
        result ->
            post(
                asker,
                () -> {
                  timer.cancel();
                  finish(promise, address, message, result);
                });
    var to = served.get(address);
    switch (tampering.fate(address, message)) {
      case Tampering.Fate.Delivered _ -> {
        if (to == null) {
          answer.accept(failure(ReplyFailure.NO_HANDLERS, "nobody at " + address));
        } else {
          deliver(to, address, message, 0, answer);
        }
      }
      case Tampering.Fate.Answered(var instead) -> answer.accept(Future.succeededFuture(instead));
      case Tampering.Fate.AnsweredBeforeDelivery(var instead, var late) -> {
        answer.accept(Future.succeededFuture(instead));
        deliver(to, address, message, late.toNanos(), ignored -> {});
      }
    }
    return promise.future();
  }

  private void late(Promise<Object> promise) {
    if (promise.tryFail(new ReplyException(ReplyFailure.TIMEOUT, "no answer in time"))) {
      pending--;
    }
  }

  private void finish(Promise<Object> promise, String address, Object message, Future<?> result) {
    if (promise.future().isComplete()) {
      return;
    }
    pending--;
    log(
        "==",
        address,
        message + " gives " + (result.succeeded() ? result.result() : result.cause()));
    if (result.succeeded()) {
      watch.answered(current, address, message, result.result());
      promise.complete(result.result());
    } else if (result.cause() instanceof RefusedException refused) {
      promise.complete(refused.refused());
    } else if (result.cause() instanceof ReplyException) {
      promise.fail(result.cause());
    } else {
      promise.fail(
          new ReplyException(
              ReplyFailure.RECIPIENT_FAILURE,
              FAILURE_CODE,
              String.valueOf(result.cause().getMessage())));
    }
  }

  private static Future<Object> failure(ReplyFailure kind, String text) {
    return Future.failedFuture(new ReplyException(kind, text));
  }

  private void deliver(
      Served to, String address, Object message, long late, Consumer<Future<?>> answer) {
    if (to == null) {
      return;
    }
    post(
        current,
        to.loop,
        late,
        () -> {
          if (served.get(address) != to) {
            answer.accept(failure(ReplyFailure.TIMEOUT, "discarded at " + address));
            return;
          }
          log("<-", address, message);
          watch.delivering(address, message);
          handle(to, message, answer);
        });
  }

  private static void handle(Served to, Object message, Consumer<Future<?>> answer) {
    Future<?> result;
    try {
      result = to.handler.apply(message);
    } catch (RuntimeException e) {
      answer.accept(Future.failedFuture(e));
      throw e;
    }
    if (result != null) {
      result.onComplete(done -> answer.accept(result));
    }
  }

  /** What a device answers at this moment, past the bus; for requests that change nothing. */
  <T> Optional<T> peek(String address, Object request, Class<T> type) {
    var to = served.get(address);
    if (to == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(to.handler.apply(request).result())
        .filter(type::isInstance)
        .map(type::cast);
  }

  @Override
  public Bus.Registration serve(String address, Function<Object, Future<?>> handler) {
    var mine = new Served(current, handler);
    if (served.putIfAbsent(address, mine) != null) {
      throw new IllegalStateException("two at " + address);
    }
    return () -> {
      served.remove(address, mine);
      return Future.succeededFuture();
    };
  }

  // Events.

  @Override
  public void publish(String address, Object message) {
    for (var listener : listeners) {
      if (listener.address.equals(address)) {
        post(listener.loop, () -> listener.handler.accept(message));
      }
    }
  }

  @Override
  public Bus.Registration listen(String address, Consumer<Object> handler) {
    var listener = new Listener(current, address, handler);
    listeners.add(listener);
    return () -> {
      listeners.remove(listener);
      return Future.succeededFuture();
    };
  }

  // Frames.

  @Override
  public Bus.Registration onFrames(
      String address, Consumer<FrameBurst> handler, Consumer<FrameBurst> discarded) {
    var mine = new FramesServed(current, handler, discarded);
    if (frames.putIfAbsent(address, mine) != null) {
      throw new IllegalStateException("two at " + address);
    }
    return () -> {
      frames.remove(address, mine);
      return Future.succeededFuture();
    };
  }

  @Override
  public FrameWay way(String address) {
    var from = current;
    return burst -> hand(from, address, burst);
  }

  private boolean hand(SimLoop from, String address, FrameBurst burst) {
    var to = frames.get(address);
    log("->", address, burst.fence() == null ? burst.size() + " frames" : burst.fence());
    watch.handed(from, address, burst);
    if (to == null) {
      return false;
    }
    // Credits keep receivers' queues short; what must not be lost in any case is the fence.
    boolean lost =
        burstsLostPerMille > 0
            && burst.fence() == null
            && chance.nextInt(1000) < burstsLostPerMille;
    post(
        from,
        to.loop,
        0,
        () -> {
          if (lost || frames.get(address) != to) {
            to.discarded.accept(burst);
          } else {
            to.handler.accept(burst);
          }
        });
    return true;
  }
}
