package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
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
}
