package io.hnswitch.bench;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.wire.RemoteLinkVerticle;
import io.hnswitch.wire.WireAddress;
import io.hnswitch.wire.WireDirectory;
import io.hnswitch.wire.WireHub;
import io.hnswitch.wire.WireSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * What a link between two nodes carries, beside a TCP connection that carries the same payload and
 * nothing else. Both nodes are in this JVM, each with an event loop of its own, which may be in a
 * network namespace of its own ({@link NetworkPlace}). Rounds of both take turns, so that the
 * machine is the same for both.
 *
 * <p>Arguments: rounds, seconds of a round, echoes.
 */
public final class WireReport {

  private static final LinkSpec LINK = new LinkSpec("core", List.of("pf0", "pf1"));

  /** Bytes on their way; well below what a link has credit for. */
  private static final int WINDOW = 2 << 20;

  /** Of the sending loop's own: what has arrived is known here before it is acknowledged. */
  private static final WireSettings.Limits LIMITS = new WireSettings.Limits(64 << 20, 64);

  private static final int WARM_UPS = 3;
  private static final int BURST_BYTES = 256 << 10;
  private static final double PERCENT_50 = 50;
  private static final double PERCENT_99 = 99;

  private final BenchLab a = new BenchLab();
  private final BenchLab b = new BenchLab();
  private final Map<String, WireAddress> addresses = new ConcurrentHashMap<>();
  private final List<WireHub> hubs = new ArrayList<>();
  private final WireEndVerticle near;
  private final WireEndVerticle far;
  private final PlainTcp plain;

  private WireReport() throws InterruptedException {
    var places = NetworkPlace.two();
    places.getFirst().enter(a.lab());
    places.getLast().enter(b.lab());
    near = node(a, "a", "pf0", "pf1", "b", places.getFirst().address());
    far = node(b, "b", "pf1", "pf0", "a", places.getLast().address());
    far.wakes(near);
    plain = PlainTcp.between(a.lab(), b.lab(), places.getLast().address());
    hubs.forEach(WireHub::directoryChanged);
    while (!isUp()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private boolean isUp() {
    var view =
        BenchLab.await(
            a.lab()
                .bus()
                .request(Addresses.link(LINK.name()), new LinkControl.Describe(), LinkView.class));
    return view.state().equals(LinkView.UP);
  }

  private WireEndVerticle node(
      BenchLab lab, String name, String adapter, String peer, String at, String address) {
    var directory =
        new WireDirectory() {
          @Override
          public Optional<String> nodeOf(String wanted) {
            return Optional.of(at).filter(node -> wanted.equals(peer));
          }

          @Override
          public Optional<WireAddress> addressOf(String node) {
            return Optional.ofNullable(addresses.get(node));
          }
        };
    var settings = new WireSettings(name, address, 0, "bench", WireSettings.Times.USUAL, LIMITS);
    var hub = new WireHub(lab.lab(), settings, directory);
    addresses.put(name, BenchLab.await(hub.start()));
    lab.onClose(() -> BenchLab.await(hub.stop()));
    var end = lab.deploy(new WireEndVerticle(lab.lab(), adapter, LINK.name()));
    lab.deploy(new RemoteLinkVerticle(lab.lab(), LINK, adapter, hub));
    hubs.add(hub);
    return end;
  }

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    int echoes = args.length > 2 ? Integer.parseInt(args[2]) : 20_000;
    var report = new WireReport();
    try {
      report.throughput(rounds, seconds);
      report.latency(rounds, echoes);
    } finally {
      report.a.close();
      report.b.close();
    }
  }

  private void throughput(int rounds, int seconds) throws InterruptedException {
    System.out.println(
        "| frame B | frames/burst | wire frames/s | Gbit/s | plain Gbit/s | of plain, median | min"
            + " | max | heap B/burst |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int bytes : new int[] {64, 1514, 65_535}) {
      int burst = Math.max(1, Math.min(256, BURST_BYTES / bytes));
      for (int i = 0; i < WARM_UPS; i++) {
        wire(bytes, burst, seconds);
        plain(bytes * burst, seconds);
      }
      var wires = new ArrayList<Double>();
      var plains = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      var probe = new LoopProbe(a.lab());
      long heap = 0;
      long sent = 0;
      for (int i = 0; i < rounds; i++) {
        long before = probe.allocatedBytes();
        long first = far.frames();
        double wire = wire(bytes, burst, seconds);
        heap += probe.allocatedBytes() - before;
        sent += far.frames() - first;
        double other = plain(bytes * burst, seconds);
        wires.add(wire);
        plains.add(other);
        ratios.add(wire / other);
      }
      var rate = Spread.of(wires, one -> one);
      var ratio = Spread.of(ratios, one -> one);
      System.out.printf(
          "| %d | %d | %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %,d |%n",
          bytes,
          burst,
          rate.median() / bytes,
          rate.median() * 8e-9,
          Spread.of(plains, one -> one).median() * 8e-9,
          ratio.median(),
          ratio.min(),
          ratio.max(),
          heap * burst / Math.max(1, sent));
    }
    System.out.printf("%nBooks: %s%n%n", a.ledger());
  }

  /** Bytes of frames in a second. */
  private double wire(int bytes, int burst, int seconds) throws InterruptedException {
    long window = Math.max(2L * burst, WINDOW / bytes);
    near.send(new FrameShape(bytes), burst, window, far::frames);
    double rate = rate(far::frames, seconds) * bytes;
    near.send(new FrameShape(bytes), 0, 0, far::frames);
    settle(far::frames);
    return rate;
  }

  private double plain(int size, int seconds) throws InterruptedException {
    plain.send(size);
    double rate = rate(plain::bytes, seconds);
    plain.stop();
    settle(plain::bytes);
    return rate;
  }

  private static double rate(LongSupplier count, int seconds) throws InterruptedException {
    long begun = System.nanoTime();
    long before = count.getAsLong();
    TimeUnit.SECONDS.sleep(seconds);
    return (count.getAsLong() - before) * 1e9 / (System.nanoTime() - begun);
  }

  private static void settle(LongSupplier count) throws InterruptedException {
    long before;
    do {
      before = count.getAsLong();
      TimeUnit.MILLISECONDS.sleep(50);
    } while (count.getAsLong() != before);
  }

  private void latency(int rounds, int echoes) throws InterruptedException {
    far.echo(true);
    plain.echo();
    var wire = new ArrayList<Histogram>();
    var other = new ArrayList<Histogram>();
    for (int i = 0; i <= rounds; i++) {
      var one = echoes(near::ping, echoes);
      var two = echoes(plain::ping, echoes);
      if (i > 0) { // the first is cold
        wire.add(one);
        other.add(two);
      }
    }
    System.out.println("| echo of 64 B | p50 us | p99 us |");
    System.out.println("|---|---|---|");
    row("wire", wire);
    row("plain TCP", other);
  }

  private static void row(String what, List<Histogram> rounds) {
    var half = Spread.of(rounds, one -> one.getValueAtPercentile(PERCENT_50) / 1e3);
    var tail = Spread.of(rounds, one -> one.getValueAtPercentile(PERCENT_99) / 1e3);
    System.out.printf(
        "| %s | %.1f (%.1f to %.1f) | %.1f (%.1f to %.1f) |%n",
        what, half.median(), half.min(), half.max(), tail.median(), tail.min(), tail.max());
  }

  private static Histogram echoes(Consumer<LongConsumer> ping, int count)
      throws InterruptedException {
    var histogram = new Histogram(3);
    var turn = new SynchronousQueue<Long>();
    for (int i = 0; i < count; i++) {
      ping.accept(
          nanos -> {
            while (!turn.offer(nanos)) {
              Thread.onSpinWait();
            }
          });
      histogram.recordValue(turn.take());
    }
    return histogram;
  }
}
