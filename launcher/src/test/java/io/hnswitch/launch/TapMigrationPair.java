package io.hnswitch.launch;

import io.hnswitch.launch.migrate.MigrationPeer;
import io.hnswitch.launch.migrate.MigrationReport;
import io.hnswitch.launch.migrate.PeerLink;
import io.hnswitch.launch.migrate.Tunnel;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two nodes of one machine, one here and one in a process of its own, whose switches are joined by
 * a TCP connection and whose migrations take another.
 */
public final class TapMigrationPair implements AutoCloseable {

  private static final long FIRST_ID = 0x7a00;

  private final MigrationNode left;
  private final Process child;
  private final MigrationPeer right;
  private final NetSocket orders;
  private final ArrayDeque<Promise<String>> answers = new ArrayDeque<>();
  private long migrations;

  /**
   * @param folder for the sockets that TAPs come by, and the other process' lab
   */
  public TapMigrationPair(Path folder, String leftLab, String rightLab) throws IOException {
    left = new MigrationNode("left", 0, folder, TapMigrationChild.arbiter(folder));
    left.start(leftLab);
    var wire = left.wire("to-right", Duration.ZERO);
    left.deploy(wire);
    Map<Byte, Promise<NetSocket>> sockets = new ConcurrentHashMap<>();
    Promise<MigrationPeer> peer = Promise.promise();
    for (var kind : List.of(TapMigrationChild.WIRE, TapMigrationChild.ORDERS)) {
      sockets.put(kind, Promise.promise());
    }
    var server =
        MigrationNode.await(
            left.vertx()
                .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(
                    socket ->
                        socket.handler(
                            first -> {
                              byte kind = first.getByte(0);
                              if (kind == TapMigrationChild.PEER) {
                                peer.complete(
                                    PeerLink.over(
                                        left.vertx(), socket, "right", left.migrations()));
                              } else if (kind == TapMigrationChild.WIRE) {
                                TapMigrationChild.join(wire, socket);
                                sockets.get(kind).complete(socket);
                              } else {
                                socket.handler(RecordParser.newDelimited("\n").handler(this::said));
                                sockets.get(kind).complete(socket);
                              }
                            }))
                .listen());
    var file = folder.resolve("right.yaml");
    Files.writeString(file, rightLab);
    child = start(server.actualPort(), folder, file);
    MigrationNode.await(sockets.get(TapMigrationChild.WIRE).future());
    right = MigrationNode.await(peer.future());
    orders = MigrationNode.await(sockets.get(TapMigrationChild.ORDERS).future());
  }

  private static Process start(int port, Path folder, Path lab) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (var argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            TapMigrationChild.class.getName(),
            Integer.toString(port),
            folder.toString(),
            lab.toString()));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private void said(Buffer line) {
    synchronized (answers) {
      answers.poll().complete(line.toJsonObject().getString("said"));
    }
  }

  private String order(JsonObject order) {
    Promise<String> answer = Promise.promise();
    synchronized (answers) {
      answers.add(answer);
      orders.write(Buffer.buffer(order.encode() + "\n"));
    }
    return MigrationNode.await(answer.future());
  }

  private MigrationId next() {
    return new MigrationId(FIRST_ID + migrations++);
  }

  /** From here to the other process; how it went. */
  public String migrateAway() {
    Future<MigrationReport> report = left.migrations().migrate(next(), "g", right);
    return MigrationNode.await(report).toString();
  }

  /** As {@link #migrateAway}, but a message of this type never comes there and is refused. */
  public String migrateAwayInVain(String type) {
    var peer =
        new MigrationPeer() {
          @Override
          public String node() {
            return right.node();
          }

          @Override
          public Future<JsonObject> request(JsonObject message, Duration patience) {
            return message.getString("type").equals(type)
                ? Future.succeededFuture(new JsonObject().put("refused", "by the test"))
                : right.request(message, patience);
          }

          @Override
          public Future<Tunnel> tunnel(MigrationId id) {
            return right.tunnel(id);
          }
        };
    return MigrationNode.await(left.migrations().migrate(next(), "g", peer)).toString();
  }

  /** From the other process to here; how it went. */
  public String migrateBack() {
    return order(new JsonObject().put("do", "migrate").put("id", next().toString()));
  }

  /** The books of both. */
  public String books() {
    return left.total() + "\n" + order(new JsonObject().put("do", "books"));
  }

  /** The other process dies, as by {@code kill -9}. */
  public void killOther() {
    child.destroyForcibly();
    child.onExit().join();
  }

  @Override
  public void close() {
    killOther();
    left.close();
  }
}
