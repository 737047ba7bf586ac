package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An adapter whose wire ends at one end of a veth pair: the other end, in a namespace of its own,
 * and a guest with a TAP are one Ethernet, on both of the guest's paths, and again when the pair
 * was deleted and made again. After each test the books balance.
 */
class PacketLinkIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final VethStation STATION = new VethStation("hnw", 97, "02:00:00:00:97:02");
  private static final Namespace BLUE = STATION.blue;
  private static final Namespace NEAR = STATION.near;
  private static final Namespace FAR = STATION.far;
  private static final String NEAR_END = STATION.nearEnd;
  private static final String FAR_END = STATION.farEnd;
  private static final String NIC = "blue:hn0";
  private static final String BLUE_TAP = STATION.tap;
  private static final String FAR_V4 = STATION.farV4;
  private static final String LINK = "/links/out";

  private static Place place;
  private static NodeProcess node;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    STATION.make();
    node = NodeProcess.start(place, yaml(NEAR_END));
  }

  @AfterAll
  static void stop() {
    STATION.end(place, node);
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    if (node.rest().get("/nics/" + NIC).getString("path").equals("vf")) {
      detach("graceful");
    }
    node.rest().quietLedger();
  }

  private static String yaml(String device) {
    return NetnsLab.yaml(STATION.guest())
        + "  links: { out: { endpoints: [pf0], packet: { interface: %s, netns: %s } } }\n"
            .formatted(device, NEAR.name());
  }

  private static void attach() {
    node.rest().attach(NIC);
    assertEquals("vf", node.rest().get("/nics/" + NIC).getString("path"));
  }

  private static void detach(String how) {
    node.rest().detach(NIC, how);
    assertEquals("synthetic", node.rest().get("/nics/" + NIC).getString("path"));
  }

  private static JsonObject link() {
    return node.rest().get(LINK);
  }

  private static void ping(int count, String... arguments) {
    var before = Echoes.now(BLUE);
    var command =
        Running.with(
            List.of("ping", "-q", "-c", "" + count, "-i", "0.01", "-W", "5", FAR_V4), arguments);
    var said = BLUE.run(BOUND, command.toArray(String[]::new)).succeeds();
    assertEquals(0, Echoes.since(before, BLUE).lost(), said::toString);
  }

  @Test
  void carriesTcpBothWaysByBothPathsAndLosesNothingBetween() {
    var linkBefore = link();
    STATION.tcpBothWays(12);
    var books = node.rest().quietLedger();
    var echoes =
        STATION.loseNothingWhenVfsComeAndGo(PacketLinkIT::attach, () -> detach("graceful"));
    assertTrue(echoes.sent() > 200, echoes::toString);
    Rest.assertAllArrivedOnce(books, node.rest().quietLedger());
    STATION.tcpBothWays(12);
    detach("graceful");
    var link = link();
    assertEquals("up", link.getString("state"), link::encodePrettily);
    assertEquals(linkBefore.getLong("dropped"), link.getLong("dropped"), link::encodePrettily);
    var counters = link.getJsonObject("packet").getJsonObject("counters");
    assertEquals(0, counters.getLong("malformed"), link::encodePrettily);
    assertTrue(
        node.rest()
            .metrics()
            .contains("hnswitch_link_counter_total{counter=\"sent\",link=\"out\"}"));
    assertEquals(
        link.getLong("frames"),
        counters.getLong("sent") + counters.getLong("received"),
        link::encodePrettily);
  }

  @Test
  void carriesTags() {
    var script = Checkout.script("vlan.py");
    node.rest().set(NIC, new JsonObject().put("vlan", "{ mode: access, id: 10 }"));
    try (var tagged = FAR.start("python3", script, FAR_END, "v10", "10")) {
      tagged.awaitOut(BOUND, "ready"::equals);
      FAR.run("ip", "link", "set", "dev", "v10", "mtu", "1400", "up").succeeds();
      FAR.run("ip", "address", "add", "10.10.0.2/24", "dev", "v10").succeeds();
      BLUE.run("ip", "address", "add", "10.10.0.1/24", "dev", BLUE_TAP).succeeds();
      var command = "ping -q -c 5 -i 0.01 -W 5 10.10.0.2".split(" ");
      BLUE.run(command).succeeds();
      attach();
      BLUE.run(command).succeeds();
      detach("graceful");
      BLUE.run("ping", "-q", "-c", "2", "-i", "0.01", "-W", "0.2", FAR_V4).exits(1);
    } finally {
      node.rest().set(NIC, new JsonObject().put("vlan", "none"));
      BLUE.run("ip", "address", "del", "10.10.0.1/24", "dev", BLUE_TAP);
    }
  }

  @Test
  void isImpairedInBothDirections() {
    ping(5);
    impair("{\"forward\":{\"loss\":\"100%\"}}");
    BLUE.run("ping", "-q", "-c", "5", "-i", "0.01", "-W", "0.2", FAR_V4).exits(1);
    impair("{\"reverse\":{\"loss\":\"100%\"}}");
    attach();
    BLUE.run("ping", "-q", "-c", "5", "-i", "0.01", "-W", "0.2", FAR_V4).exits(1);
    var ways = link().getJsonArray("ways");
    for (int i = 0; i < 2; i++) {
      var dropped = ways.getJsonObject(i).getJsonObject("dropped");
      assertTrue(dropped.getLong("impair-loss") > 0, ways::encodePrettily);
    }
    node.rest().post(LINK + "/actions/clear", new JsonObject());
    detach("graceful");
    ping(20);
  }

  private static void impair(String what) {
    node.rest().post(LINK + "/actions/impair", new JsonObject(what));
  }

  private static void state(String wanted, String reason) {
    var seen =
        node.rest()
            .until(
                LINK,
                link ->
                    link.getString("state").equals(wanted)
                        && link.getString("reason", "").endsWith(reason));
    assertEquals(wanted, seen.getString("state"));
  }

  @Test
  void isDownWithItsInterfaceAndUpAgainWithIt() {
    VethStation.ip("-n %s link set %s down", FAR, FAR_END);
    state("down", "has no carrier");
    assertTrue(node.rest().metrics().contains("hnswitch_link_up{link=\"out\"} 0"));
    BLUE.run("ping", "-q", "-c", "2", "-i", "0.01", "-W", "0.2", FAR_V4).exits(1);
    VethStation.ip("-n %s link set %s down", NEAR, NEAR_END);
    state("down", "is down");
    VethStation.ip("-n %s link set %s up", FAR, FAR_END);
    VethStation.ip("-n %s link set %s up", NEAR, NEAR_END);
    state("up", "");
    ping(20);
    var said =
        node.rest().get("/events/since?limit=1000").getJsonArray("events").stream()
            .map(JsonObject.class::cast)
            .filter(event -> event.getString("subject").equals("out"))
            .map(event -> event.getString("type"))
            .toList();
    assertEquals(
        List.of("hnswitch.link.down", "hnswitch.link.up"),
        said.subList(said.size() - 2, said.size()));
  }

  @Test
  void goesOnWhenItsInterfaceIsDeletedUnderTrafficAndMadeAgain() {
    ping(5);
    attach();
    try (var traffic = BLUE.start("ping", "-q", "-i", "0.005", FAR_V4)) {
      STATION.cut();
      state("down", "is gone");
      traffic.signal("INT");
      traffic.finish(BOUND);
    }
    STATION.dropsWithoutHaste(node);
    STATION.lay();
    state("up", "");
    BLUE.run("ping", "-q", "-c", "5", "-i", "0.2", "-W", "5", FAR_V4).succeeds();
    detach("surprise");
    ping(20);
  }
}
