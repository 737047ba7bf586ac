package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Problem;
import io.hnswitch.bus.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The public addresses of the event bus, where all is JSON, for the other faces of the console. */
final class BusGateway {

  /** The idempotency key of a request. */
  static final String REQUEST_ID = Operation.REQUEST_ID;

  /** Who asks; set here, never taken from a client. */
  static final String PRINCIPAL = Operation.CALLER;

  /** Role of who asks; set here, never taken from a client. */
  static final String ROLE = "hnswitch-role";

  private final Vertx vertx;

  BusGateway(Vertx vertx) {
    this.vertx = vertx;
  }

  /** A request that arrived. */
  record Call(JsonObject body, Principal who) {

    private static Call of(Message<JsonObject> message) {
      var name = message.headers().get(PRINCIPAL);
      var role = message.headers().get(ROLE);
      return new Call(
          message.body(),
          name == null || role == null
              ? Principal.NODE
              : new Principal(name, Role.valueOf(role.toUpperCase(Locale.ROOT))));
    }
  }

  /**
   * Asks for an operation in the name of the node itself.
   *
   * @return the answer, {@code revision} and {@code data}; {@link Problem#of(Throwable)} reads a
   *     failure
   */
  Future<JsonObject> request(Operation operation, JsonObject body, Duration timeout) {
    return request(operation, body, Map.of(), timeout);
  }

  /**
   * Asks for an operation in the name of a client that may.
   *
   * @param headers what the client says beside
   */
  Future<JsonObject> request(
      Principal who,
      Operation operation,
      JsonObject body,
      Map<String, String> headers,
      Duration timeout) {
    var all = new HashMap<>(headers);
    all.put(PRINCIPAL, who.name());
    all.put(ROLE, who.roleSlug());
    return request(operation, body, all, timeout);
  }

  private Future<JsonObject> request(
      Operation operation, JsonObject body, Map<String, String> headers, Duration timeout) {
    var options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeout.toMillis());
    headers.forEach(options::addHeader);
    return vertx
        .eventBus()
        .<JsonObject>request(operation.address(), body, options)
        .map(Message::body);
  }

  /** Tells whoever listens. */
  void publish(String address, JsonObject body) {
    vertx.eventBus().publish(address, body, new DeliveryOptions().setLocalOnly(true));
  }

  /** Listens to an address on the caller's context. */
  Bus.Registration listen(String address, Consumer<JsonObject> handler) {
    MessageConsumer<JsonObject> consumer = vertx.eventBus().localConsumer(address);
    consumer.handler(message -> handler.accept(message.body()));
    return consumer::unregister;
  }

  /** Serves an operation on the caller's context. */
  Bus.Registration serve(Operation operation, Function<Call, Future<JsonObject>> handler) {
    MessageConsumer<JsonObject> consumer = vertx.eventBus().localConsumer(operation.address());
    consumer.handler(
        message ->
            Future.succeededFuture()
                .compose(now -> handler.apply(Call.of(message)))
                .onSuccess(message::reply)
                .onFailure(
                    cause -> {
                      var problem = Problem.of(cause);
                      message.fail(problem.status(), problem.toJson().encode());
                    }));
    return consumer::unregister;
  }
}
