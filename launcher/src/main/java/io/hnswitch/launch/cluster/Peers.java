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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What nodes ask each other, as JSON on the event bus that they share: {@code
 * hnswitch.n.<node>.<verb>}; a failure crosses as the problem it is. Bridges let none of these
 * addresses through.
 */
public final class Peers {

  private static final String PREFIX = "hnswitch.n.";
  private static final String ALL = "hnswitch.c.";

  private static final String BYTES = "bytes";
  private static final String ID = "id";

  private final Vertx vertx;
  private final String node;
  private final Map<String, Function<JsonObject, Future<JsonObject>>> served =
      new LinkedHashMap<>();
  private final Map<String, Consumer<JsonObject>> heard = new LinkedHashMap<>();
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();

  private BiConsumer<String, Buffer> taken = (id, bytes) -> {};

  Peers(Vertx vertx, String node) {
    this.vertx = vertx;
    this.node = node;
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

  /** Tells every node, this one included. */
  public void tell(String topic, JsonObject body) {
    vertx.eventBus().publish(ALL + topic, body);
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

  /** Registers all that is served, on the caller's context; done when other nodes can know. */
  public Future<Void> open() {
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
          MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(ALL + topic);
          consumer.handler(message -> handler.accept(message.body()));
          consumers.add(consumer);
          known.add(consumer.completion());
        });
    MessageConsumer<Buffer> bytes = vertx.eventBus().consumer(PREFIX + node + "." + BYTES);
    bytes.handler(
        message -> {
          taken.accept(String.valueOf(message.headers().get(ID)), message.body());
          message.reply(new JsonObject());
        });
    consumers.add(bytes);
    known.add(bytes.completion());
    return Future.all(known).mapEmpty();
  }

  private static void answer(
      Function<JsonObject, Future<JsonObject>> handler, Message<JsonObject> message) {
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

  /** Takes all registrations back. */
  public Future<Void> close() {
    var gone = consumers.stream().map(MessageConsumer::unregister).toList();
    consumers.clear();
    return Future.join(gone).mapEmpty();
  }

  /** Registers anew: what other nodes know of this one may have been lost. */
  public Future<Void> reopen() {
    return close().transform(closed -> open());
  }
}
