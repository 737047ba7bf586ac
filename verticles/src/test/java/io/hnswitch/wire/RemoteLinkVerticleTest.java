package io.hnswitch.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.LinkControl;
import io.hnswitch.control.LinkView;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import io.hnswitch.lab.LinkSpec;
import io.hnswitch.ledger.Ledger;
import io.hnswitch.testing.AllFrames;
import io.hnswitch.testing.LabHarness;
import io.hnswitch.testing.ProbeDevice;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes in one process, over loopback, with time that only the test moves. */
class RemoteLinkVerticleTest {

  private static final LinkSpec LINK = new LinkSpec("core", List.of("pf0", "pf1"));
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final Duration LONG = Duration.ofHours(10);

  /** Time is moved faster than sockets are: nobody is given up for that. */
  private static final WireSettings.Times PATIENT = times(LONG, LONG);

  private static WireSettings.Times times(Duration dead, Duration handshake) {
    return new WireSettings.Times(
        Duration.ofSeconds(1),
        dead,
        handshake,
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofSeconds(1));
  }

  /** A node with a stand-in for its adapter. */
  private static final class Side implements AutoCloseable {
    private final LabHarness harness = new LabHarness(Memory.DEFAULT_BYTES);
    private final Map<String, WireAddress> known = new HashMap<>();
    private final String adapter;
    private final String peer;
    private final ProbeDevice probe;
    private final WireHub hub;
    private RemoteLinkVerticle link;

    Side(String node, String adapter, String far, String secret, WireSettings.Times times) {
      this.adapter = adapter;
      this.peer = LINK.peer(adapter);
      probe = harness.deploy(new ProbeDevice(harness.lab(), "adapter " + adapter));
      harness.onLoop(
          () -> {
            harness
                .bus()
                .serve(
                    Addresses.adapter(adapter),
                    (AdapterControl request) -> Future.succeededFuture(Outcome.DONE));
            return probe.listen(Addresses.adapterFromWire(adapter));
          });
      var directory =
          new WireDirectory() {
            @Override
            public Optional<String> nodeOf(String name) {
              return name.equals(peer) ? Optional.of(far) : Optional.empty();
            }

            @Override
            public Optional<WireAddress> addressOf(String name) {
              return Optional.ofNullable(known.get(name));
            }
          };
      var limits = new WireSettings.Limits(WireBurst.BYTES_MAX, 4);
      hub =
          new WireHub(
              harness.lab(),
              new WireSettings(node, "127.0.0.1", 0, secret, times, limits),
              directory);
      harness.await(hub.start());
      deploy();
    }

    void deploy() {
      link = harness.deploy(new RemoteLinkVerticle(harness.lab(), LINK, adapter, hub));
    }

    void undeploy() {
      harness.undeploy(link);
    }

    void knows(String node, WireAddress address) {
      harness.onLoop(() -> known.put(node, address));
      hub.directoryChanged();
    }

    LinkView view() {
      return harness.awaitOnLoop(
          () ->
              harness
                  .bus()
                  .request(Addresses.link("core"), new LinkControl.Describe(), LinkView.class));
    }

    boolean isUp() {
      return view().state().equals(LinkView.UP);
    }

    void send(int frames) {
      harness.onLoop(
          () -> {
            probe.send(
                Addresses.linkFromAdapter("core"),
                burst -> {
                  for (int i = 0; i < frames; i++) {
                    burst.frame(2, 4);
                  }
                  return burst;
                });
            return null;
          });
    }

    List<String> got() {
      return harness.onLoop(probe::records);
    }

    Ledger.Total books() {
      return harness.onLoop(() -> harness.lab().ledger().total());
    }

    long dropped(DropReason reason) {
      return books().dropped().getOrDefault(reason, 0L);
    }

    WireAddress address() {
      return hub.address().orElseThrow();
    }

    @Override
    public void close() {
      assertEquals(0, books().unaccounted());
      harness.await(hub.stop());
      harness.close();
    }
  }

  private Side a = new Side("node-a", "pf0", "node-b", "secret", PATIENT);
  private Side b = new Side("node-b", "pf1", "node-a", "secret", PATIENT);

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  private void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> a.view() + "\n" + b.view());
      Thread.onSpinWait();
    }
  }

  private void connect() {
    a.knows("node-b", b.address());
    until(() -> a.isUp() && b.isUp());
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "#" + i).toList();
  }

  private void settled() {
    until(
        () -> {
          // Acknowledgements are not said at once.
          a.harness.elapse(Duration.ofMillis(1));
          b.harness.elapse(Duration.ofMillis(1));
          return a.books().held() == 0 && b.books().held() == 0;
        });
    assertEquals(a.books().wiredOut(), b.books().wiredIn());
    assertEquals(b.books().wiredOut(), a.books().wiredIn());
    assertEquals(0, a.books().unaccounted() + b.books().unaccounted());
  }

  @Test
  void acknowledgesSeveralBurstsAtOnce() {
    connect();
    for (int i = 1; i <= 3; i++) {
      int frames = 5 * i;
      a.send(5);
      until(() -> b.got().size() == frames);
    }
    assertEquals(15, a.books().held());
    b.harness.elapse(Duration.ofMillis(1));
    until(() -> a.books().held() == 0);
    settled();
  }

  @Test
  void carriesFramesBothWaysInOrder() {
    assertEquals("node-b is not there", a.view().reason().orElseThrow());
    assertEquals("waits for node-a to connect", b.view().reason().orElseThrow());
    connect();
    for (int i = 0; i < 50; i++) {
      a.send(3);
      b.send(2);
    }
    until(() -> b.got().size() == 150 && a.got().size() == 100);
    assertEquals(numbers(0, 150), b.got());
    assertEquals(numbers(0, 100), a.got());
    settled();
    var there = a.view().ways().getFirst();
    assertEquals(
        "pf0 pf1 150 9600",
        there.from() + " " + there.to() + " " + there.frames() + " " + there.bytes());
    assertEquals(150, b.view().ways().getLast().frames());
    assertEquals(9600, b.view().ways().getLast().bytes());
  }

  @Test
  void dropsWithoutAConnection() {
    a.send(3);
    b.send(2);
    until(() -> a.dropped(DropReason.LINK_DOWN) == 3 && b.dropped(DropReason.LINK_DOWN) == 2);
    assertEquals(Map.of(DropReason.LINK_DOWN, 3L), a.view().ways().getFirst().dropped());
    connect();
    a.send(1);
    until(() -> b.got().size() == 1);
    settled();
  }

  /** What a capture at the adapter's wire has seen that the link dropped, by reason. */
  private static Map<String, Long> seen(Side side) {
    return side.harness.onLoop(
        () ->
            side
                .harness
                .lab()
                .captures()
                .find("c1")
                .orElseThrow()
                .read(0, Integer.MAX_VALUE, Long.MAX_VALUE)
                .stream()
                .filter(frame -> frame.device().equals("link core") && frame.transmitted())
                .collect(
                    Collectors.groupingBy(
                        frame -> frame.dropped().orElseThrow().slug(), Collectors.counting())));
  }

  @Test
  void showsCapturesWhatItDrops() {
    a.harness.onLoop(() -> a.harness.lab().captures().start("c1", ON_PF0));
    a.send(3);
    until(() -> a.dropped(DropReason.LINK_DOWN) == 3);
    assertEquals(Map.of("link-down", 3L), seen(a));
    connect();
    b.harness.onLoop(
        () -> {
          b.probe.keep();
          return null;
        });
    while (a.dropped(DropReason.CREDIT_EXHAUSTED) == 0) {
      a.send(64);
    }
    long lost = a.dropped(DropReason.CREDIT_EXHAUSTED);
    assertEquals(Map.of("link-down", 3L, "credit-exhausted", lost), seen(a));
    b.harness.onLoop(
        () -> {
          b.probe.release();
          return null;
        });
    settled();
  }

  private static final CaptureSpec ON_PF0 =
      AllFrames.at(FrameRing.SNAP_MIN, FrameRing.BYTES_MAX, new CapturePlace.Wire("pf0"));

  private long signs() {
    return a.view().remote().orElseThrow().counters().get("signs-of-life");
  }

  @Test
  void asksForSignsOfLifeAndMeasuresTheRoundTrip() {
    connect();
    // b's time stands still, so it says nothing by itself.
    for (int i = 1; i <= 10; i++) {
      long wanted = i;
      a.harness.elapse(Duration.ofSeconds(1));
      until(() -> signs() == wanted);
    }
    assertTrue(a.isUp());
    assertTrue(a.view().remote().orElseThrow().roundTripUs().isPresent());
  }

  @Test
  void noticesAFarEndThatIsSilent() {
    a.close();
    a = new Side("node-a", "pf0", "node-b", "secret", times(Duration.ofSeconds(3), LONG));
    connect();
    var silence = new CountDownLatch(1);
    b.harness.context().runOnContext(ignored -> await(silence));
    for (int i = 0; i < 4; i++) {
      a.harness.elapse(Duration.ofSeconds(1));
    }
    until(() -> a.view().reason().orElse("").equals("no word for 3000 ms"));
    a.send(1);
    until(() -> a.dropped(DropReason.LINK_DOWN) == 1);
    silence.countDown();
    until(
        () -> {
          a.harness.elapse(Duration.ofMillis(100));
          return a.isUp() && b.isUp();
        });
    settled();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final int BREAKS = 25;
  private static final int MANY = 40;

  @Test
  void booksAreExactWhenConnectionsBreakUnderLoad() {
    var proxy = new BreakingProxy(a.harness, b.address());
    a.knows("node-b", proxy.address());
    until(() -> a.isUp() && b.isUp());
    for (int breaks = 0; breaks < BREAKS; breaks++) {
      int before = b.got().size();
      for (int round = 0; round < 8; round++) {
        a.send(1 + (breaks + 7 * round) % 60);
        b.send(1 + (breaks + 5 * round) % 40);
        if (round == 3) {
          // Some have passed when it breaks, whoever is faster, and others are on their way.
          until(() -> b.got().size() - before > MANY);
        }
      }
      proxy.cut();
      a.send(1);
      b.send(1);
      until(
          () -> {
            a.harness.elapse(Duration.ofMillis(100));
            return a.isUp() && b.isUp();
          });
    }
    settled();
    assertEquals(a.books().sent(), a.books().wiredOut() + a.books().droppedTotal());
    assertEquals(b.books().sent(), b.books().wiredOut() + b.books().droppedTotal());
    assertTrue(a.books().wiredOut() > BREAKS * MANY, () -> a.books().toString());
    for (var side : List.of(a, b)) {
      var got = side.got().stream().map(one -> Integer.valueOf(one.substring(1))).toList();
      assertEquals(got.stream().sorted().distinct().toList(), got, "in order and once");
    }
  }

  @Test
  void triesAgainWhenTheFarEndHasBegunAnew() {
    connect();
    a.send(5);
    until(() -> b.got().size() == 5);
    settled();
    b.undeploy();
    until(() -> !a.isUp());
    a.send(2);
    until(() -> a.dropped(DropReason.LINK_DOWN) == 2);
    b.deploy();
    until(
        () -> {
          a.harness.elapse(Duration.ofMillis(100));
          return a.isUp() && b.isUp();
        });
    a.send(4);
    b.send(1);
    until(() -> b.got().size() == 9 && a.got().size() == 1);
    settled();
  }

  @Test
  void sendsAllThatItHasBeforeItGoes() {
    connect();
    for (int i = 0; i < 20; i++) {
      a.send(10);
      b.send(10);
    }
    a.undeploy();
    until(() -> b.got().size() == 200);
    assertEquals(0, a.books().held());
    assertEquals(a.books().wiredOut(), b.books().wiredIn());
    assertEquals(200, a.books().wiredOut() + a.dropped(DropReason.LINK_DOWN));
    b.undeploy();
    assertEquals(b.books().wiredOut(), a.books().wiredIn());
    a.deploy();
    b.deploy();
  }

  @Test
  void goesWhereTheDirectorySays() {
    connect();
    a.send(1);
    until(() -> b.got().size() == 1);
    b.close();
    b = new Side("node-b", "pf1", "node-a", "secret", PATIENT);
    a.knows("node-b", b.address());
    until(() -> a.isUp() && b.isUp());
    a.send(1);
    until(() -> b.got().equals(List.of("#1")));
  }

  @Test
  void staysApartWithAnotherSecret() {
    b.close();
    b = new Side("node-b", "pf1", "node-a", "other", PATIENT);
    a.knows("node-b", b.address());
    until(() -> a.view().reason().orElse("").equals("refused: the secret is another"));
    assertTrue(!b.isUp());
    assertEquals(1, b.view().remote().orElseThrow().counters().get("refused"));
  }

  @Test
  void losesForItselfWithoutCredit() {
    connect();
    // What b has received stays in use: b reads no more, and a's credit runs out.
    b.harness.onLoop(
        () -> {
          b.probe.keep();
          return null;
        });
    int sent = 0;
    while (a.dropped(DropReason.CREDIT_EXHAUSTED) == 0) {
      a.send(64);
      sent += 64;
    }
    assertTrue(a.books().held() > 0);
    b.harness.onLoop(
        () -> {
          b.probe.release();
          return null;
        });
    settled();
    int lost = (int) a.dropped(DropReason.CREDIT_EXHAUSTED);
    int arrived = sent - lost;
    until(() -> b.got().size() == arrived);
    a.send(1);
    until(() -> b.got().size() == arrived + 1);
  }

  private NetSocket stranger(Side to) {
    var client = to.harness.vertx().createNetClient();
    return to.harness.await(client.connect(to.address().port(), to.address().host()));
  }

  @Test
  void endsConnectionsThatTalkNonsenseAndNothingElse() {
    b.close();
    b = new Side("node-b", "pf1", "node-a", "secret", times(LONG, Duration.ofSeconds(3)));
    connect();
    var bad = stranger(b);
    bad.write(Buffer.buffer("GET / HTTP/1.1\r\nHost: wires\r\n\r\n"));
    until(() -> b.view().remote().orElseThrow().counters().get("nonsense") == 1);
    long accepted = b.view().remote().orElseThrow().counters().get("accepted");
    var silent = stranger(b);
    // Its time begins when the server has it, which is not when the client does.
    until(() -> b.view().remote().orElseThrow().counters().get("accepted") == accepted + 1);
    b.harness.elapse(Duration.ofSeconds(4));
    until(() -> b.view().remote().orElseThrow().counters().get("refused") == 2);
    assertTrue(silent != null);
    assertTrue(a.isUp() && b.isUp());
    a.send(1);
    until(() -> b.got().size() == 1);
  }
}
