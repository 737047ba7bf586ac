package io.hnswitch.console;

import io.hnswitch.api.AuditRecord;
import io.hnswitch.api.Caller;
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
import java.util.Map;
import java.util.function.Consumer;

/** The public addresses of the event bus, where all is JSON, for the other faces of the console. */
final class BusGateway {

  private final Vertx vertx;
  private final Consumer<AuditRecord> audit;

  /**
   * @param audit gets each change that was made or refused here
   */
  BusGateway(Vertx vertx, Consumer<AuditRecord> audit) {
    this.vertx = vertx;
    this.audit = audit;
  }

  /** Records a change. */
  void record(AuditRecord change) {
    audit.accept(change);
  }

  /** Records that a change was refused before anybody was asked; what only reads is not. */
  void refused(
      long atMillis,
      Caller caller,
      Operation operation,
      JsonObject body,
      String requestId,
      Problem problem) {
    if (operation.kind() == Operation.Kind.CHANGE) {
      record(AuditRecord.refused(atMillis, caller, operation, body, requestId, problem));
    }
  }

  /**
   * Asks for an operation in the name of the node itself.
   *
   * @return the answer, {@code revision} and {@code data}; {@link Problem#of(Throwable)} reads a
   *     failure
   */
  Future<JsonObject> request(Operation operation, JsonObject body, Duration timeout) {
    return request(operation, body, options(Map.of(), timeout));
  }

  /**
   * Asks for an operation in the name of a client that may.
   *
   * @param headers what the client says beside
   */
  Future<JsonObject> request(
      Caller caller,
      Operation operation,
      JsonObject body,
      Map<String, String> headers,
      Duration timeout) {
    return request(operation, body, caller.addTo(options(headers, timeout)));
  }

  private static DeliveryOptions options(Map<String, String> headers, Duration timeout) {
    var options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeout.toMillis());
    headers.forEach(options::addHeader);
    return options;
  }

  private Future<JsonObject> request(
      Operation operation, JsonObject body, DeliveryOptions options) {
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
}
