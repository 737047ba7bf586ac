package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mirror, seen by tcpdump behind its port, on each combination of paths. */
class MirrorIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String BLUE = "blue:hn0";
  private static final String GREEN = "green:hn0";

  private Place place;
  private NetnsLab lab;
  private Namespace monitor;
  private String tap;
  private NodeProcess node;

  @BeforeEach
  void start() {
    Checkout.requireEverything();
    place = Place.make();
    lab = NetnsLab.fresh();
    monitor = new Namespace(lab.blue().name().replace("hnit-b", "hnit-m"));
    tap = lab.blueTap().replace("hnb", "hnm");
    node =
        NodeProcess.start(
            place,
            lab.yaml().replace("switches: { sw0: {} }", "switches: { sw0: { mirrors: " + MIRRORS)
                + "    mon: { nics: { hn0: { endpoint: { tap: { name: %s, netns: %s } } } } }\n"
                    .formatted(tap, monitor.name()));
  }

  private static final String MIRRORS = "{ ids: { source: \"blue:hn0\", to: \"mon:hn0\" } } } }";

  @AfterEach
  void stop() {
    try (var ended = node;
        var removed = lab;
        var gone = place) {
      ended.rest().quietLedger();
      ended.stop();
      monitor.remove();
      assertTrue(!removed.blue().exists());
      assertEquals(List.of(), gone.leftovers());
    }
  }

  private void mirrors(String text) {
    node.rest().post("/switches/sw0/actions/set", new JsonObject().put("mirrors", text));
  }

  private JsonObject mirror() {
    return node.rest().get("/switches/sw0").getJsonArray("mirrors").getJsonObject(0);
  }

  private void ping() {
    lab.blue()
        .run("ping", "-q", "-c", "10", "-i", "0.005", "-W", "5", NetnsLab.GREEN_V4)
        .succeeds();
  }

  @Test
  void copiesOnEachPathAndAcrossSwitchOvers() {
    var rest = node.rest();
    rest.set(BLUE, new JsonObject().put("vlan", "{ mode: access, id: 10 }"));
    rest.set(GREEN, new JsonObject().put("vlan", "{ mode: access, id: 10 }"));
    try (var tcpdump =
        monitor.start("tcpdump", "-n", "-e", "-l", "-i", tap, "icmp or vlan and icmp")) {
      tcpdump.awaitErr(BOUND, line -> line.startsWith("listening on"));
      // What came while the monitor was not plugged in yet.
      long unplugged = mirror().getLong("dropped");
      int seen = 0;
      for (Runnable change :
          List.<Runnable>of(
              () -> {},
              () -> rest.attach(BLUE),
              () -> rest.attach(GREEN),
              () -> rest.detach(BLUE, "graceful"),
              () -> rest.detach(GREEN, "graceful"))) {
        change.run();
        ping();
        seen += 20;
        tcpdump.awaitOutLines(
            seen, BOUND, line -> line.contains("ICMP") && line.contains("vlan 10"));
      }
      // While the path changes under load, every echo is copied, once each way.
      try (var ping = lab.blue().start("ping", "-q", "-i", "0.002", NetnsLab.GREEN_V4)) {
        rest.attach(BLUE);
        rest.detach(BLUE, "graceful");
        ping.signal("INT");
        ping.finish(BOUND);
      }
      // The last reply may still be on its way, and the kernel hands over what is seen in blocks.
      rest.quietLedger();
      long missing = Eventually.look(BOUND, () -> unanswered(tcpdump), each -> each == 0);
      assertEquals(0, missing, "echoes whose reply was not copied");
      var frames = mirror();
      assertEquals(unplugged, frames.getLong("dropped"), frames::encode);
      assertTrue(frames.getLong("frames") > seen, frames::encode);
      tcpdump.signal("INT");
      tcpdump.finish(BOUND).succeeds();
    }
    refusesWhatMakesNoSense();
    mirrors(
        "{ ids: { source: [\"blue:hn0\"], direction: source, to: \"mon:hn0\", filter: vlan 10 and"
            + " arp } }");
    var before = mirror().getLong("frames");
    ping();
    lab.blue().run("arping", "-q", "-c", "2", "-w", "2", "-i", lab.blueTap(), NetnsLab.GREEN_V4);
    assertTrue(mirror().getLong("frames") > before, mirror()::encode);
    mirrors("none");
    assertTrue(node.rest().get("/switches/sw0").getJsonArray("mirrors").isEmpty());
  }

  private static long unanswered(Running tcpdump) {
    var lines = tcpdump.outLines();
    return lines.stream().filter(line -> line.contains("echo request")).count()
        - lines.stream().filter(line -> line.contains("echo reply")).count();
  }

  private void refusesWhatMakesNoSense() {
    var own =
        node.rest()
            .refused(
                "/switches/sw0/actions/set",
                new JsonObject().put("mirrors", "{ x: { source: \"mon:hn0\", to: \"mon:hn0\" } }"));
    assertTrue(own.getString("detail").contains("no mirror of itself"), own::encode);
    var filter =
        node.rest()
            .refused(
                "/switches/sw0/actions/set",
                new JsonObject()
                    .put(
                        "mirrors",
                        "{ x: { source: \"blue:hn0\", to: \"mon:hn0\", filter: \"udp prot 5\" }"
                            + " }"));
    assertTrue(filter.getString("detail").contains("column 5"), filter::encode);
  }
}
