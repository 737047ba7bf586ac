package io.hnswitch.wire;

import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/** Passes bytes on until it cuts all connections, wherever the bytes are. */
final class BreakingProxy {

  private final LabHarness harness;
  private final NetServer server;
  private final List<NetSocket> sockets = new ArrayList<>();

  BreakingProxy(LabHarness harness, WireAddress to) {
    this.harness = harness;
    var client = harness.vertx().createNetClient();
    server = harness.vertx().createNetServer();
    server.connectHandler(socket -> connected(client, to, socket));
    harness.awaitOnLoop(() -> server.listen(0, "127.0.0.1"));
  }

  private void connected(NetClient client, WireAddress to, NetSocket socket) {
    sockets.add(socket);
    socket.pause();
    client
        .connect(to.port(), to.host())
        .onSuccess(
            far -> {
              sockets.add(far);
              socket.handler(far::write).closeHandler(gone -> far.close());
              far.handler(socket::write).closeHandler(gone -> socket.close());
              socket.resume();
            });
  }

  WireAddress address() {
    return new WireAddress("127.0.0.1", server.actualPort());
  }

  void cut() {
    harness.awaitOnLoop(
        () -> {
          var closed = sockets.stream().map(NetSocket::close).toList();
          sockets.clear();
          return Future.join(closed).mapEmpty();
        });
  }
}
