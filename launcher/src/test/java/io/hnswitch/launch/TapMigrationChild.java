package io.hnswitch.launch;

import io.hnswitch.launch.migrate.Arbiter;
import io.hnswitch.launch.migrate.PeerLink;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.Side;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A node in a process of its own: connects to the test with three sockets, one for the wire between
 * the switches, one for migrations, one for what it is told to do.
 */
final class TapMigrationChild {

  static final byte WIRE = 'W';
  static final byte PEER = 'P';
  static final byte ORDERS = 'O';

  private TapMigrationChild() {}

  /**
   * Runs the node until its orders end.
   *
   * @param arguments port of the test, folder of both, file of the lab
   */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[0]);
    var folder = Path.of(arguments[1]);
    var node = new MigrationNode("right", 1, folder, arbiter(folder));
    node.start(Files.readString(Path.of(arguments[2])));
    var wire = node.wire("to-left", Duration.ZERO);
    node.deploy(wire);
    connect(node, port, WIRE, socket -> join(wire, socket));
    var link = new PeerLink[1];
    connect(
        node,
        port,
        PEER,
        socket -> link[0] = PeerLink.over(node.vertx(), socket, "left", node.migrations()));
    connect(node, port, ORDERS, socket -> obey(node, socket, link[0]));
  }

  private static void connect(MigrationNode node, int port, byte kind, Consumer<NetSocket> ready) {
    var client = node.vertx().createNetClient();
    MigrationNode.await(
        client
            .connect(port, "127.0.0.1")
            .onSuccess(
                socket -> {
                  ready.accept(socket);
                  socket.write(Buffer.buffer().appendByte(kind));
                }));
  }

  private static void obey(MigrationNode node, NetSocket socket, PeerLink link) {
    socket.closeHandler(gone -> Runtime.getRuntime().halt(0));
    socket.handler(
        RecordParser.newDelimited("\n")
            .handler(
                line -> {
                  var order = line.toJsonObject();
                  answer(node, order, link)
                      .onComplete(
                          done ->
                              socket.write(
                                  new JsonObject()
                                          .put(
                                              "said",
                                              done.succeeded()
                                                  ? done.result()
                                                  : done.cause().toString())
                                          .encode()
                                      + "\n"));
                }));
  }

  private static Future<String> answer(MigrationNode node, JsonObject order, PeerLink link) {
    return switch (order.getString("do")) {
      case "migrate" ->
          node.migrations()
              .migrate(MigrationId.parse(order.getString("id")), "g", link)
              .map(Object::toString);
      case "books" ->
          node.onLoop(() -> Future.succeededFuture(node.lab().ledger().total().toString()));
      default -> Future.failedFuture("no such order: " + order);
    };
  }

  /** Whoever makes the link first has decided, for all processes of the machine. */
  static Arbiter arbiter(Path folder) {
    return (id, guest, wish) -> {
      var link = folder.resolve("decided-" + id);
      try {
        Files.createSymbolicLink(link, Path.of(wish.name()));
        return Future.succeededFuture(wish);
      } catch (FileAlreadyExistsException e) {
        return Future.succeededFuture(decided(link));
      } catch (IOException e) {
        return Future.failedFuture(e);
      }
    };
  }

  private static Side decided(Path link) {
    try {
      return Side.valueOf(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Joins the end of a wire with that of another process. */
  static void join(WireEnd wire, NetSocket socket) {
    var parser = RecordParser.newFixed(4);
    var inBody = new boolean[1];
    parser.handler(
        part -> {
          if (inBody[0]) {
            wire.arrives(part.getBytes());
            parser.fixedSizeMode(4);
          } else {
            parser.fixedSizeMode(part.getInt(0));
          }
          inBody[0] = !inBody[0];
        });
    socket.handler(parser);
    wire.sendTo(
        bytes ->
            socket.write(
                Buffer.buffer(4 + bytes.length).appendInt(bytes.length).appendBytes(bytes)));
  }
}
