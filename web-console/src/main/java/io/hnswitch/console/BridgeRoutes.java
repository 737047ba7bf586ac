package io.hnswitch.console;

import io.hnswitch.api.Operation;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The event bus for browsers and scripts: JSON over the WebSocket {@code /eventbus/websocket}. In
 * go requests to the addresses of the catalogue, out come events and ticks; anything else is
 * refused.
 *
 * <p>Clients may send text or binary frames; what comes out is UTF-8 in binary frames, as Vert.x's
 * bridge writes buffers on a raw WebSocket.
 */
final class BridgeRoutes {

  /** Of one WebSocket message, in bytes; more closes the socket. */
  static final int MESSAGE_BYTES_MAX = 1 << 20;

  private static final String SOCKET = "/eventbus/websocket";
  private static final int REGISTRATIONS_MAX = 100;
  private static final int PING_TIMEOUT_MS = 30_000;
  private static final int REPLY_TIMEOUT_MS = 30_000;
  private static final Set<String> HEADERS = Set.of(BusGateway.REQUEST_ID, "traceparent");

  private final Vertx vertx;
  private final TickListeners listeners;

  BridgeRoutes(Vertx vertx, TickListeners listeners) {
    this.vertx = vertx;
    this.listeners = listeners;
  }

  void addTo(Router router) {
    // SockJS has other ways in, for browsers without WebSockets; nobody needs them here.
    router
        .route("/eventbus/*")
        .handler(
            route -> {
              if (route.request().path().equals(SOCKET)) {
                route.next();
              } else {
                Answers.problem(
                    route.response(),
                    Problem.of(
                        ProblemCode.UNKNOWN_OPERATION, "the event bus is the WebSocket " + SOCKET));
              }
            });
    router
        .route("/eventbus/*")
        .subRouter(
            SockJSHandler.create(vertx, new SockJSHandlerOptions().setRegisterWriteHandler(false))
                .bridge(options(), this::on));
  }

  private static SockJSBridgeOptions options() {
    var options =
        new SockJSBridgeOptions()
            .setMaxHandlersPerSocket(REGISTRATIONS_MAX)
            .setPingTimeout(PING_TIMEOUT_MS)
            .setReplyTimeout(REPLY_TIMEOUT_MS);
    Operations.all().stream()
        .map(Operation::address)
        .forEach(
            address -> options.addInboundPermitted(new PermittedOptions().setAddress(address)));
    return options
        .addOutboundPermitted(matching(EventGateway.EVENTS))
        .addOutboundPermitted(matching(TickSource.TICKS));
  }

  private static PermittedOptions matching(String prefix) {
    return new PermittedOptions().setAddressRegex(prefix.replace(".", "\\.") + ".+");
  }

  private void on(BridgeEvent event) {
    listeners.on(event);
    if (event.type() == BridgeEventType.SOCKET_ERROR) {
      // Part of a message was thrown away: what follows cannot be understood.
      event.socket().close();
    }
    if (event.type() == BridgeEventType.PUBLISH) {
      // A request has one receiver and an answer.
      event.complete(false);
      return;
    }
    if (event.type() == BridgeEventType.SEND) {
      if (!(event.getRawMessage().getValue("body") instanceof JsonObject)) {
        event.complete(false);
        return;
      }
      keepKnownHeaders(event.getRawMessage());
    }
    event.complete(true);
  }

  /** Who a request is from is said by the bridge, never by the client. */
  private static void keepKnownHeaders(JsonObject message) {
    if (message.getValue("headers") instanceof JsonObject headers) {
      message.put(
          "headers",
          new JsonObject(
              headers.stream()
                  .filter(one -> HEADERS.contains(one.getKey()) && one.getValue() instanceof String)
                  .collect(Collectors.toMap(one -> one.getKey(), one -> one.getValue()))));
    } else {
      message.remove("headers");
    }
  }
}
