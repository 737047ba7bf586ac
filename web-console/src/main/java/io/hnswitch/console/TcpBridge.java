package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.time.Duration;

/**
 * The event bus for programs: the objects of the WebSocket, each behind its length as 4 bytes, most
 * significant first. Who shows no token is a viewer, where only this machine reaches it.
 */
final class TcpBridge {

  private static final int LENGTH_BYTES = 4;
  private static final int QUEUE_BYTES = 64 << 10;

  /** For the last words, to a client that may not read. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Bridge bridge;
  private final NetServer server;
  private final boolean strangers;

  /**
   * @param options where and how it listens
   */
  TcpBridge(Vertx vertx, Bridge bridge, NetServerOptions options) {
    this.bridge = bridge;
    strangers = Loopback.isLoopback(options.getHost());
    server = vertx.createNetServer(options).connectHandler(this::serve);
  }

  Future<?> open() {
    return server.listen();
  }

  int actualPort() {
    return server.actualPort();
  }

  Future<?> close() {
    return server.close();
  }

  private void serve(NetSocket socket) {
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    var parser = RecordParser.newFixed(LENGTH_BYTES, socket);
    var wire = new Wire(socket, parser, Vertx.currentContext(), bridge, strangers);
    var session = new BridgeSession(wire, bridge, Principal.ANONYMOUS);
    parser.exceptionHandler(ignored -> socket.close());
    parser.handler(new Frames(session, parser));
    socket.drainHandler(ignored -> session.drained());
    socket.closeHandler(ignored -> session.closed());
  }

  /** Cuts what comes into messages. */
  private static final class Frames implements Handler<Buffer> {

    private final BridgeSession session;
    private final RecordParser parser;
    private boolean isLength = true;

    Frames(BridgeSession session, RecordParser parser) {
      this.session = session;
      this.parser = parser;
    }

    @Override
    public void handle(Buffer part) {
      if (!isLength) {
        isLength = true;
        parser.fixedSizeMode(LENGTH_BYTES);
        session.receive(part);
        return;
      }
      int length = part.getInt(0);
      if (length <= 0 || length > Bridge.MESSAGE_BYTES_MAX) {
        // The session hears nothing after this, whatever the parser makes of what follows.
        session.cut(
            Problem.of(
                ProblemCode.TOO_LARGE,
                "a message is 1 to "
                    + Bridge.MESSAGE_BYTES_MAX
                    + " bytes, not "
                    + Integer.toUnsignedString(length)));
        return;
      }
      isLength = false;
      parser.fixedSizeMode(length);
    }
  }

  private record Wire(
      NetSocket socket, RecordParser parser, Context context, Bridge bridge, boolean strangers)
      implements BridgeWire {

    @Override
    public String place() {
      var peer = socket.remoteAddress();
      return "tcp " + (peer == null ? "" : peer.hostAddress());
    }

    @Override
    public String messageType() {
      return "message";
    }

    @Override
    public boolean takesTokens() {
      return true;
    }

    @Override
    public boolean admitsStrangers() {
      return strangers;
    }

    @Override
    public String address() {
      return GateHandler.address(socket.remoteAddress());
    }

    @Override
    public ReadStream<Buffer> from() {
      return parser;
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
      return socket.write(Buffer.buffer().appendInt(json.length()).appendBuffer(json));
    }

    @Override
    public void end(Problem why) {
      write(BridgeSession.error("", why, ReplyFailure.ERROR).toBuffer());
      // To close waits for what is written; a client that does not read must not hold it.
      var force =
          bridge
              .timers()
              .after(
                  FAREWELL,
                  () -> ((NetSocketInternal) socket).channelHandlerContext().channel().close());
      socket.close().onComplete(done -> force.cancel());
    }
  }
}
