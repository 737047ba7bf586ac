package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.time.Timers;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A client inside this process. It may what its role may, and has the limits of a {@link
 * BridgeSession}; what that would be cut off for, is refused here. Its methods may be called from
 * any thread.
 */
public final class InnerClient {

  /** Events that wait for it; further ones wait in the node's feed, or end as a gap. */
  public static final int EVENTS_MAX = 256;

  /** Addresses that it can listen to. */
  public static final int REGISTRATIONS_MAX = BridgeSession.REGISTRATIONS_MAX;

  /** Requests that are not answered yet; further ones are refused. */
  public static final int PENDING_MAX = BridgeSession.PENDING_MAX;

  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(30);

  private static final String FROM = "script";

  private final Context context;
  private final BusGateway gateway;
  private final Timers timers;
  private final Principal who;
  private final SessionEvents events;
  private final Allowance allowance;
  private final Set<Promise<JsonObject>> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean isBehind = new AtomicBoolean();
  private volatile boolean closed;

  InnerClient(
      Context context,
      BusGateway gateway,
      EventGateway events,
      Timers timers,
      Principal who,
      BiConsumer<String, JsonObject> inbox) {
    this.context = context;
    this.gateway = gateway;
    this.timers = timers;
    this.who = who;
    this.events =
        new SessionEvents(
            events,
            this::isFull,
            (address, event) -> {
              waiting.incrementAndGet();
              inbox.accept(address, event);
            });
    allowance = new Allowance(BridgeSession.RATE_MAX, BridgeSession.BURST_MAX, timers.nanos());
  }

  /** Requests that are not answered yet. */
  public int pending() {
    return pending.get();
  }

  /** Events that it has been given and has not dealt with yet. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * Asks for an operation.
   *
   * @return the answer, {@code revision} and {@code data}; fails with what {@link
   *     Problem#of(Throwable)} reads. Completed on the console's event loop.
   */
  public Future<JsonObject> request(String name, JsonObject body) {
    var operation = Operations.find(name);
    if (operation.isEmpty()) {
      return refused(ProblemCode.UNKNOWN_OPERATION, "there is no operation \"" + name + "\"");
    }
    var refusal = Access.refusal(who, operation.get());
    if (refusal.isPresent()) {
      gateway.refused(
          timers.epochMillis(), who.from(FROM), operation.get(), body.copy(), "", refusal.get());
      return Future.failedFuture(refusal.get().exception());
    }
    // A copy: whoever asks may go on to change what it asked with.
    var copy = body.copy();
    if (pending.incrementAndGet() > PENDING_MAX) {
      pending.decrementAndGet();
      return refused(ProblemCode.TOO_MANY_REQUESTS, PENDING_MAX + " requests are not answered yet");
    }
    Promise<JsonObject> promise = Promise.promise();
    open.add(promise);
    context.runOnContext(ignored -> ask(operation.get(), copy).onComplete(settle(promise)));
    if (closed) {
      promise.tryFail(gone());
    }
    return promise
        .future()
        .onComplete(
            done -> {
              pending.decrementAndGet();
              open.remove(promise);
            });
  }

  /** Closing may have been faster than the answer. */
  private static Handler<AsyncResult<JsonObject>> settle(Promise<JsonObject> promise) {
    return done -> {
      if (done.succeeded()) {
        promise.tryComplete(done.result());
      } else {
        promise.tryFail(done.cause());
      }
    };
  }

  private Future<JsonObject> ask(Operation operation, JsonObject body) {
    if (closed) {
      return Future.failedFuture(gone());
    }
    if (!allowance.take(timers.nanos())) {
      return refused(
          ProblemCode.TOO_MANY_REQUESTS,
          "more than " + BridgeSession.RATE_MAX + " requests in a second");
    }
    return gateway.request(who.from(FROM), operation, body, Map.of(), REPLY_TIMEOUT);
  }

  private static Future<JsonObject> refused(ProblemCode code, String detail) {
    return Future.failedFuture(Problem.of(code, detail).exception());
  }

  private RuntimeException gone() {
    return Problem.of(ProblemCode.UNAVAILABLE, who.name() + " was stopped").exception();
  }

  /**
   * Begins to listen. What happens after a request that is made later is heard.
   *
   * @throws io.hnswitch.api.ProblemException when nobody can listen there
   */
  public void listen(String address) {
    switch (Access.register(address)) {
      case Access.Decision.Events() -> context.runOnContext(ignored -> add(address));
      case Access.Decision.Refused(var problem, _) -> throw problem.exception();
      case Access.Decision.Ticks(), Access.Decision.Asks(_) ->
          throw Problem.of(ProblemCode.FORBIDDEN, "only events are given to " + who.name())
              .exception();
    }
  }

  private void add(String address) {
    if (!closed) {
      events.add(address);
    }
  }

  /** Listens to an address no more. */
  public void unlisten(String address) {
    context.runOnContext(ignored -> events.remove(address));
  }

  /** Listens to nothing any more. */
  public void unlisten() {
    context.runOnContext(ignored -> events.close());
  }

  private boolean isFull() {
    if (waiting.get() < EVENTS_MAX) {
      return false;
    }
    isBehind.set(true);
    // It may have taken one just before that was set.
    return waiting.get() >= EVENTS_MAX;
  }

  /** It has dealt with an event. */
  public void taken() {
    if (waiting.decrementAndGet() < EVENTS_MAX && isBehind.compareAndSet(true, false)) {
      context.runOnContext(ignored -> events.pump());
    }
  }

  /** Asks and listens no more; what it still waits for fails. */
  public void close() {
    closed = true;
    unlisten();
    open.forEach(promise -> promise.tryFail(gone()));
  }
}
