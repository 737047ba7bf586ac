package io.hnswitch.launch.cluster;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What nodes ask each other, as JSON on the event bus that they share: {@code
 * hnswitch.n.<node>.<verb>}, a failure crosses as the problem it is; and what they tell each other,
 * {@code hnswitch.c.<node>.<topic>}. Bridges let none of these addresses through.
 */
public final class Peers {

  private static final String PREFIX = "hnswitch.n.";
  private static final String TOPIC = "hnswitch.c.";

  private static final String BYTES = "bytes";
  private static final String ID = "id";

  /** In the head of a message that only wants to know whether it arrives. */
  private static final String PROBE = "probe";

  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(1);

  private static final int ATTEMPTS = 8;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Vertx vertx;
  private final String node;
  private final Members members;
  private final Map<String, Function<JsonObject, Future<JsonObject>>> served =
      new LinkedHashMap<>();
  private final Map<String, Consumer<JsonObject>> heard = new LinkedHashMap<>();
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();

  private boolean closed;
  private BiConsumer<String, Buffer> taken = (id, bytes) -> {};

  Peers(Vertx vertx, String node, Members members) {
    this.vertx = vertx;
    this.node = node;
    this.members = members;
  }

  /** Asks a node. */
  public Future<JsonObject> ask(String peer, String verb, JsonObject body, Duration patience) {
    return vertx
        .eventBus()
        .<JsonObject>request(
            PREFIX + peer + "." + verb,
            body,
            new DeliveryOptions().setSendTimeout(patience.toMillis()))
        .map(Message::body)
        .recover(cause -> Future.failedFuture(named(peer, verb, patience, cause)));
  }

  private static Throwable named(String peer, String verb, Duration patience, Throwable cause) {
    if (!(cause instanceof ReplyException reply)) {
      return cause;
    }
    return switch (reply.failureType()) {
      case RECIPIENT_FAILURE -> cause;
      case TIMEOUT ->
          Problem.of(
                  ProblemCode.PEER_TIMEOUT,
                  "node " + peer + " did not answer in " + patience.toMillis() + " ms")
              .exception();
      case NO_HANDLERS ->
          Problem.of(ProblemCode.UNAVAILABLE, "node " + peer + " cannot be reached for " + verb)
              .exception();
      case ERROR -> cause;
    };
  }

  /**
   * Tells every other node that is there, each at an address of its own: so it can be seen whether
   * it is reached there.
   */
  public void tell(String topic, JsonObject body) {
    for (var member : members.all()) {
      if (!member.self()) {
        vertx.eventBus().send(TOPIC + member.name() + "." + topic, body);
      }
    }
  }

  /**
   * Answers a verb from when {@link #open} has been called, on the context that calls that.
   *
   * @param handler may fail with a problem
   */
  public void serve(String verb, Function<JsonObject, Future<JsonObject>> handler) {
    served.put(verb, handler);
  }

  /** Hears a topic from when {@link #open} has been called. */
  public void hear(String topic, Consumer<JsonObject> handler) {
    heard.put(topic, handler);
  }

  /**
   * Passes bytes on to a node, in order.
   *
   * @param id what they are about
   * @return done when they are there
   */
  public Future<Void> pass(String peer, String id, Buffer bytes, Duration patience) {
    return vertx
        .eventBus()
        .request(
            PREFIX + peer + "." + BYTES,
            bytes,
            new DeliveryOptions().addHeader(ID, id).setSendTimeout(patience.toMillis()))
        .mapEmpty();
  }

  /** Takes what others pass on, from when {@link #open} has been called. */
  public void take(BiConsumer<String, Buffer> handler) {
    taken = handler;
  }

  /** Whether this may be an address of a node. */
  static boolean isOne(String address) {
    return address.startsWith(PREFIX) || address.startsWith(TOPIC);
  }

  /** All that others can reach this node at. */
  List<String> addresses() {
    var addresses = new ArrayList<String>();
    served.keySet().forEach(verb -> addresses.add(PREFIX + node + "." + verb));
    heard.keySet().forEach(topic -> addresses.add(TOPIC + node + "." + topic));
    addresses.add(PREFIX + node + "." + BYTES);
    return addresses;
  }

  /** Whether a message to an address of some node arrives there. */
  Future<Boolean> reaches(String address) {
    return vertx
        .eventBus()
        .request(
            address,
            new JsonObject(),
            new DeliveryOptions().addHeader(PROBE, "").setSendTimeout(PROBE_PATIENCE.toMillis()))
        .transform(reply -> Future.succeededFuture(reply.succeeded()));
  }

  private static boolean isProbe(Message<?> message) {
    boolean probe = message.headers().contains(PROBE);
    if (probe) {
      message.reply(new JsonObject());
    }
    return probe;
  }

  /** Registers all that is served, on the caller's context; done when other nodes can know. */
  public Future<Void> open() {
    return open(ATTEMPTS);
  }

  /**
   * A node that is just coming or going may have been to keep a copy of a registration: then nobody
   * knows whether it holds, and all are made again.
   */
  private Future<Void> open(int attempts) {
    var before = List.copyOf(consumers);
    return register()
        .recover(
            cause -> {
              if (attempts == 1 || closed) {
                return Future.failedFuture(cause);
              }
              var failed = new ArrayList<>(consumers);
              failed.removeAll(before);
              return end(failed)
                  .transform(gone -> vertx.timer(PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                  .compose(later -> open(attempts - 1));
            });
  }

  private Future<Void> register() {
    var known = new ArrayList<Future<Void>>();
    served.forEach(
        (verb, handler) -> {
          MessageConsumer<JsonObject> consumer =
              vertx.eventBus().consumer(PREFIX + node + "." + verb);
          consumer.handler(message -> answer(handler, message));
          consumers.add(consumer);
          known.add(consumer.completion());
        });
    heard.forEach(
        (topic, handler) -> {
          MessageConsumer<JsonObject> consumer =
              vertx.eventBus().consumer(TOPIC + node + "." + topic);
          consumer.handler(
              message -> {
                if (!isProbe(message)) {
                  handler.accept(message.body());
                }
              });
          consumers.add(consumer);
          known.add(consumer.completion());
        });
    MessageConsumer<Object> bytes = vertx.eventBus().consumer(PREFIX + node + "." + BYTES);
    bytes.handler(
        message -> {
          if (!isProbe(message)) {
            taken.accept(String.valueOf(message.headers().get(ID)), (Buffer) message.body());
            message.reply(new JsonObject());
          }
        });
    consumers.add(bytes);
    known.add(bytes.completion());
    return Future.join(known).mapEmpty();
  }

  private static void answer(
      Function<JsonObject, Future<JsonObject>> handler, Message<JsonObject> message) {
    if (isProbe(message)) {
      return;
    }
    Future.succeededFuture(message.body())
        .compose(handler)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                message.reply(done.result());
              } else {
                var problem = Problem.of(done.cause());
                message.fail(problem.status(), problem.toJson().encode());
              }
            });
  }

  /** Takes all registrations back, for good. */
  public Future<Void> close() {
    closed = true;
    return end(List.copyOf(consumers));
  }

  private Future<Void> end(List<? extends MessageConsumer<?>> some) {
    consumers.removeAll(some);
    return Future.join(some.stream().map(MessageConsumer::unregister).toList()).mapEmpty();
  }

  /**
   * Registers anew: what other nodes know of this one may have been lost. The old registrations go
   * when the new ones are there.
   */
  Future<Void> reopen() {
    if (closed) {
      return Future.succeededFuture();
    }
    var old = List.copyOf(consumers);
    return open().transform(there -> end(old));
  }
}
