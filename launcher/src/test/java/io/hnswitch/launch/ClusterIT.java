package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.multimap.MultiMap;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that run one lab, in one process: what each shows and changes of the whole. */
class ClusterIT {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: three }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: { place: left }, sw1: { place: mid }, sw2: { place: right } }
        adapters: { pf0: { switch: sw0 }, pf1: { switch: sw1 }, pf2: { switch: sw2 }, pf3: { switch: sw1 } }
        links: { one: { endpoints: [pf0, pf1] }, two: { endpoints: [pf2, pf3] } }
        guests:
          a: { nics: { hn0: { switch: sw0, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0 } } } }
          b: { nics: { hn0: { switch: sw1, endpoint: { host: { ip: 10.0.0.2/24 } }, vf: { adapter: pf1 } } } }
          c: { nics: { hn0: { switch: sw2, endpoint: { host: { ip: 10.0.0.3/24 } }, vf: { adapter: pf2 } } } }
      """;

  private static final int TURNS = 12;

  /** Far less than any of the times that nodes wait for each other's answers. */
  private static final Duration TURN = Duration.ofSeconds(8);

  private static final List<String> NODES = List.of("left", "mid", "right");

  @TempDir private Path folder;
  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder, LAB, "left", "mid", "right");
    cluster.startAll();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Map<String, Object> paths(String node) {
    var paths = new TreeMap<String, Object>();
    cluster
        .list(node, "get", "nics")
        .forEach(
            one ->
                paths.put(((JsonObject) one).getString("id"), ((JsonObject) one).getValue("path")));
    return paths;
  }

  private String users(String node) {
    cluster.node(node).run("bus", "request", "user.list");
    return cluster.node(node).out();
  }

  @Test
  void movesAGuestWithItsFlows() throws IOException {
    var flows =
        file(
            "flows.yaml",
            LAB
                + """
                  flows:
                    f1: { from: "a:hn0", to: "b:hn0", rate: 1000pps, echo: false, udp: 9 }
                    f2: { from: "b:hn0", to: "c:hn0", rate: 1000pps, echo: false, udp: 9 }
                """);
    var mid = cluster.node("mid");
    assertEquals(0, mid.run("apply", flows.toString()), mid.err());
    cluster.list("left", "get", "links");
    assertEquals(0, mid.run("vf", "attach", "b:hn0", "--wait"), mid.err());
    for (var to : List.of("right", "left", "mid")) {
      assertEquals(0, mid.run("guest", "migrate", "b", to, "--json"), mid.err());
      assertEquals(to, mid.object().getString("to"));
      // The VF that it had is one of its new adapter.
      TestCluster.until(() -> "vf".equals(paths("left").get("b:hn0")), () -> "no VF at " + to);
    }
    assertEquals(ExitCode.CONFLICT.value(), mid.run("guest", "migrate", "b", "mid"));
    assertEquals(ExitCode.NOT_FOUND.value(), mid.run("guest", "migrate", "b", "moon"));
    assertEquals(0, mid.run("cluster", "drain", "mid", "--json"), mid.err());
    assertEquals("b", mid.object().getJsonArray("moved").getJsonObject(0).getString("guest"));
    cluster.untilSound();
    for (var flow : List.of("f1", "f2")) {
      assertEquals(0, mid.run("flow", "stop", flow), mid.err());
    }
    assertEquals(0, mid.run("get", "ledger", "--json"));
    assertEquals(0, mid.object().getInteger("unaccounted"));
    var arrivals = mid.object().getJsonObject("arrivals");
    assertEquals(0, arrivals.getInteger("duplicated"), arrivals::encode);
    assertEquals(0, arrivals.getInteger("reordered"), arrivals::encode);
    assertEquals(0, arrivals.getInteger("missing"), arrivals::encode);
  }

  /** Both are asked for at different nodes, so each meets the other at every point of its way. */
  @Test
  void changesOfTheLabAndMigrationsTakeTurns() {
    var changes =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < TURNS; i++) {
                inTime("left", "sysctl", "hw.hn.vf_xpnt_attwait=" + (3 + i % 2));
              }
            });
    for (int i = 0; i < TURNS; i++) {
      inTime("right", "guest", "migrate", "b", i % 2 == 0 ? "left" : "mid");
    }
    changes.join();
    cluster.untilSound();
    assertEquals(1 + 2 * TURNS, cluster.revision("mid"));
  }

  private void inTime(String node, String... command) {
    long begin = System.nanoTime();
    assertEquals(0, cluster.node(node).run(command), cluster.node(node).err());
    var took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(took.compareTo(TURN) < 0, () -> String.join(" ", command) + " took " + took);
  }

  @Test
  void answersForTheWholeLabAtEveryNode() throws IOException {
    var all = Map.of("a:hn0", "synthetic", "b:hn0", "synthetic", "c:hn0", "synthetic");
    for (var node : NODES) {
      assertEquals(all, paths(node), node);
      assertEquals(1, cluster.revision(node));
      assertEquals(3, cluster.list(node, "cluster", "members").size());
    }
    cluster.untilSound();

    // A change of a device that another node has.
    var right = cluster.node("right");
    assertEquals(0, right.run("nic", "down", "a:hn0"), right.err());
    NODES.forEach(node -> TestCluster.until(() -> cluster.revision(node) == 2, () -> node));
    assertEquals(0, cluster.node("mid").run("describe", "nic", "a:hn0", "--json"));
    assertTrue(!cluster.node("mid").object().getJsonArray("flags").contains("up"));

    // A change of the lab by a node that does not lead.
    var more =
        file(
            "more.yaml",
            LAB + "    d: { nics: { hn0: { switch: sw2, mac: \"02:00:00:00:00:0d\" } } }\n");
    assertEquals(0, right.run("apply", more.toString()), right.err());
    assertEquals(
        "+ nic d:hn0",
        right.out().lines().filter(line -> line.startsWith("+")).findFirst().orElse(right.out()));
    NODES.forEach(node -> assertTrue(paths(node).containsKey("d:hn0"), node));

    // All or nothing: what one node cannot make is made nowhere.
    var bad =
        file(
            "bad.yaml",
            LAB.replace("sw0: { place: left }", "sw0: { place: left, aging: 7s }")
                .replace(
                    "{ host: { ip: 10.0.0.3/24 } }", "{ tap: { name: lo, ip: 10.0.0.3/24 } }"));
    long before = cluster.revision("left");
    assertEquals(ExitCode.CONFLICT.value(), right.run("apply", bad.toString()), right.err());
    NODES.forEach(node -> assertEquals(before, cluster.revision(node), node));
    assertEquals(0, right.run("describe", "switch", "sw0", "--json"));
    assertTrue(!right.object().encode().contains("\"PT7S\""), right.object().encode());
    assertEquals(
        Map.of(
            "a:hn0", "synthetic", "b:hn0", "synthetic", "c:hn0", "synthetic", "d:hn0", "synthetic"),
        paths("left"));

    assertEquals(0, right.run("undo"), right.err());
    NODES.forEach(
        node -> TestCluster.until(() -> cluster.revision(node) == before + 1, () -> node));
    NODES.forEach(node -> assertEquals(3, paths(node).size(), node));
    cluster.untilSound();
  }

  @Test
  void goesOnWithoutANodeAndTakesItBack() {
    cluster.stop("right");
    var left = cluster.node("left");
    TestCluster.until(
        () -> cluster.list("left", "cluster", "doctor").encode().contains("node-absent"),
        () -> "nobody misses the node");
    assertEquals(ExitCode.UNREACHABLE.value(), left.run("nic", "down", "c:hn0"));
    assertTrue(
        left.err().contains("c:hn0 is on node right, which is not in the cluster now"), left.err());
    assertEquals(0, left.run("nic", "down", "b:hn0"), left.err());
    assertEquals(2, cluster.revision("left"));

    // Less than half of the members: frames go on, and nothing is changed.
    cluster.stop("mid");
    TestCluster.until(
        () -> left.run("cluster", "health", "--json") == 0 && !left.object().getBoolean("majority"),
        left::out);
    assertEquals(ExitCode.UNREACHABLE.value(), left.run("nic", "down", "a:hn0"));
    assertTrue(left.err().contains("needs 2"), left.err());
    assertEquals("synthetic", paths("left").get("a:hn0"));

    cluster.starting("mid").join();
    cluster.starting("right").join();
    NODES.forEach(cluster::untilReady);
    cluster.untilSound();
    NODES.forEach(node -> assertEquals(2, cluster.revision(node), node));
    assertEquals(0, left.run("nic", "up", "b:hn0"), left.err());
    assertEquals(3, cluster.revision("left"));
  }

  @Test
  void beginsAgainWithTheNewestLabThatAnyNodeHas() {
    cluster.stop("right");
    var left = cluster.node("left");
    assertEquals(0, left.run("nic", "down", "b:hn0"), left.err());
    assertEquals(0, left.run("checkpoint", "dark"), left.err());
    var ann = new JsonObject().put("name", "ann").put("password", "four words are enough").encode();
    assertEquals(0, cluster.node("left").run("bus", "request", "user.create", ann));
    TestCluster.until(() -> users("mid").contains("ann"), () -> "mid does not know ann");
    cluster.stop("left");
    cluster.stop("mid");
    cluster.startAll();
    cluster.untilSound();
    for (var node : NODES) {
      assertEquals(2, cluster.revision(node), node);
      cluster.node(node).run("revisions", "--json");
      assertTrue(cluster.node(node).out().contains("dark"), node);
      TestCluster.until(() -> users(node).contains("ann"), () -> node + " does not know ann");
    }
  }

  @Test
  void sendsNothingBeforeTheWiresAreUp() throws IOException {
    var flows =
        file(
            "flows.yaml",
            LAB
                + """
                  flows:
                    f1: { from: "b:hn0", to: "a:hn0", rate: 1000pps, echo: false, udp: 9 }
                    f2: { from: "b:hn0", to: "c:hn0", rate: 1000pps, echo: false, udp: 9 }
                """);
    var left = cluster.node("left");
    assertEquals(0, left.run("apply", flows.toString()), left.err());
    cluster.stop("mid");
    cluster.start("mid");
    for (var flow : List.of("f1", "f2")) {
      TestCluster.until(
          () ->
              left.run("describe", "flow", flow, "--json") == 0
                  && left.object().getLong("received") > 100,
          () -> flow + ": " + left.out() + left.err());
      assertEquals(0, left.object().getLong("lost"), left::out);
    }
  }

  /** As when two parts of a cluster have been put together without what one had registered. */
  @Test
  void registersAnewWhatOthersHaveLost() {
    MultiMap<String, Object> registrations =
        Hazelcast.getAllHazelcastInstances().stream()
            .findAny()
            .orElseThrow()
            .getMultiMap("__vertx.subs");
    var lost =
        registrations.keySet().stream().filter(key -> key.startsWith("hnswitch.n.mid.")).toList();
    assertTrue(lost.contains("hnswitch.n.mid.operation"), lost::toString);
    lost.forEach(registrations::remove);
    var left = cluster.node("left");
    TestCluster.until(
        () -> lost.stream().allMatch(registrations::containsKey),
        () -> "not registered anew: " + registrations.keySet());
    TestCluster.until(() -> repairs("mid") == 1, () -> "mid has not counted it");
    assertEquals(0, left.run("describe", "nic", "b:hn0"), left.err());
    assertEquals(0, left.run("nic", "down", "b:hn0"), left.err());
    assertEquals(0, repairs("left") + repairs("right"));
    left.run("bus", "request", "event.list");
    assertTrue(left.out().contains("hnswitch.cluster.registered-anew"), left.out());
    cluster.untilSound();
  }

  private int repairs(String node) {
    assertEquals(0, cluster.node(node).run("cluster", "health", "--json"));
    return cluster.node(node).object().getInteger("repairs");
  }

  @Test
  void refusesWhoDoesNotFit() {
    cluster.stop("right");
    assertTrue(cluster.refused("right", "0.3.0").contains("more than one minor step"));
    assertEquals(0, cluster.node("left").run("cluster", "leave", "mid"));
    TestCluster.until(() -> cluster.isLeaving("mid"), () -> "mid stays");
  }
}
