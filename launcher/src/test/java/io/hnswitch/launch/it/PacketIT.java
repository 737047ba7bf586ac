package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A NIC whose guest is behind one end of a veth pair, in a namespace of its own, and one with a
 * TAP: on both paths, while VFs come and go, and when the pair is deleted and made again. After
 * each test the books balance.
 */
class PacketIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String ID = Long.toString(ProcessHandle.current().pid(), 36);
  private static final Namespace BLUE = new Namespace("hnv-b" + ID);
  private static final Namespace NEAR = new Namespace("hnv-n" + ID);
  private static final Namespace FAR = new Namespace("hnv-f" + ID);
  private static final String NEAR_END = "hnvn" + ID;
  private static final String FAR_END = "hnvf" + ID;
  private static final String MAC = "00:15:5d:00:02:01";
  private static final String BLUE_NIC = "blue:hn0";
  private static final String FAR_NIC = "far:hn0";
  private static final String BLUE_V4 = "10.98.0.1";
  private static final String FAR_V4 = "10.98.0.2";
  private static final String BLUE_TAP = "hnv0";

  private static Place place;
  private static NodeProcess node;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    NEAR.make();
    FAR.make();
    lay();
    node = NodeProcess.start(place, yaml());
  }

  @AfterAll
  static void stop() {
    try (var files = place;
        var process = node) {
      if (process != null) {
        process.stop();
        assertEquals(List.of(), files.leftovers());
        assertFalse(BLUE.exists());
        assertTrue(NEAR.exists(), "it was not the node's to remove");
      }
    } finally {
      NEAR.remove();
      FAR.remove();
      BLUE.remove();
    }
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    node.rest().quietLedger();
  }

  private static void lay() {
    ip(
        "link add %s netns %s type veth peer name %s netns %s"
            .formatted(NEAR_END, NEAR.name(), FAR_END, FAR.name()));
    ip("-n %s link set %s up".formatted(NEAR.name(), NEAR_END));
    ip("-n %s link set %s address %s up".formatted(FAR.name(), FAR_END, MAC));
    ip("-n %s address add %s/24 dev %s".formatted(FAR.name(), FAR_V4, FAR_END));
  }

  private static void ip(String arguments) {
    Running.run(BOUND, ("ip " + arguments).split(" ")).succeeds();
  }

  private static String yaml() {
    return NetnsLab.yaml(
        """
        blue: { nics: { hn0: { endpoint: { tap: { name: %s, netns: %s, ip: %s/24 } } } } }
        far:
          nics:
            hn0: { mac: "%s", endpoint: { packet: { interface: %s, netns: %s } } }
        """
            .formatted(BLUE_TAP, BLUE.name(), BLUE_V4, MAC, NEAR_END, NEAR.name()));
  }

  private static void attach() {
    node.rest().attach(FAR_NIC);
    assertEquals("vf", node.rest().get("/nics/" + FAR_NIC).getString("path"));
  }

  private static void detach() {
    node.rest().detach(FAR_NIC, "graceful");
  }

  private static void tcp(String... direction) {
    var command = Running.with(List.of("iperf3", "--json", "-c", FAR_V4, "-n", "20M"), direction);
    var said = BLUE.run(BOUND, command.toArray(String[]::new)).succeeds();
    var sums = said.json().getJsonObject("end").getJsonObject("sum_received");
    assertTrue(sums.getLong("bytes") > 10_000_000, sums::encodePrettily);
  }

  @Test
  void carriesTcpBothWaysByBothPathsAndPingsAcross() {
    try (var server = FAR.start("iperf3", "-s", "--forceflush")) {
      server.awaitOut(BOUND, line -> line.startsWith("Server listening"));
      tcp();
      tcp("-R");
      var before = Echoes.now(BLUE);
      var beforeFar = Echoes.now(FAR);
      var books = node.rest().get("/ledger");
      try (var out = BLUE.start("ping", "-q", "-i", "0.01", FAR_V4);
          var in = FAR.start("ping", "-q", "-i", "0.01", BLUE_V4)) {
        attach();
        detach();
        attach();
        out.signal("INT");
        in.signal("INT");
        var said = out.finish(BOUND).out() + in.finish(BOUND).out();
        assertFalse(said.contains("duplicates"), said);
        assertEquals(0, Echoes.since(before, BLUE).lost(), said);
        assertEquals(0, Echoes.since(beforeFar, FAR).lost(), said);
      }
      Rest.assertAllArrivedOnce(books, node.rest().quietLedger());
      tcp();
      tcp("-R");
      detach();
    }
  }

  @Test
  void carriesTags() {
    var script = Checkout.ROOT.resolve("launcher/src/test/resources/io/hnswitch/launch/it/vlan.py");
    node.rest().set(FAR_NIC, new JsonObject().put("vlan", "{ mode: trunk, allowed: 10 }"));
    node.rest().set(BLUE_NIC, new JsonObject().put("vlan", "{ mode: access, id: 10 }"));
    try (var tagged = FAR.start("python3", script.toString(), FAR_END, "v10", "10")) {
      tagged.awaitOut(BOUND, "ready"::equals);
      FAR.run("ip", "link", "set", "dev", "v10", "address", MAC, "mtu", "1400", "up").succeeds();
      FAR.run("ip", "address", "add", "10.10.0.2/24", "dev", "v10").succeeds();
      BLUE.run("ip", "address", "add", "10.10.0.1/24", "dev", BLUE_TAP).succeeds();
      BLUE.run("ping", "-q", "-c", "5", "-i", "0.01", "-W", "5", "10.10.0.2").succeeds();
      attach();
      BLUE.run("ping", "-q", "-c", "5", "-i", "0.01", "-W", "5", "10.10.0.2").succeeds();
      detach();
    } finally {
      node.rest().set(FAR_NIC, new JsonObject().put("vlan", "none"));
      node.rest().set(BLUE_NIC, new JsonObject().put("vlan", "none"));
    }
  }

  private static JsonObject link(String wanted) {
    var seen =
        Eventually.look(
            BOUND,
            () ->
                node.rest().list("/endpoints").stream()
                    .filter(one -> one.getString("nic").equals(FAR_NIC))
                    .findFirst()
                    .orElseThrow()
                    .getJsonObject("settings"),
            settings -> settings.getString("link").equals(wanted));
    assertEquals(wanted, seen.getString("link"), seen::encodePrettily);
    return seen;
  }

  @Test
  void goesOnWhenItsInterfaceIsDeletedUnderTrafficAndMadeAgain() {
    try (var traffic = BLUE.start("ping", "-q", "-i", "0.01", FAR_V4)) {
      ip("-n %s link delete %s".formatted(NEAR.name(), NEAR_END));
      link("down");
      traffic.signal("INT");
      traffic.finish(BOUND);
    }
    var busy = node.process().cpuTime();
    long began = System.nanoTime();
    BLUE.run("ping", "-c", "3", "-i", "0.3", "-W", "0.2", FAR_V4).exits(1);
    var spent = node.process().cpuTime().minus(busy);
    long passed = System.nanoTime() - began;
    assertTrue(spent.toNanos() < passed / 2, spent + " of " + passed + " ns: it turns in circles");
    var dropped = node.rest().quietLedger().getJsonObject("dropped");
    assertTrue(dropped.getLong("link-down") > 0, dropped::encodePrettily);
    lay();
    link("up");
    BLUE.run("ping", "-q", "-c", "5", "-i", "0.2", "-W", "5", FAR_V4).succeeds();
  }
}
