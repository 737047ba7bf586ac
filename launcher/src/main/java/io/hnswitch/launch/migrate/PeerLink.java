package io.hnswitch.launch.migrate;

import io.hnswitch.migration.MigrationId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Another node, at the other end of a TCP connection that carries the messages and the tunnels of
 * migrations both ways and nothing else. Who may connect, and which node it is, has been found out
 * before. Each record, in network order:
 *
 * <table>
 * <caption>Record</caption>
 * <tr><th>offset</th><th>size</th><th>field</th><th>meaning</th></tr>
 * <tr><td>0</td><td>4</td><td>length</td><td>bytes that follow, 9 to 32 MiB</td></tr>
 * <tr><td>4</td><td>1</td><td>kind</td><td>1: request, 2: answer, 3: tunnel</td></tr>
 * <tr><td>5</td><td>8</td><td>number</td><td>of the request, or the migration</td></tr>
 * <tr><td>13</td><td></td><td>body</td><td>JSON, or a message of the tunnel</td></tr>
 * </table>
 */
public final class PeerLink implements MigrationPeer {

  private static final int LENGTH_BYTES = 4;
  private static final int HEAD_BYTES = 9;
  private static final int LENGTH_MAX = 32 << 20;
  private static final byte REQUEST = 1;
  private static final byte ANSWER = 2;
  private static final byte TUNNEL = 3;

  private final Vertx vertx;
  private final Context context;
  private final NetSocket socket;
  private final String node;
  private final Migrations migrations;
  private final RecordParser parser = RecordParser.newFixed(LENGTH_BYTES);
  private final Map<Long, Promise<JsonObject>> pending = new HashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private long requests;
  private boolean inBody;
  private boolean closed;

  private PeerLink(Vertx vertx, NetSocket socket, String node, Migrations migrations) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.socket = socket;
    this.node = node;
    this.migrations = migrations;
  }

  /**
   * Uses a connection from now on; called on its context, where it was made.
   *
   * @param node the name of the node at the other end
   * @param migrations of this node
   */
  public static PeerLink over(Vertx vertx, NetSocket socket, String node, Migrations migrations) {
    var link = new PeerLink(vertx, socket, node, migrations);
    link.parser.handler(link::record);
    socket.handler(link.parser);
    socket.drainHandler(ignored -> link.room());
    socket.closeHandler(ignored -> link.lost());
    socket.exceptionHandler(cause -> socket.close());
    return link;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public Future<JsonObject> request(JsonObject message, Duration patience) {
    Promise<JsonObject> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          if (closed) {
            promise.fail("the connection to " + node + " is closed");
            return;
          }
          long number = ++requests;
          pending.put(number, promise);
          vertx.setTimer(Math.max(1, patience.toMillis()), late -> expire(number));
          send(REQUEST, number, message.toBuffer());
        });
    return promise.future();
  }

  private void expire(long number) {
    var promise = pending.remove(number);
    if (promise != null) {
      promise.fail("node " + node + " did not answer in time");
    }
  }

  private void send(byte kind, long number, Buffer body) {
    socket.write(
        Buffer.buffer(LENGTH_BYTES + HEAD_BYTES + body.length())
            .appendInt(HEAD_BYTES + body.length())
            .appendByte(kind)
            .appendLong(number)
            .appendBuffer(body));
  }

  private void record(Buffer part) {
    if (inBody) {
      inBody = false;
      parser.fixedSizeMode(LENGTH_BYTES);
      take(part.getByte(0), part.getLong(1), part.getBuffer(HEAD_BYTES, part.length()));
      return;
    }
    int length = part.getInt(0);
    if (length < HEAD_BYTES || length > LENGTH_MAX) {
      socket.close();
      return;
    }
    inBody = true;
    parser.fixedSizeMode(length);
  }

  private void take(byte kind, long number, Buffer body) {
    switch (kind) {
      case REQUEST ->
          migrations
              .receive(node, json(body))
              .onSuccess(
                  answer ->
                      context.runOnContext(ignored -> send(ANSWER, number, answer.toBuffer())));
      case ANSWER -> {
        var promise = pending.remove(number);
        if (promise != null) {
          promise.complete(json(body));
        }
      }
      case TUNNEL -> migrations.tunnelled(new MigrationId(number), body);
      default -> socket.close();
    }
  }

  /** An empty object says nothing that anybody would act upon. */
  private static JsonObject json(Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      return new JsonObject();
    }
  }

  private void room() {
    var all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(Runnable::run);
  }

  private void lost() {
    closed = true;
    var all = List.copyOf(pending.values());
    pending.clear();
    all.forEach(promise -> promise.fail("the connection to " + node + " was lost"));
    migrations.peerLost(node);
    room();
  }

  @Override
  public Future<Tunnel> tunnel(MigrationId id) {
    return Future.succeededFuture(
        new Tunnel() {
          @Override
          public void send(Buffer message) {
            PeerLink.this.send(TUNNEL, id.value(), message);
          }

          @Override
          public boolean isFull() {
            return socket.writeQueueFull();
          }

          @Override
          public void onRoom(Runnable action) {
            context.runOnContext(
                ignored -> {
                  if (closed || !socket.writeQueueFull()) {
                    action.run();
                  } else {
                    waiting.add(action);
                  }
                });
          }

          @Override
          public void close() {}
        });
  }
}
