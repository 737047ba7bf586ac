package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Problem;
import io.hnswitch.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;

/** The public addresses of the event bus, where all is JSON, for the other faces of the console. */
final class BusGateway {

  /** The idempotency key of a request. */
  static final String REQUEST_ID = "hnswitch-request-id";

  private final Vertx vertx;

  BusGateway(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Asks for an operation.
   *
   * @param requestId the caller's idempotency key, empty when it has none
   * @return the answer, {@code revision} and {@code data}; {@link Problem#of(Throwable)} reads a
   *     failure
   */
  Future<JsonObject> request(
      Operation operation, JsonObject body, String requestId, Duration timeout) {
    var options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeout.toMillis());
    if (!requestId.isEmpty()) {
      options.addHeader(REQUEST_ID, requestId);
    }
    return vertx
        .eventBus()
        .<JsonObject>request(operation.address(), body, options)
        .map(Message::body);
  }

  /** Tells whoever listens. */
  void publish(String address, JsonObject body) {
    vertx.eventBus().publish(address, body, new DeliveryOptions().setLocalOnly(true));
  }

  /** Serves an operation on the caller's context. */
  Bus.Registration serve(Operation operation, Function<JsonObject, JsonObject> handler) {
    MessageConsumer<JsonObject> consumer = vertx.eventBus().localConsumer(operation.address());
    consumer.handler(
        message -> {
          try {
            message.reply(handler.apply(message.body()));
          } catch (RuntimeException e) {
            var problem = Problem.of(e);
            message.fail(problem.status(), problem.toJson().encode());
          }
        });
    return consumer::unregister;
  }
}
