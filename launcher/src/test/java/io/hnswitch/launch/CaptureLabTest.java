package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What captures see in a whole lab, with real devices and time moved by hand. */
class CaptureLabTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: captures }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { sw0: {} }
        adapters: { pf0: { switch: sw0 } }
        defaults: { nic: { switch: sw0, vf: { adapter: pf0, attach: false } } }
        guests:
          a: { nics: { hn0: { mac: "00:15:5d:00:00:0a", endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { mac: "00:15:5d:00:00:0b", endpoint: { host: { ip: 10.0.0.2/24 } } } } }
        links: { cable: { endpoints: ["a:hn0", sw0] } }
        flows:
          f: { from: "a:hn0", to: "b:hn0", rate: 100pps }
      """;

  @TempDir private Path folder;
  private SteppedLab lab;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.apply(LAB);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private void onEachPath(Runnable action) {
    action.run();
    lab.vf("a:hn0", true);
    action.run();
    lab.vf("a:hn0", false);
  }

  /** How often which frames of a second were captured. */
  private Map<String, Integer> second(JsonObject how) {
    lab.ask("capture.start", how.put("id", "c1").put("at", new JsonArray().add("a:hn0")));
    lab.elapse(Duration.ofSeconds(1));
    var page = lab.ask("capture.read", new JsonObject().put("id", "c1").put("max", 1000));
    lab.ask("capture.stop", new JsonObject().put("id", "c1"));
    var path = lab.get("nic.get", "nic", "a:hn0").getString("path");
    var counts = new TreeMap<String, Integer>();
    for (var one : page.getJsonObject("data").getJsonArray("frames")) {
      var frame = (JsonObject) one;
      assertEquals(path, frame.getString("path"));
      var what =
          frame.getString("device")
              + " "
              + frame.getString("direction")
              + " "
              + frame.getString("dropped", "passed");
      counts.merge(what, 1, Integer::sum);
    }
    return counts;
  }

  private static void assertAbout(int expected, Map<String, Integer> counts, String what) {
    int count = counts.getOrDefault(what, 0);
    assertTrue(Math.abs(count - expected) < 10, () -> expected + " " + what + " in " + counts);
  }

  @Test
  void hasWhatTheNicsLinkDrops() {
    onEachPath(
        () -> {
          var loss = new JsonObject().put("loss", "100%");
          var request = new JsonObject().put("link", "cable");
          lab.ask("link.impair", request.copy().put("forward", loss));
          var counts = second(new JsonObject().put("filter", "udp"));
          assertEquals(1, counts.size(), counts::toString);
          assertAbout(100, counts, "hn a:hn0 tx impair-loss");
          lab.ask("link.clear", request);
          lab.ask("link.impair", request.copy().put("reverse", loss));
          counts = second(new JsonObject().put("filter", "udp"));
          assertEquals(2, counts.size(), counts::toString);
          assertAbout(100, counts, "hn a:hn0 tx passed");
          assertAbout(100, counts, "hn a:hn0 rx impair-loss");
          lab.ask("link.clear", request);
        });
  }

  @Test
  void hasWhatTheNicsQueueDrops() {
    lab.ask(
        "nic.set",
        new JsonObject().put("nic", "a:hn0").put("queue.rate", "100Kbit").put("queue.limit", 8));
    onEachPath(
        () -> {
          lab.elapse(SteppedLab.SETTLING);
          var counts = second(new JsonObject().put("filter", "udp dst port 7"));
          // 100 kbit/s are some 22 frames of 554 bytes a second.
          assertAbout(78, counts, "hn a:hn0 tx rate-exceeded");
          assertAbout(22, counts, "hn a:hn0 tx passed");
        });
  }

  @Test
  void seesAtThePortWhatItLetsInAndOut() {
    lab.ask(
        "nic.set",
        new JsonObject()
            .put("nic", "a:hn0")
            .put("acl", "[{ direction: outbound, action: deny, protocol: icmp }]"));
    onEachPath(
        () -> {
          var how = new JsonObject().put("where", "port").put("filter", "udp");
          var counts = second(how.copy());
          assertEquals(2, counts.size(), counts::toString);
          assertAbout(100, counts, "port a:hn0 tx passed");
          assertAbout(100, counts, "port a:hn0 rx passed");
          counts = second(how.copy().put("direction", "source"));
          assertEquals(1, counts.size(), counts::toString);
          assertAbout(100, counts, "port a:hn0 tx passed");
          counts = second(how.copy().put("direction", "destination"));
          assertEquals(1, counts.size(), counts::toString);
          assertAbout(100, counts, "port a:hn0 rx passed");
        });
  }

  @Test
  void seesNothingAtThePortOfWhatItDrops() {
    lab.ask(
        "nic.set",
        new JsonObject()
            .put("nic", "a:hn0")
            .put("acl", "[{ direction: outbound, action: deny, protocol: udp }]"));
    onEachPath(
        () -> {
          assertEquals(Map.of(), second(new JsonObject().put("where", "port")));
          var counts = second(new JsonObject().put("direction", "source").put("filter", "udp"));
          assertEquals(2, counts.size(), counts::toString);
          assertAbout(100, counts, "hn a:hn0 tx passed");
        });
  }

  @Test
  void endsAtThePortWithItsTimeAndIsDeclaredByTheFile() {
    var more =
        LAB
            + "  captures: { m: { at: [\"a:hn0\"], where: port, direction: source, for: 1s,"
            + " auto: on-switchover } }\n";
    lab.apply(more);
    assertEquals("armed", capture().getString("state"));
    lab.vf("a:hn0", true);
    var ended = capture();
    assertEquals("ended", ended.getString("state"));
    assertEquals("port", ended.getString("where"));
    assertEquals("source", ended.getString("direction"));
    assertTrue(ended.getLong("seen") > 0, ended::encode);
    lab.elapse(SteppedLab.SETTLING);
    assertEquals(ended.getLong("seen"), capture().getLong("seen"));
    var text = lab.ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    assertTrue(text.contains("where: port") && text.contains("direction: source"), text);
  }

  private JsonObject capture() {
    return (JsonObject) lab.ask("capture.list", new JsonObject()).getJsonArray("data").getValue(0);
  }

  private JsonObject capture(JsonObject how) {
    return lab.ask("capture.start", how.put("id", "c1").put("at", new JsonArray().add("a:hn0")))
        .getJsonObject("data");
  }

  private JsonObject captured() {
    return lab.ask("capture.list", new JsonObject()).getJsonArray("data").getJsonObject(0);
  }

  @Test
  void endsBehindAsManyFramesAsWanted() {
    lab.ask("flow.stop", new JsonObject().put("id", "f"));
    lab.ask(
        "flow.start",
        new JsonObject("{\"id\":\"many\",\"from\":\"a:hn0\",\"to\":\"b:hn0\"}")
            .put("rate", "50000pps"));
    var events = new ArrayList<String>();
    lab.harness()
        .onLoop(
            () -> lab.harness().bus().onEvents(event -> events.add(event.type() + event.data())));
    onEachPath(
        () -> {
          for (var where : List.of("nic", "port")) {
            events.clear();
            assertEquals("running", capture(udp(7).put("where", where)).getString("state"));
            lab.elapse(Duration.ofMillis(100));
            var ended = captured();
            assertEquals("ended", ended.getString("state"), ended::encodePrettily);
            assertEquals(7, ended.getLong("next"), ended::encodePrettily);
            assertEquals(7, ended.getLong("frames"));
            assertTrue(
                events.stream()
                    .anyMatch(
                        event ->
                            event.startsWith("hnswitch.capture.ended")
                                && event.contains("captured=7")),
                events::toString);
            lab.ask("capture.stop", new JsonObject().put("id", "c1"));
          }
        });
    assertEquals(
        0, lab.ask("ledger.get", new JsonObject()).getJsonObject("data").getLong("unaccounted"));
  }

  private static JsonObject udp(int frames) {
    return new JsonObject().put("filter", "udp dst port 7").put("frames", frames);
  }

  @Test
  void countsFramesFromASwitchOverWhenItWaitsForOne() {
    capture(udp(5).put("auto", "on-switchover").put("for", "10s"));
    lab.elapse(Duration.ofSeconds(1));
    var armed = captured();
    assertEquals("armed", armed.getString("state"));
    assertAbout(100, Map.of("udp", armed.getInteger("next")), "udp");
    lab.vf("a:hn0", true);
    lab.elapse(Duration.ofSeconds(1));
    var ended = captured();
    assertEquals("ended", ended.getString("state"));
    assertTrue(ended.getLong("next") > armed.getLong("next") + 4, ended::encodePrettily);
    lab.elapse(Duration.ofSeconds(20));
    assertEquals(ended.getLong("next"), captured().getLong("next"));
  }

  @Test
  void endsWhenItsTimeIsUpBeforeItHasThemAll() {
    capture(udp(1000).put("for", "500ms"));
    lab.elapse(Duration.ofSeconds(1));
    assertEquals("ended", captured().getString("state"));
    assertAbout(50, Map.of("udp", captured().getInteger("next")), "udp");
  }

  @Test
  void aLabFileSaysHowManyFrames() {
    lab.apply(LAB + "  captures: { few: { at: [\"a:hn0\"], frames: 3 } }\n");
    lab.elapse(Duration.ofSeconds(1));
    assertEquals("ended", captured().getString("state"));
    assertEquals(3, captured().getLong("next"));
    var export = lab.ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    assertTrue(export.contains("frames: 3"), export);
    var failure =
        assertThrows(
            RuntimeException.class,
            () -> lab.apply(LAB + "  captures: { few: { at: [\"a:hn0\"], frames: -1 } }\n"));
    assertTrue(failure.toString().contains("frames"), failure::toString);
    var refused = assertThrows(RuntimeException.class, () -> capture(udp(-1)));
    assertTrue(
        refused.toString().contains("frames must be 0 to 1000000000, not -1"), refused::toString);
  }
}
