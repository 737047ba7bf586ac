package io.hnswitch.bench;

import io.hnswitch.api.Operations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long a node's TCP bridge takes to answer each of many clients, without and with two that
 * misbehave: one floods, one asks for much and reads nothing; cut off, they come back after 50 ms.
 * Rounds of both kinds take turns in one run, so that the machine is the same for both.
 *
 * <p>Arguments: host, port, clients, seconds of a round, rounds.
 */
public final class BridgeReport {

  private static final int LENGTH_BYTES = 4;
  private static final long ASK_EVERY_MS = 500;
  private static final long BACK_AFTER_NANOS = 50_000_000;

  /** Some 4000 messages a second; faster, they would take the processors from all others. */
  private static final long PAUSE_NANOS = 200_000;

  private static final int HIGHEST_MICROS = 60_000_000;
  private static final double PERCENT_50 = 50;
  private static final double PERCENT_99 = 99;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient net = vertx.createNetClient();
  private final String host;
  private final int port;
  private final AtomicBoolean misbehave = new AtomicBoolean();
  private final AtomicLong cuts = new AtomicLong();
  private volatile Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 2);

  private BridgeReport(String host, int port) {
    this.host = host;
    this.port = port;
  }

  public static void main(String[] args) throws Exception {
    var report = new BridgeReport(args[0], Integer.parseInt(args[1]));
    try {
      report.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    } finally {
      report.vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private void run(int clients, int seconds, int rounds) throws Exception {
    for (int i = 0; i < clients; i++) {
      await(net.connect(port, host).map(this::ask));
    }
    System.out.println("| round | misbehaving | answers | median us | p99 us | max us |");
    System.out.println("|---|---|---|---|---|---|");
    round(0, false, seconds);
    var medians = new ArrayList<Double>();
    var tails = new ArrayList<Double>();
    for (int i = 1; i <= rounds; i++) {
      var normal = round(i, false, seconds);
      var beside = round(i, true, seconds);
      medians.add(ratio(beside, normal, PERCENT_50));
      tails.add(ratio(beside, normal, PERCENT_99));
    }
    System.out.printf(
        "%n%d clients, cut off %d times. With misbehaving ones to without, median of rounds:"
            + " median %.2f, p99 %.2f%n",
        clients, cuts.get(), middle(medians), middle(tails));
  }

  private static double ratio(Histogram one, Histogram other, double percentile) {
    return (double) one.getValueAtPercentile(percentile)
        / Math.max(1, other.getValueAtPercentile(percentile));
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private Histogram round(int number, boolean bad, int seconds) throws Exception {
    misbehave.set(bad);
    if (bad) {
      flood();
      hoard();
    }
    micros = new ConcurrentHistogram(HIGHEST_MICROS, 2);
    TimeUnit.SECONDS.sleep(seconds);
    var done = micros;
    if (number > 0) {
      System.out.printf(
          "| %d | %s | %d | %d | %d | %d |%n",
          number,
          bad ? "yes" : "no",
          done.getTotalCount(),
          done.getValueAtPercentile(PERCENT_50),
          done.getValueAtPercentile(PERCENT_99),
          done.getMaxValue());
    }
    misbehave.set(false);
    return done;
  }

  /** A client that behaves: a question now and then, the next not before the answer. */
  private NetSocket ask(NetSocket socket) {
    var asked = new AtomicLong();
    read(
        socket,
        message -> {
          long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - asked.getAndSet(0));
          micros.recordValue(Math.min(HIGHEST_MICROS, took));
        });
    vertx.setPeriodic(
        ASK_EVERY_MS,
        timer -> {
          if (asked.compareAndSet(0, System.nanoTime())) {
            send(socket, request("sys.ping"));
          }
        });
    return socket;
  }

  /**
   * Writes as fast as the node reads; threads of their own, so that nothing here waits for them.
   */
  private void flood() {
    again(Buffer.buffer(new JsonObject().put("type", "ping").encode()), true);
  }

  /** Asks for much and reads nothing. */
  private void hoard() {
    again(request("sys.describe"), false);
  }

  private void again(Buffer message, boolean reads) {
    var bytes = Buffer.buffer().appendInt(message.length()).appendBuffer(message).getBytes();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (misbehave.get()) {
                try (var socket = new Socket(host, port)) {
                  misbehave(socket, bytes, reads);
                } catch (IOException e) {
                  cuts.incrementAndGet();
                  LockSupport.parkNanos(BACK_AFTER_NANOS);
                }
              }
            });
  }

  private void misbehave(Socket socket, byte[] bytes, boolean reads) throws IOException {
    var rest = new byte[1 << 16];
    while (misbehave.get()) {
      socket.getOutputStream().write(bytes);
      LockSupport.parkNanos(PAUSE_NANOS);
      var in = socket.getInputStream();
      if (reads && in.available() > 0 && in.read(rest) < 0) {
        throw new IOException("cut off");
      }
    }
  }

  private static Buffer request(String operation) {
    return Buffer.buffer(
        new JsonObject()
            .put("type", "send")
            .put("address", Operations.get(operation).address())
            .put("replyAddress", "answer")
            .put("body", new JsonObject())
            .encode());
  }

  private static void read(NetSocket socket, Consumer<Buffer> message) {
    var parser = RecordParser.newFixed(LENGTH_BYTES);
    var isLength = new AtomicBoolean(true);
    parser.handler(
        part -> {
          if (isLength.getAndSet(!isLength.get())) {
            parser.fixedSizeMode(part.getInt(0));
          } else {
            parser.fixedSizeMode(LENGTH_BYTES);
            message.accept(part);
          }
        });
    socket.handler(parser);
  }

  private static void send(NetSocket socket, Buffer message) {
    socket.write(Buffer.buffer().appendInt(message.length()).appendBuffer(message));
  }

  private static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
