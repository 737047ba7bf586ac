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
 * A lab and Linux's {@code vxlan} device are one Ethernet, with the node in a namespace of its own.
 * After each test the books balance.
 */
class VxlanIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String BLUE = "/nics/blue:hn0";
  private static final int RANDOM_DATAGRAMS = 500;

  private static Place place;
  private static VxlanLab lab;
  private static NodeProcess node;

  @BeforeAll
  static void start() {
    Checkout.requireEverything();
    place = Place.make();
    lab = VxlanLab.fresh();
    lab.lay();
    var file = place.write("lab.yaml", lab.yaml());
    var hnswitch = Checkout.hnswitch(place.temporary()).toArray(String[]::new);
    node = NodeProcess.start(place, Running.with(lab.inside(), hnswitch), file.toString());
  }

  @AfterAll
  static void stop() {
    try (var files = place;
        var names = lab;
        var process = node) {
      if (process != null) {
        process.stop();
        assertEquals(List.of(), files.leftovers());
        assertTrue(!names.guest().exists());
      }
    }
  }

  @AfterEach
  void everyFrameIsAccountedFor() {
    var ledger = lab.until(node, "/ledger", data -> data.getLong("inFlight") == 0);
    long gone =
        ledger.getLong("delivered") + ledger.getLong("filtered") + ledger.getLong("droppedTotal");
    assertEquals(0, ledger.getLong("unaccounted"), ledger::encodePrettily);
    assertEquals(ledger.getLong("sent") + ledger.getLong("created"), gone, ledger::encodePrettily);
    var arrivals = ledger.getJsonObject("arrivals");
    assertEquals(0, arrivals.getLong("missing"), arrivals::encode);
    assertEquals(0, arrivals.getLong("duplicated"), arrivals::encode);
  }

  private static JsonObject link() {
    return lab.get(node, "/links/out");
  }

  private static long counter(JsonObject link, String name) {
    return link.getJsonObject("tunnel").getJsonObject("counters").getLong(name);
  }

  private static void ping(Namespace from, String... arguments) {
    var before = Echoes.now(from);
    var command = Running.with(List.of("ping", "-q", "-i", "0.02"), arguments);
    var said = from.run(BOUND, command.toArray(String[]::new)).succeeds();
    assertEquals(0, Echoes.since(before, from).lost(), said::toString);
    assertTrue(!said.out().contains("duplicates"), said::toString);
  }

  @Test
  void carriesPingsBothWays() {
    ping(lab.guest(), "-c", "50", VxlanLab.KERNEL);
    ping(lab.far(), "-c", "50", VxlanLab.TAP);
    ping(lab.far(), "-c", "50", VxlanLab.HOST);
  }

  @Test
  void carriesTcpBothWaysByBothPaths() {
    try (var server = lab.far().start("iperf3", "-s", "--forceflush")) {
      server.awaitOut(BOUND, line -> line.startsWith("Server listening"));
      var before = link();
      tcp();
      tcp("-R");
      attach();
      tcp();
      tcp("-R");
      detach("graceful");
      var after = link();
      assertTrue(counter(after, "segments") > counter(before, "segments"), after::encodePrettily);
      assertEquals(
          counter(before, "inner-oversize"),
          counter(after, "inner-oversize"),
          after::encodePrettily);
    }
  }

  private static void tcp(String... direction) {
    var command =
        Running.with(List.of("iperf3", "--json", "-c", VxlanLab.KERNEL, "-n", "20M"), direction);
    var said = lab.guest().run(BOUND, command.toArray(String[]::new)).succeeds();
    var sums = said.json().getJsonObject("end").getJsonObject("sum_received");
    assertTrue(sums.getLong("bytes") > 10_000_000, sums::encodePrettily);
  }

  private static void attach() {
    lab.post(node, BLUE + "/actions/attach-vf", new JsonObject().put("wait", true));
    assertEquals("vf", lab.get(node, BLUE).getString("path"));
  }

  private static void detach(String how) {
    var body = new JsonObject().put("how", how).put("wait", true);
    lab.post(node, BLUE + "/actions/detach-vf", body);
    assertEquals("synthetic", lab.get(node, BLUE).getString("path"));
  }

  @Test
  void losesNoPingWhileVfsComeAndGo() {
    var before = Echoes.now(lab.guest());
    var beforeFar = Echoes.now(lab.far());
    try (var out = lab.guest().start("ping", "-q", "-i", "0.01", VxlanLab.KERNEL);
        var in = lab.far().start("ping", "-q", "-i", "0.01", VxlanLab.TAP)) {
      for (int i = 0; i < 3; i++) {
        attach();
        detach("graceful");
      }
      out.signal("INT");
      in.signal("INT");
      var said = out.finish(BOUND).out() + in.finish(BOUND).out();
      assertTrue(!said.contains("duplicates"), said);
      assertEquals(0, Echoes.since(before, lab.guest()).lost(), said);
      assertEquals(0, Echoes.since(beforeFar, lab.far()).lost(), said);
    }
  }

  @Test
  void sendsWhatIsLongerThanTheWayInFragments() {
    ping(lab.far(), "-c", "10", "-M", "do", "-s", "1472", VxlanLab.HOST);
    assertEquals(0, counter(link(), "socket-too-long"));
  }

  @Test
  void refusesAndCountsWhatIsNotOfTheTunnel() {
    var before = link();
    var header = "'\\x08\\0\\0\\0\\0\\0\\x2a\\0'";
    lab.write("printf '\\x08\\0\\0'");
    lab.write("head -c 80 /dev/zero");
    lab.write("printf '\\x08\\0\\0\\0\\0\\0\\x2b\\0%060d' 0");
    lab.write("printf '\\x08\\0\\0\\0\\0\\0\\x2a\\0%013d' 0");
    lab.write(
        "{ printf "
            + header
            + "; head -c 20000 /dev/zero; } | dd bs=20008 iflag=fullblock status=none");
    lab.strange(true);
    lab.write("printf '\\x08\\0\\0\\0\\0\\0\\x2a\\0%060d' 0");
    lab.strange(false);
    lab.write(
        "head -c "
            + 100 * RANDOM_DATAGRAMS
            + " /dev/urandom | dd bs=100 iflag=fullblock status=none");
    var after =
        lab.until(
            node, "/links/out", now -> refused(now) - refused(before) >= 6 + RANDOM_DATAGRAMS);
    for (var name : List.of("too-short", "inner-runt", "inner-oversize", "stranger")) {
      assertEquals(1, counter(after, name) - counter(before, name), name);
    }
    assertEquals(
        2 + RANDOM_DATAGRAMS,
        counter(after, "no-vni")
            - counter(before, "no-vni")
            + counter(after, "other-vni")
            - counter(before, "other-vni"));
    assertEquals("up", after.getString("state"));
    ping(lab.far(), "-c", "10", VxlanLab.TAP);
  }

  private static long refused(JsonObject link) {
    return link.getLong("dropped");
  }

  @Test
  void isDownWhileThereIsNoWay() {
    lab.cable(false);
    lab.guest().run("ping", "-c", "1", "-W", "1", VxlanLab.KERNEL).exits(1);
    var down = lab.until(node, "/links/out", link -> link.getString("state").equals("down"));
    assertEquals("the network of the remote cannot be reached", down.getString("reason"));
    assertTrue(counter(down, "socket-network-unreachable") > 0, down::encodePrettily);
    lab.cable(true);
    // The first may meet a neighbour that is to be found anew.
    lab.guest().run("ping", "-c", "5", "-i", "0.2", VxlanLab.KERNEL).succeeds();
    lab.until(node, "/links/out", link -> link.getString("state").equals("up"));
    ping(lab.far(), "-c", "10", VxlanLab.TAP);
  }
}
