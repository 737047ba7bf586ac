package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

/**
 * A guest with a TAP, and a station at the far end of a veth pair whose near end is the lab's; each
 * in a namespace of its own.
 */
final class VethStation {

  private static final Duration BOUND = Duration.ofSeconds(60);

  final Namespace blue;
  final Namespace near;
  final Namespace far;
  final String nearEnd;
  final String farEnd;
  final String tap;
  final String blueV4;
  final String farV4;

  /** Of the station; a pair that is made again has it too, as neighbours know it for minutes. */
  final String mac;

  /**
   * @param prefix of all names, three letters
   * @param net second part of the addresses
   */
  VethStation(String prefix, int net, String mac) {
    var id = Long.toString(ProcessHandle.current().pid(), 36);
    this.blue = new Namespace(prefix + "-b" + id);
    this.near = new Namespace(prefix + "-n" + id);
    this.far = new Namespace(prefix + "-f" + id);
    this.nearEnd = prefix + "n" + id;
    this.farEnd = prefix + "f" + id;
    this.tap = prefix + "0";
    this.blueV4 = "10." + net + ".0.1";
    this.farV4 = "10." + net + ".0.2";
    this.mac = mac;
  }

  /** Makes what the node does not make itself. */
  void make() {
    near.make();
    far.make();
    lay();
  }

  /** Lays the pair, for the first time or again. */
  void lay() {
    ip("link add %s netns %s type veth peer name %s netns %s", nearEnd, near, farEnd, far);
    ip("-n %s link set %s up", near, nearEnd);
    ip("-n %s link set %s address %s up", far, farEnd, mac);
    ip("-n %s address add %s/24 dev %s", far, farV4, farEnd);
  }

  /** Deletes the pair. */
  void cut() {
    ip("-n %s link delete %s", near, nearEnd);
  }

  /** Runs {@code ip}; a namespace stands for its name. */
  static void ip(String form, Object... values) {
    var words = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      words[i] = values[i] instanceof Namespace of ? of.name() : values[i];
    }
    Running.run(BOUND, ("ip " + form.formatted(words)).split(" ")).succeeds();
  }

  /** The guest, as a lab file has it. */
  String guest() {
    return "blue: { nics: { hn0: { endpoint: { tap: { name: %s, netns: %s, ip: %s/24 } } } } }%n"
        .formatted(tap, blue.name(), blueV4);
  }

  /** Sends so many megabytes by TCP to the station, and from it. */
  void tcpBothWays(int megabytes) {
    try (var server = far.start("iperf3", "-s", "--forceflush")) {
      server.awaitOut(BOUND, line -> line.startsWith("Server listening"));
      for (var direction : List.of("--no-delay", "-R")) {
        var said =
            blue.run(BOUND, "iperf3", "--json", "-c", farV4, "-n", megabytes + "M", direction);
        var sums = said.succeeds().json().getJsonObject("end").getJsonObject("sum_received");
        assertTrue(sums.getLong("bytes") > megabytes * 500_000L, sums::encodePrettily);
      }
    }
  }

  /**
   * Attaches a VF, detaches it and attaches it again, with pings in both directions and a TCP
   * stream to the station: none of the pings is lost or comes twice, and the stream goes on.
   *
   * @return the pings that the guest sent
   */
  Echoes loseNothingWhenVfsComeAndGo(Runnable attach, Runnable detach) {
    try (var stream = TcpStream.start(blue, far, farV4, "-b", "20M")) {
      var echoes =
          pingsAcross(
              "0.002",
              () -> {
                for (var change : List.of(attach, detach, attach)) {
                  stream.arrives(3);
                  change.run();
                }
                stream.arrives(3);
              });
      stream.end();
      return echoes;
    }
  }

  /**
   * Pings in both directions while something happens: none is lost or comes twice.
   *
   * @return what the guest sent
   */
  Echoes pingsAcross(String interval, Runnable happens) {
    var before = Echoes.now(blue);
    var beforeFar = Echoes.now(far);
    try (var out = blue.start("ping", "-q", "-i", interval, farV4);
        var in = far.start("ping", "-q", "-i", interval, blueV4)) {
      happens.run();
      out.signal("INT");
      in.signal("INT");
      var said = out.finish(BOUND).out() + in.finish(BOUND).out();
      assertFalse(said.contains("duplicates"), said);
      var echoes = Echoes.since(before, blue);
      assertEquals(0, echoes.lost(), said);
      assertEquals(0, Echoes.since(beforeFar, far).lost(), said);
      return echoes;
    }
  }

  /**
   * While the pair is not there frames for it are dropped, and the node does not turn in circles.
   */
  void dropsWithoutHaste(NodeProcess node) {
    var busy = node.process().cpuTime();
    long began = System.nanoTime();
    blue.run("ping", "-c", "3", "-i", "0.3", "-W", "0.2", farV4).exits(1);
    var spent = node.process().cpuTime().minus(busy);
    long passed = System.nanoTime() - began;
    assertTrue(spent.toNanos() < passed / 2, spent + " of " + passed + " ns: it turns in circles");
    var dropped = node.rest().quietLedger().getJsonObject("dropped");
    assertTrue(dropped.getLong("link-down") > 0, dropped::encodePrettily);
  }

  /** Ends a node, which leaves nothing but what is not its own, and removes that. */
  void end(Place place, NodeProcess node) {
    try (var files = place;
        var process = node) {
      if (process != null) {
        process.stop();
        assertEquals(List.of(), files.leftovers());
        assertFalse(blue.exists());
        assertTrue(near.exists(), "it was not the node's to remove");
      }
    } finally {
      near.remove();
      far.remove();
      blue.remove();
    }
  }
}
