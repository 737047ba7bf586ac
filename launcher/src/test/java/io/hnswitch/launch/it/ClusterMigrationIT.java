package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guests go to and fro between two nodes of a cluster while frames go from them to a third one and
 * back: between in-process hosts, and between stacks of the kernel. How often and how fast is told
 * by the system properties {@code hnswitch.migrations} and {@code hnswitch.rate}.
 */
class ClusterMigrationIT {

  private static final int TIMES = Integer.getInteger("hnswitch.migrations", 4);
  private static final int RATE = Integer.getInteger("hnswitch.rate", 10_000);

  /** Less than all that the machine could: nodes and streams have the same processors. */
  private static final String STREAM = System.getProperty("hnswitch.stream", "100M");

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String T = "10.98.0.1";
  private static final List<String> FLOWS = List.of("out", "back");

  private final ClusterLan lan = new ClusterLan("left", "mid", "right");
  private final List<Duration> darkness = new ArrayList<>();
  private Namespace t;
  private Namespace u;

  private static final String GROUP = "239.5.5.7";

  /** Whoever is asked for a group answers at once, but nobody asks while a test goes on. */
  private static final String GROUPS =
      "multicast: { querier: true, query-interval: 60m, response: 500ms, robustness: 1 }";

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: moves }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sl: { place: left, %1$s }, sm: { place: mid, %1$s }, sr: { place: right, %1$s } }
        adapters:
          pl: { switch: sl }
          pm: { switch: sm }
          prl: { switch: sr }
          prm: { switch: sr }
        links:
          left: { endpoints: [pl, prl] }
          mid: { endpoints: [pm, prm] }
        guests:
          g: { nics: { hn0: { switch: sl, endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          r: { nics: { hn0: { switch: sr, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
          t: { nics: { hn0: { switch: sl, endpoint: { tap: { name: %2$s, netns: %3$s, ip: 10.98.0.1/24 } } } } }
          u: { nics: { hn0: { switch: sr, endpoint: { tap: { name: %4$s, netns: %5$s, ip: 10.98.0.2/24 } } } } }
      """;

  @BeforeEach
  void start() {
    Checkout.requireEverything();
    t = lan.guest("t");
    u = lan.guest("u");
    lan.startAll(LAB.formatted(GROUPS, lan.tap("t"), t.name(), lan.tap("u"), u.name()));
  }

  @AfterEach
  void stop() {
    lan.close();
  }

  private Rest right() {
    return lan.rest("right");
  }

  private void move(String guest, int time) {
    darkness.add(
        lan.migrate(guest, time % 2 == 0 ? "left" : "mid", time % 2 == 0 ? "mid" : "left"));
  }

  private void startFlow(String id, String from, String to) {
    right()
        .post(
            "/flows",
            new JsonObject()
                .put("id", id)
                .put("from", from)
                .put("to", to)
                .put("rate", RATE + "pps")
                .put("size", 64)
                .put("echo", false));
  }

  /** The kernels' stacks say a word when they are made, and the links need not be up by then. */
  private long droppedUntilNow() {
    return right().get("/ledger").getLong("droppedTotal");
  }

  private long received(String flow) {
    return right().get("/flows/" + flow).getLong("received");
  }

  private void flowsOn() {
    for (var flow : FLOWS) {
      long before = received(flow);
      Eventually.look(BOUND, () -> received(flow), now -> now > before + RATE / 10);
    }
  }

  private void report() {
    var sorted = darkness.stream().sorted().toList();
    int last = sorted.size() - 1;
    System.out.printf(
        "%d migrations, dark ms: min %.1f median %.1f p99 %.1f max %.1f%n",
        sorted.size(),
        millis(sorted.getFirst()),
        millis(sorted.get(last / 2)),
        millis(sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1)),
        millis(sorted.getLast()));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  @Test
  void losesNothingOfTheFlowsOfAHost() {
    move("g", 0); // Both processes have seen it once.
    move("g", 1);
    darkness.clear();
    long dropped = droppedUntilNow();
    startFlow("out", "g:hn0", "r:hn0");
    startFlow("back", "r:hn0", "g:hn0");
    long begin = System.nanoTime();
    for (int i = 0; i < TIMES; i++) {
      flowsOn();
      move("g", i);
    }
    flowsOn();
    for (var flow : FLOWS) {
      var end = right().post("/flows/" + flow + "/actions/stop", new JsonObject());
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.println(end.encode());
      System.out.printf("%s: %.0f frames/s%n", flow, end.getLong("received") / seconds);
      assertEquals(end.getLong("sent"), end.getLong("received"), end::encode);
      assertEquals(0, end.getLong("lost"), end::encode);
      assertEquals(0, end.getLong("duplicated"), end::encode);
      assertEquals(0, end.getLong("reordered"), end::encode);
    }
    report();
    var ledger = right().quietLedger();
    assertEquals(dropped, ledger.getLong("droppedTotal"), ledger::encode);
    assertEquals(0, Rest.missing(ledger), ledger::encode);
    assertEquals(0, Rest.duplicated(ledger), ledger::encode);
    lan.untilSound();
  }

  @Test
  void keepsTheStreamOfAKernel() {
    move("t", 0);
    move("t", 1);
    darkness.clear();
    long dropped = droppedUntilNow();
    var before = Echoes.now(u);
    try (var stream = TcpStream.start(u, t, T, "-b", STREAM);
        var ping = u.start("ping", "-q", "-i", "0.002", T)) {
      for (int i = 0; i < TIMES; i++) {
        stream.arrives(3);
        move("t", i);
      }
      ping.signal("INT");
      var pings = ping.finish(BOUND);
      System.out.println(pings.out());
      assertTrue(!pings.out().contains("duplicates"), pings::toString);
      stream.end();
    }
    report();
    var echoes = Echoes.since(before, u);
    assertTrue(echoes.sent() > 100, echoes::toString);
    assertEquals(0, echoes.lost(), echoes::toString);
    assertEquals(dropped, right().quietLedger().getLong("droppedTotal"));
    lan.untilSound();
  }

  private boolean isOnlyWhereItIsAskedFor() {
    return right().get("/switches/sr/groups").getJsonArray("vlans").stream()
        .allMatch(one -> ((JsonObject) one).getBoolean("active"));
  }

  private boolean isWanted() {
    return right().get("/switches/sr/groups").getJsonArray("groups").stream()
        .anyMatch(one -> ((JsonObject) one).getString("group").equals(GROUP));
  }

  @Test
  void keepsTheGroupsThatAKernelHasJoined() {
    move("t", 0);
    move("t", 1);
    assertTrue(Eventually.look(BOUND, this::isOnlyWhereItIsAskedFor, Boolean::booleanValue));
    try (var member = Datagrams.receive(t, lan.tap("t"), GROUP)) {
      assertTrue(Eventually.look(BOUND, this::isWanted, Boolean::booleanValue));
      var sender = Datagrams.send(u, GROUP, Datagrams.ENDLESS, 10, 5, lan.tap("u"));
      for (int i = 0; i < TIMES; i++) {
        move("t", i);
      }
      member.assertUntouchedUntilNow(sender);
    }
    lan.untilSound();
  }
}
