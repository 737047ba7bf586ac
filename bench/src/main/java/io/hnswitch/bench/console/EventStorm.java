package io.hnswitch.bench.console;

import io.hnswitch.api.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of a node's TCP bridge that change the lab all the time, each within the limits of a
 * client. Nearly all changes are of a sysctl, an event each; some bring a NIC down or up, which
 * moves its path and what lists show.
 */
final class EventStorm implements AutoCloseable {

  private static final int CLIENTS = 8;
  private static final int OPEN_MAX = 60;
  private static final int LENGTH_BYTES = 4;
  private static final long STEP_MS = 20;
  private static final long PATIENCE_SECONDS = 10;

  /** One of so many changes brings a NIC down or up. */
  private static final int DOWNS = 100;

  private final Vertx vertx;
  private final NetClient net;
  private final int guests;
  private final String token;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong changes = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * Begins.
   *
   * @param perSecond wanted changes
   */
  EventStorm(Vertx vertx, NodeProcess node, int guests, int perSecond) throws Exception {
    this.vertx = vertx;
    this.guests = guests;
    token = node.token();
    net = vertx.createNetClient();
    for (int i = 0; i < CLIENTS; i++) {
      net.connect(node.tcpPort(), "127.0.0.1")
          .map(socket -> change(socket, (double) perSecond / CLIENTS))
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Requests that were not done. */
  int refused() {
    return refused.get();
  }

  private NetSocket change(NetSocket socket, double perSecond) {
    var open = new AtomicInteger();
    read(socket, open);
    socket.closeHandler(
        gone -> {
          if (running.get()) {
            System.err.println("a client that makes events was cut off");
          }
        });
    long began = System.nanoTime();
    var sent = new AtomicLong();
    vertx.setPeriodic(
        STEP_MS,
        timer -> {
          if (!running.get()) {
            vertx.cancelTimer(timer);
            return;
          }
          long due = (long) ((System.nanoTime() - began) / 1e9 * perSecond);
          // What could not be sent in time is left out, so that there is no rush later.
          sent.accumulateAndGet(due - OPEN_MAX, Math::max);
          while (sent.get() < due && open.get() < OPEN_MAX) {
            sent.incrementAndGet();
            open.incrementAndGet();
            send(socket, next());
          }
        });
    return socket;
  }

  private JsonObject next() {
    long number = changes.getAndIncrement();
    if (number % DOWNS == 0) {
      long turn = number / DOWNS;
      var nic = CrowdLab.nic((int) (turn / 2 % guests));
      return request(turn % 2 == 0 ? "nic.down" : "nic.up", new JsonObject().put("nic", nic));
    }
    var name = "dev.hn." + number % guests + ".direct_tx_size";
    var value = Long.toString(128 + number / guests % 1000);
    return request("nic.sysctl-set", new JsonObject().put("name", name).put("value", value));
  }

  private JsonObject request(String operation, JsonObject body) {
    return new JsonObject()
        .put("type", "send")
        .put("address", Operations.get(operation).address())
        .put("replyAddress", "answer")
        .put("headers", new JsonObject().put("hnswitch-token", token))
        .put("body", body);
  }

  private void read(NetSocket socket, AtomicInteger open) {
    var parser = RecordParser.newFixed(LENGTH_BYTES);
    var isLength = new AtomicBoolean(true);
    parser.handler(
        part -> {
          if (isLength.getAndSet(!isLength.get())) {
            parser.fixedSizeMode(part.getInt(0));
          } else {
            parser.fixedSizeMode(LENGTH_BYTES);
            open.decrementAndGet();
            if (new JsonObject(part).getString("type").equals("err")
                && refused.getAndIncrement() == 0) {
              System.err.println("not done: " + part);
            }
          }
        });
    socket.handler(parser);
  }

  private static Future<Void> send(NetSocket socket, JsonObject message) {
    var bytes = Buffer.buffer(message.encode());
    return socket.write(Buffer.buffer().appendInt(bytes.length()).appendBuffer(bytes));
  }

  @Override
  public void close() {
    running.set(false);
    net.close();
  }
}
