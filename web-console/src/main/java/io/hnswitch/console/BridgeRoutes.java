package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus for browsers and scripts: JSON over the WebSocket {@code /eventbus/websocket}, one
 * object a message.
 */
final class BridgeRoutes {

  static final String SOCKET = "/eventbus/websocket";

  private static final Logger LOG = LoggerFactory.getLogger(BridgeRoutes.class);

  /** A WebSocket's code for "this is against the rules". */
  private static final short POLICY = 1008;

  /** A close frame has room for so many bytes of reason. */
  private static final int REASON_MAX = 120;

  private final Bridge bridge;

  BridgeRoutes(Bridge bridge) {
    this.bridge = bridge;
  }

  void addTo(Router router) {
    router.route("/eventbus/*").handler(this::open);
  }

  private void open(RoutingContext route) {
    var request = route.request();
    if (!request.path().equals(SOCKET)
        || !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      Answers.problem(
          route.response(),
          Problem.of(ProblemCode.UNKNOWN_OPERATION, "the event bus is the WebSocket " + SOCKET));
      return;
    }
    var who = GateHandler.principal(route);
    request
        .toWebSocket()
        .onSuccess(socket -> serve(socket, who, route))
        .onFailure(cause -> LOG.debug("a WebSocket was not opened: {}", cause.getMessage()));
  }

  private void serve(ServerWebSocket socket, Principal who, RoutingContext route) {
    var session = new BridgeSession(new Wire(socket, Vertx.currentContext()), bridge, who);
    socket.textMessageHandler(text -> session.receive(Buffer.buffer(text)));
    socket.binaryMessageHandler(session::receive);
    socket.drainHandler(ignored -> session.drained());
    var release = GateHandler.hold(route, session::cut);
    socket.closeHandler(
        ignored -> {
          release.run();
          session.closed();
        });
    // A message that is too large or no WebSocket's: what follows cannot be understood.
    socket.exceptionHandler(
        cause ->
            session.cut(
                Problem.of(ProblemCode.TOO_LARGE, "the message cannot be taken: " + cause)));
  }

  private record Wire(ServerWebSocket socket, Context context) implements BridgeWire {

    @Override
    public String place() {
      return "websocket " + socket.remoteAddress().hostAddress();
    }

    @Override
    public String messageType() {
      return "rec";
    }

    @Override
    public boolean takesTokens() {
      return false;
    }

    @Override
    public boolean admitsStrangers() {
      return false;
    }

    @Override
    public String address() {
      return GateHandler.address(socket.remoteAddress());
    }

    @Override
    public ReadStream<Buffer> from() {
      return socket;
    }

    @Override
    public void later(Runnable action) {
      context.runOnContext(ignored -> action.run());
    }

    @Override
    public WriteStream<Buffer> to() {
      return socket;
    }

    @Override
    public Future<Void> write(Buffer json) {
      return socket.writeTextMessage(json.toString());
    }

    @Override
    public void end(Problem why) {
      var reason = why.code() + ": " + why.detail();
      socket
          .close(POLICY, reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason)
          .onFailure(gone -> LOG.debug("a WebSocket was gone already: {}", gone.getMessage()));
    }
  }
}
