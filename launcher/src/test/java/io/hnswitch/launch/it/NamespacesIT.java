package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two network stacks of the kernel talk through the switch, by the synthetic path and by VFs. After
 * each test the books balance, and no frame was lost, doubled or reordered.
 */
@ParameterizedClass
@ValueSource(strings = {"synthetic", "vf"})
class NamespacesIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final List<String> NICS = List.of("blue:hn0", "green:hn0");

  private static Place place;
  private static NetnsLab lab;
  private static NodeProcess node;
  private static Running iperf;

  @Parameter private String path;
  private JsonObject before;
  private boolean wasDown;

  @BeforeParameterizedClassInvocation
  static void start(String path) {
    Checkout.requireEverything();
    place = Place.make();
    lab = NetnsLab.fresh();
    node = NodeProcess.start(place, lab.yaml());
    if (path.equals("vf")) {
      NICS.forEach(node.rest()::attach);
    }
    iperf = lab.green().start("iperf3", "-s", "--forceflush");
    iperf.awaitOut(BOUND, line -> line.startsWith("Server listening"));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    try (var files = place;
        var names = lab;
        var process = node;
        var server = iperf) {
      if (server != null) {
        server.signal("TERM");
        server.finish(BOUND);
      }
      if (process != null) {
        process.stop();
      }
      assertEquals(List.of(), files.leftovers());
      assertTrue(!names.blue().exists() && !names.green().exists());
    } finally {
      iperf = null;
      node = null;
    }
  }

  @BeforeEach
  void lookAtTheBooks() {
    before = node.rest().quietLedger();
  }

  @AfterEach
  void everyFrameArrivedOnceAndByTheRightPath() {
    var after = node.rest().quietLedger();
    if (wasDown) {
      // Group frames are for everybody, but a NIC that is down takes none: filtered, not lost.
      long filtered = after.getLong("filtered") - before.getLong("filtered");
      assertTrue(Rest.missing(after) - Rest.missing(before) <= filtered, after::encodePrettily);
    } else {
      Rest.assertAllArrivedOnce(before, after);
    }
    NICS.forEach(nic -> assertEquals(path, node.rest().get("/nics/" + nic).getString("path"), nic));
  }

  private static void ping(String... arguments) {
    var command = Running.with(List.of("ping", "-i", "0.01"), arguments);
    var said = lab.blue().run(command.toArray(String[]::new)).succeeds();
    assertEquals(0, Echoes.of(lab.blue()).lost(), () -> said + kernelCounters());
    assertTrue(!said.out().contains("duplicates"), said::toString);
  }

  /** What both stacks counted: says whether the kernel or the switch lost something. */
  private static String kernelCounters() {
    return Stream.of(lab.blue(), lab.green())
            .map(
                side ->
                    side.run("ip", "-stats", "link").out()
                        + side.run("cat", "/proc/net/snmp").out())
            .collect(Collectors.joining("\n", "\n", "\n"))
        + node.rest().quietLedger().encodePrettily();
  }

  /** Gives the sums at the end of a run. */
  private static JsonObject iperf(String... arguments) {
    var command = Running.with(List.of("iperf3", "--json", "-c"), arguments);
    var said = lab.blue().run(BOUND, command.toArray(String[]::new)).succeeds();
    return said.json().getJsonObject("end");
  }

  private static void tcp(String... arguments) {
    var command = Running.with(List.of(arguments), "-n", "20M");
    var sums = iperf(command.toArray(String[]::new));
    long bytes = sums.getJsonObject("sum_received").getLong("bytes");
    assertTrue(bytes > 10_000_000, sums::encodePrettily);
  }

  private static Finished cli(String... arguments) {
    return new Cli(place).run(arguments).succeeds();
  }

  @Test
  void carriesPing() {
    ping("-c", "100", NetnsLab.GREEN_V4);
    ping("-c", "100", NetnsLab.GREEN_V6);
  }

  @Test
  void carriesTcpBothWays() {
    tcp(NetnsLab.GREEN_V4);
    tcp(NetnsLab.GREEN_V4, "-R");
    tcp(NetnsLab.GREEN_V6);
    tcp(NetnsLab.GREEN_V6, "-R");
  }

  @Test
  void carriesUdpWithoutLoss() {
    long fullBefore = fullSockets();
    var sum = iperf(NetnsLab.GREEN_V4, "-u", "-b", "20M", "-t", "1").getJsonObject("sum");
    // What a receiver that is not scheduled in time leaves in its socket is not the switch's loss.
    assertEquals(
        fullSockets() - fullBefore,
        sum.getLong("lost_packets"),
        () -> sum.encodePrettily() + kernelCounters());
    assertTrue(sum.getInteger("packets") > 1000, sum::encodePrettily);
  }

  /** Datagrams that the receiving stack threw away because a socket was full. */
  private static long fullSockets() {
    var lines =
        lab.green()
            .run("cat", "/proc/net/snmp")
            .succeeds()
            .out()
            .lines()
            .filter(line -> line.startsWith("Udp: "))
            .map(line -> List.of(line.split(" ")))
            .toList();
    return Long.parseLong(lines.get(1).get(lines.get(0).indexOf("RcvbufErrors")));
  }

  @Test
  void takesJumboFramesWhileTheMtuIsLarge() {
    NICS.forEach(nic -> cli("nic", "set", nic, "mtu=9000"));
    try {
      ping("-c", "10", "-M", "do", "-s", "8972", NetnsLab.GREEN_V4);
      tcp(NetnsLab.GREEN_V4);
    } finally {
      NICS.forEach(nic -> cli("nic", "set", nic, "mtu=1500"));
    }
    ping("-c", "10", "-M", "do", "-s", "1472", NetnsLab.GREEN_V4);
    ping("-c", "10", NetnsLab.GREEN_V6);
    var tooLong = lab.blue().run("ping", "-c", "1", "-M", "do", "-s", "1473", NetnsLab.GREEN_V4);
    assertTrue(tooLong.exits(1).err().contains("message too long"), tooLong::toString);
  }

  @Test
  void showsEachFrameOnceToTcpdump() {
    try (var capture =
        lab.green()
            .start("tcpdump", "-i", lab.greenTap(), "-n", "-l", "--immediate-mode", "icmp")) {
      capture.awaitErr(BOUND, line -> line.startsWith("listening on"));
      ping("-c", "20", NetnsLab.GREEN_V4);
      capture.awaitOutLines(20, BOUND, line -> line.contains("ICMP echo reply"));
      capture.signal("INT");
      var said = capture.finish(BOUND).succeeds();
      assertTrue(said.err().contains("40 packets captured"), said::toString);
    }
  }

  @Test
  void tellsTheStackWhichOffloadsThereAre() {
    var all = List.of("tx-checksumming", "tx-tcp-segmentation", "tx-tcp6-segmentation");
    assertEquals(all, stackOffloads());
    offloads("-tso4");
    assertEquals(List.of("tx-checksumming", "tx-tcp6-segmentation"), stackOffloads());
    tcp(NetnsLab.GREEN_V4);
    offloads("+tso4,-tso6");
    assertEquals(List.of("tx-checksumming", "tx-tcp-segmentation"), stackOffloads());
    tcp(NetnsLab.GREEN_V6);
    offloads("-txcsum,-txcsum-ipv6,-tso4");
    assertEquals(List.of(), stackOffloads());
    tcp(NetnsLab.GREEN_V4);
    ping("-c", "10", NetnsLab.GREEN_V6);
    offloads("+txcsum,+tso4,+txcsum-ipv6,+tso6");
    assertEquals(all, stackOffloads());
    tcp(NetnsLab.GREEN_V4);
  }

  private static void offloads(String change) {
    cli("nic", "set", "blue:hn0", "offloads=" + change);
  }

  private static List<String> stackOffloads() {
    var lines = lab.blue().run("ethtool", "-k", lab.blueTap()).succeeds().out().lines();
    var on = lines.map(String::strip).filter(line -> line.endsWith(": on")).toList();
    var found = new ArrayList<String>();
    for (var name : List.of("tx-checksumming", "tx-tcp-segmentation", "tx-tcp6-segmentation")) {
      if (on.contains(name + ": on")) {
        found.add(name);
      }
    }
    return found;
  }

  @Test
  void takesTheCarrierAwayWhileTheNicIsDown() {
    assertEquals("UP", link().getString("operstate"));
    wasDown = true;
    cli("nic", "down", "blue:hn0");
    try {
      assertEquals("DOWN", link().getString("operstate"));
      assertTrue(link().getJsonArray("flags").contains("NO-CARRIER"), () -> link().encode());
    } finally {
      cli("nic", "up", "blue:hn0");
    }
    assertEquals("UP", link().getString("operstate"));
    assertTrue(link().getJsonArray("flags").contains("LOWER_UP"), () -> link().encode());
    ping("-c", "10", NetnsLab.GREEN_V4);
  }

  private static JsonObject link() {
    var said = lab.blue().run("ip", "-json", "link", "show", "dev", lab.blueTap()).succeeds();
    return new JsonArray(said.out()).getJsonObject(0);
  }
}
