package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
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
  private static final VethStation STATION = new VethStation("hnv", 98, "00:15:5d:00:02:01");
  private static final Namespace BLUE = STATION.blue;
  private static final Namespace FAR = STATION.far;
  private static final String BLUE_NIC = "blue:hn0";
  private static final String FAR_NIC = "far:hn0";

  private static Place place;
  private static NodeProcess node;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    STATION.make();
    node = NodeProcess.start(place, yaml());
  }

  @AfterAll
  static void stop() {
    STATION.end(place, node);
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    node.rest().quietLedger();
  }

  private static String yaml() {
    return NetnsLab.yaml(
        STATION.guest()
            + """
            far:
              nics:
                hn0: { mac: "%s", endpoint: { packet: { interface: %s, netns: %s } } }
            """
                .formatted(STATION.mac, STATION.nearEnd, STATION.near.name()));
  }

  private static void attach() {
    node.rest().attach(FAR_NIC);
    assertEquals("vf", node.rest().get("/nics/" + FAR_NIC).getString("path"));
  }

  private static void detach() {
    node.rest().detach(FAR_NIC, "graceful");
  }

  @Test
  void carriesTcpBothWaysByBothPathsAndLosesNothingBetween() {
    STATION.tcpBothWays(20);
    var books = node.rest().quietLedger();
    var echoes = STATION.loseNothingWhenVfsComeAndGo(PacketIT::attach, PacketIT::detach);
    assertTrue(echoes.sent() > 200, echoes::toString);
    Rest.assertAllArrivedOnce(books, node.rest().quietLedger());
    STATION.tcpBothWays(20);
    detach();
  }

  @Test
  void carriesTags() {
    var script = Checkout.script("vlan.py");
    node.rest().set(FAR_NIC, new JsonObject().put("vlan", "{ mode: trunk, allowed: 10 }"));
    node.rest().set(BLUE_NIC, new JsonObject().put("vlan", "{ mode: access, id: 10 }"));
    try (var tagged = FAR.start("python3", script, STATION.farEnd, "v10", "10")) {
      tagged.awaitOut(BOUND, "ready"::equals);
      FAR.run("ip", "link", "set", "dev", "v10", "address", STATION.mac, "mtu", "1400", "up")
          .succeeds();
      FAR.run("ip", "address", "add", "10.10.0.2/24", "dev", "v10").succeeds();
      BLUE.run("ip", "address", "add", "10.10.0.1/24", "dev", STATION.tap).succeeds();
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
    try (var traffic = BLUE.start("ping", "-q", "-i", "0.01", STATION.farV4)) {
      STATION.cut();
      link("down");
      traffic.signal("INT");
      traffic.finish(BOUND);
    }
    STATION.dropsWithoutHaste(node);
    STATION.lay();
    link("up");
    BLUE.run("ping", "-q", "-c", "5", "-i", "0.2", "-W", "5", STATION.farV4).succeeds();
  }
}
