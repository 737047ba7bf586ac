package io.hnswitch.launch.it;

import static io.hnswitch.launch.it.NamespaceCluster.NODES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Three nodes whose processes are killed and whose cables are pulled. {@code -Dhnswitch.kills=20}
 * and {@code -Dhnswitch.cuts=20} make it as many times as wanted, {@code -Dhnswitch.whole=15} sets
 * how many seconds the lab may take to be whole again; each test prints what it measured.
 */
class ClusterFailureIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** From the start of a process, or the end of a cut, until nobody finds anything wrong. */
  private static final Duration WHOLE =
      Duration.ofSeconds(Integer.getInteger("hnswitch.whole", 60));

  private static final int KILLS = Integer.getInteger("hnswitch.kills", 2);
  private static final int UPDATES = Integer.getInteger("hnswitch.updates", 1);
  private static final int CUTS = Integer.getInteger("hnswitch.cuts", 2);

  /** A guest's first letter is that of its node; what ends with i has no traffic. */
  private static final Map<String, List<String>> SWITCHES =
      Map.of(
          "la", List.of("la1", "la2", "lai"),
          "lb", List.of("lb1", "lb2"),
          "ma", List.of("ma1", "ma2", "mai"),
          "mc", List.of("mc1", "mc2"),
          "rb", List.of("rb1", "rb2", "rbi"),
          "rc", List.of("rc1", "rc2"));

  private static final Map<String, List<String>> LINKS =
      Map.of("a", List.of("la", "ma"), "b", List.of("lb", "rb"), "c", List.of("mc", "rc"));

  /** From and to: two over each link, and one that stays on each node. */
  private static final Map<String, List<String>> FLOWS =
      new TreeMap<>(
          Map.of(
              "a1", List.of("la1", "ma1"),
              "a2", List.of("ma2", "la2"),
              "b1", List.of("lb1", "rb1"),
              "b2", List.of("rb2", "lb2"),
              "c1", List.of("mc1", "rc1"),
              "c2", List.of("rc2", "mc2"),
              "l", List.of("la1", "la2"),
              "m", List.of("ma1", "ma2"),
              "r", List.of("rb1", "rb2")));

  private static NamespaceCluster cluster;

  private OwnerWatch watch;

  /** No process has died, so nothing is missing from the books. */
  private boolean allLived;

  private long droppedBefore;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    cluster = NamespaceCluster.start(lab());
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static String lab() {
    var text = new StringBuilder();
    text.append(
        """
        apiVersion: hnswitch/v1
        kind: Lab
        metadata: { name: triangle }
        spec:
          tunables: { hw.hn.vf_transparent: 1 }
        """);
    text.append("  switches:\n");
    SWITCHES.keySet().forEach(one -> line(text, "%s: { place: %s }", one, place(one)));
    text.append("  adapters:\n");
    SWITCHES.keySet().forEach(one -> line(text, "pf-%s: { switch: %s }", one, one));
    text.append("  links:\n");
    LINKS.forEach(
        (name, ends) ->
            line(text, "link-%s: { endpoints: [pf-%s, pf-%s] }", name, ends.get(0), ends.get(1)));
    text.append("  guests:\n");
    int address = 0;
    for (var one : SWITCHES.entrySet()) {
      for (var guest : one.getValue()) {
        line(
            text,
            "%s: { nics: { hn0: { switch: %s, endpoint: { host: { ip: 10.0.0.%s/24 } },"
                + " vf: { adapter: pf-%s, attach: %s } } } }",
            guest,
            one.getKey(),
            ++address,
            one.getKey(),
            guest.endsWith("1"));
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append("    ").append(format.formatted(arguments)).append('\n');
  }

  private static Set<String> devices() {
    var devices = new TreeSet<String>();
    SWITCHES.forEach(
        (name, guests) -> {
          devices.add(name);
          guests.forEach(guest -> devices.add(guest + ":hn0"));
        });
    return devices;
  }

  /** The node of a switch or guest. */
  private static String place(String device) {
    return NODES.stream()
        .filter(node -> node.charAt(0) == device.charAt(0))
        .findAny()
        .orElseThrow();
  }

  private static boolean touches(String flow, String node) {
    return FLOWS.get(flow).stream().anyMatch(guest -> place(guest).equals(node));
  }

  private static boolean isWithin(String flow, String node) {
    return FLOWS.get(flow).stream().allMatch(guest -> place(guest).equals(node));
  }

  private static List<String> others(String node) {
    return NODES.stream().filter(one -> !one.equals(node)).toList();
  }

  @BeforeEach
  void startFlows() {
    NamespaceCluster.until(
        SOON,
        () ->
            cluster.rest("left").list("/links").stream()
                .allMatch(link -> link.getString("state").equals("up")),
        () -> "not all links are up");
    FLOWS.forEach(
        (id, ends) ->
            cluster
                .rest(place(ends.get(0)))
                .post(
                    "/flows",
                    new JsonObject()
                        .put("id", id)
                        .put("from", ends.get(0) + ":hn0")
                        .put("to", ends.get(1) + ":hn0")
                        .put("rate", "500pps")
                        .put("udp", 9)
                        .put("echo", false)));
    droppedBefore = cluster.rest("left").get("/ledger").getLong("droppedTotal");
    allLived = false;
    watch = OwnerWatch.start(cluster);
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    System.out.println(watch.finish(devices()));
    var ends = new ArrayList<JsonObject>();
    for (var flow : FLOWS.keySet()) {
      ends.add(cluster.rest("left").post("/flows/" + flow + "/actions/stop", new JsonObject()));
    }
    var ledger = cluster.rest("mid").until("/ledger", data -> data.getLong("inFlight") == 0);
    assertEquals(0, ledger.getLong("unaccounted"), ledger::encodePrettily);
    var lost = ends.stream().map(FlowCount::of).filter(flow -> flow.lost() > 0).toList();
    long dropped = ledger.getLong("droppedTotal") - droppedBefore;
    long missing = lost.stream().mapToLong(FlowCount::lost).sum();
    if (allLived) {
      // A few more: what guests and switches say of themselves is lost, too.
      assertTrue(missing <= dropped && dropped <= missing + 100, () -> dropped + " for " + missing);
    }
    System.out.println("lost " + lost + ", dropped " + ledger.getJsonObject("dropped"));
    assertEquals(List.of(), cluster.complaints());
  }

  private static Map<String, FlowCount> flows(String asked) {
    var flows = new TreeMap<String, FlowCount>();
    for (var one : cluster.rest(asked).list("/flows")) {
      flows.put(one.getString("id"), FlowCount.of(one));
    }
    return flows;
  }

  private static void untilAllArrive(String asked) {
    var before = flows(asked);
    NamespaceCluster.until(
        SOON,
        () -> {
          var now = flows(asked);
          return FLOWS.keySet().stream()
              .allMatch(one -> now.get(one).received() > before.get(one).received() + 50);
        },
        () -> "not all flows arrive: " + before + " then " + flows(asked));
  }

  private static void untilMembers(String asked, int members) {
    NamespaceCluster.until(
        SOON,
        () -> cluster.health(asked).getInteger("members") == members,
        () -> asked + " sees " + cluster.health(asked).encode());
  }

  /** A change of a NIC that has no traffic, there and back. */
  private static void change(String asked, String guest) {
    for (var verb : List.of("down", "up")) {
      cluster.rest(asked).post("/nics/" + guest + ":hn0/actions/" + verb, new JsonObject());
    }
  }

  private static String idle(String node) {
    return SWITCHES.values().stream()
        .flatMap(List::stream)
        .filter(guest -> guest.endsWith("i") && place(guest).equals(node))
        .findAny()
        .orElseThrow();
  }

  @Test
  void survivorsLoseNothingWhenANodeIsKilled() {
    var whole = new ArrayList<Long>();
    for (int i = 0; i < KILLS; i++) {
      var killed = NODES.get(i % NODES.size());
      var survivor = others(killed).getFirst();
      untilAllArrive(survivor);
      var before = flows(survivor);
      cluster.kill(killed);
      untilMembers(survivor, 2);
      long from = System.nanoTime();
      cluster.restart(killed);
      cluster.untilSound(WHOLE.minusNanos(System.nanoTime() - from));
      whole.add(Duration.ofNanos(System.nanoTime() - from).toMillis());
      var after = flows(survivor);
      FLOWS.keySet().stream()
          .filter(flow -> !touches(flow, killed))
          .forEach(flow -> after.get(flow).wentOnSince(before.get(flow)));
      untilAllArrive(survivor);
      var now = flows(survivor);
      FLOWS.keySet().stream()
          .filter(flow -> place(FLOWS.get(flow).getFirst()).equals(killed))
          .forEach(flow -> assertEquals(0, now.get(flow).lost(), () -> "" + now.get(flow)));
    }
    print("kills", whole);
  }

  private static void print(String what, List<Long> millis) {
    System.out.println(
        "%d %s: whole after %d to %d ms, median %d; registered anew by %s"
            .formatted(
                millis.size(),
                what,
                Collections.min(millis),
                Collections.max(millis),
                median(millis),
                NODES.stream().map(node -> cluster.health(node).getInteger("repairs")).toList()));
  }

  private static long median(List<Long> millis) {
    return millis.stream().sorted().toList().get(millis.size() / 2);
  }

  @Test
  void minorityKeepsStillAndComesBackWhole() {
    var whole = new ArrayList<Long>();
    for (int i = 0; i < CUTS; i++) {
      var minority = NODES.get(i % NODES.size());
      boolean symmetric = i % 2 == 0;
      var asked = others(minority).getFirst();
      untilAllArrive(asked);
      if (symmetric) {
        cluster.cut(minority);
      } else {
        cluster.mute(minority);
      }
      NamespaceCluster.until(
          SOON,
          () -> !cluster.health(minority).getBoolean("majority"),
          () -> minority + " sees " + cluster.health(minority).encode());
      untilMembers(asked, 2);
      inParts(minority, asked);
      if (symmetric) {
        cluster.heal(minority);
      } else {
        cluster.unmute(minority);
      }
      whole.add(cluster.untilSound(WHOLE).toMillis());
      NamespaceCluster.until(
          SOON, ClusterFailureIT::everyDeviceAnswersEveryNode, () -> "requests that nobody heard");
      untilAllArrive(asked);
      change(minority, idle(asked));
      change(asked, idle(minority));
    }
    print("cuts", whole);
    allLived = true;
  }

  private static void inParts(String minority, String asked) {
    var here = flows(minority);
    var there = flows(asked);
    var problem =
        cluster
            .rest(minority)
            .refused("/nics/" + idle(minority) + ":hn0/actions/down", new JsonObject());
    assertEquals("no-quorum", problem.getString("code"), problem::encodePrettily);
    change(asked, idle(others(minority).getLast()));
    assertTrue(cluster.health(asked).getBoolean("majority"));
    for (var flow : FLOWS.keySet()) {
      if (isWithin(flow, minority)) {
        flows(minority).get(flow).wentOnSince(here.get(flow));
      } else if (!touches(flow, minority)) {
        flows(asked).get(flow).wentOnSince(there.get(flow));
      }
    }
  }

  /** Each node is emptied, ended and started again while all flows run. */
  @Test
  void updatesOneNodeAfterTheOtherWithoutLoss() {
    var whole = new ArrayList<Long>();
    var before = flows("left");
    for (var node : NODES.subList(0, UPDATES)) {
      var asked = others(node).getFirst();
      untilAllArrive(asked);
      watch.moving(true);
      var drained = cluster.rest(asked).post("/cluster/actions/drain", node(node));
      watch.moving(false);
      assertEquals(List.of(), drained.getJsonArray("stay").getList(), drained::encodePrettily);
      untilAllArrive(asked);
      cluster.stop(node);
      untilMembers(asked, 2);
      untilAllArrive(asked);
      long from = System.nanoTime();
      cluster.restart(node);
      cluster.untilSound(WHOLE);
      whole.add(Duration.ofNanos(System.nanoTime() - from).toMillis());
    }
    var after = flows("left");
    FLOWS.keySet().forEach(flow -> after.get(flow).wentOnSince(before.get(flow)));
    print("updates", whole);
    watch.moving(true);
    comeHome();
    watch.moving(false);
  }

  private static JsonObject node(String name) {
    return new JsonObject().put("node", name);
  }

  /** All guests go back to where the lab file has them. */
  private static void comeHome() {
    for (var guest : SWITCHES.values().stream().flatMap(List::stream).toList()) {
      var device = "guest " + guest;
      var at =
          cluster.rest("left").list("/cluster/placement").stream()
              .filter(one -> one.getString("device").equals(device))
              .findAny()
              .orElseThrow()
              .getString("owner");
      if (!at.equals(place(guest))) {
        cluster
            .rest("left")
            .post(
                "/guests/" + guest + "/actions/migrate", new JsonObject().put("to", place(guest)));
      }
    }
    cluster.untilSound(WHOLE);
  }

  /** Whether meanwhile no request goes to where nobody is; every answer must be a good one. */
  private static boolean everyDeviceAnswersEveryNode() {
    var before = unheard();
    for (var node : NODES) {
      var rest = cluster.rest(node);
      for (var one : SWITCHES.keySet()) {
        rest.get("/switches/" + one);
        rest.get("/adapters/pf-" + one);
        SWITCHES.get(one).forEach(guest -> rest.get("/nics/" + guest + ":hn0"));
      }
      LINKS.keySet().forEach(link -> rest.get("/links/link-" + link));
    }
    return unheard().equals(before);
  }

  /** Requests that nobody was there for, by the lines of each node's metrics. */
  private static List<String> unheard() {
    return NODES.stream()
        .flatMap(node -> cluster.rest(node).metrics().lines())
        .filter(line -> line.startsWith("vertx_eventbus_reply_failures_total"))
        .filter(line -> line.contains("NO_HANDLERS"))
        .toList();
  }
}
