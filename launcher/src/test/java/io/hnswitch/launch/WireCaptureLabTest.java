package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What captures see at the wires of adapters in a whole lab, with time moved by hand. */
class WireCaptureLabTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: wires }
      spec:
        seed: 5
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { left: {}, right: {} }
        adapters: { pf0: { switch: left }, pf1: { switch: right } }
        links: { core: { endpoints: [pf0, pf1] } }
        guests:
          a: { nics: { hn0: { switch: left, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0, attach: false } } } }
          b: { nics: { hn0: { switch: right, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
      """;

  @TempDir private Path folder;
  private SteppedLab lab;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.apply(LAB);
    lab.elapse(SteppedLab.SETTLING);
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

  private void capture(String filter, String... at) {
    lab.ask(
        "capture.start",
        new JsonObject()
            .put("id", "c1")
            .put("at", new JsonArray(List.of(at)))
            .put("snaplen", 128)
            .put("filter", filter));
  }

  /** What was captured, and the end of the capture. */
  private List<JsonObject> captured() {
    var frames = new ArrayList<JsonObject>();
    long next = 0;
    long end;
    do {
      var request = new JsonObject().put("id", "c1").put("from", next).put("max", 1000);
      var page = lab.ask("capture.read", request).getJsonObject("data");
      page.getJsonArray("frames").forEach(one -> frames.add((JsonObject) one));
      next = page.getLong("next");
      end = page.getJsonObject("capture").getLong("next");
    } while (next < end);
    lab.ask("capture.stop", new JsonObject().put("id", "c1"));
    return frames;
  }

  /** How often which frames were captured: where, by whom, in which direction, with what fate. */
  private static Map<String, Integer> counts(List<JsonObject> frames) {
    var counts = new TreeMap<String, Integer>();
    for (var frame : frames) {
      var what =
          "%s %s %s %s %s"
              .formatted(
                  frame.getString("nic", frame.getString("adapter")),
                  frame.getString("path"),
                  frame.getString("device"),
                  frame.getString("direction"),
                  frame.getString("dropped", "passed"));
      counts.merge(what, 1, Integer::sum);
    }
    return counts;
  }

  /** Sends so many datagrams a hundred a second, and waits until they have arrived or not. */
  private void send(int count, boolean echo) {
    lab.ask("flow.start", flow(count, echo));
    lab.elapse(Duration.ofMillis(count * 10L).plusSeconds(2));
    end();
  }

  private static JsonObject flow(int count, boolean echo) {
    return new JsonObject()
        .put("id", "f1")
        .put("from", "a:hn0")
        .put("to", "b:hn0")
        .put("rate", "100pps")
        .put("count", count)
        .put("echo", echo);
  }

  private void end() {
    lab.ask("flow.stop", new JsonObject().put("id", "f1"));
  }

  /** Frames that the whole lab has dropped, by reason. */
  private Map<String, Integer> ledger() {
    var dropped = new TreeMap<String, Integer>();
    lab.ask("ledger.get", new JsonObject())
        .getJsonObject("data")
        .getJsonObject("dropped")
        .forEach(reason -> dropped.put(reason.getKey(), ((Number) reason.getValue()).intValue()));
    return dropped;
  }

  private Map<String, Integer> since(Map<String, Integer> before) {
    var more = ledger();
    before.forEach((reason, frames) -> more.merge(reason, -frames, Integer::sum));
    more.values().removeIf(frames -> frames == 0);
    return more;
  }

  private static Map<String, Integer> dropped(List<JsonObject> frames) {
    var dropped = new TreeMap<String, Integer>();
    frames.stream()
        .filter(frame -> frame.containsKey("dropped"))
        .forEach(frame -> dropped.merge(frame.getString("dropped"), 1, Integer::sum));
    return dropped;
  }

  @Test
  void seesEachFrameOnceBothWaysWhileThePathChanges() {
    capture("udp", "a:hn0", "pf0", "pf1");
    lab.ask("flow.start", flow(1400, true));
    lab.elapse(Duration.ofSeconds(1));
    lab.vf("a:hn0", true);
    lab.vf("a:hn0", false);
    lab.elapse(Duration.ofSeconds(10));
    assertEquals("done", lab.get("flow.get", "id", "f1").getString("state"));
    assertEquals(0, lab.get("flow.get", "id", "f1").getLong("lost"));
    end();
    var frames = captured();
    var counts = counts(frames);
    for (var wire : List.of("pf0", "pf1")) {
      for (var direction : List.of("tx", "rx")) {
        var what = wire + " wire adapter " + wire + " " + direction + " passed";
        assertEquals(1400, counts.get(what), counts::toString);
      }
    }
    assertEquals(
        1400,
        counts.get("a:hn0 synthetic hn a:hn0 tx passed")
            + counts.get("a:hn0 vf hn a:hn0 tx passed"),
        counts::toString);
    assertEquals(8, counts.size(), counts::toString);
    var seen = new HashSet<String>();
    frames.forEach(
        frame ->
            assertTrue(
                seen.add(
                    frame.getString("nic", frame.getString("adapter"))
                        + frame.getString("direction")
                        + frame.getString("bytes")),
                frame::encode));
  }

  @Test
  void keepsToItsFilterAndDirection() {
    lab.ask(
        "capture.start",
        new JsonObject()
            .put("id", "c1")
            .put("at", "pf0")
            .put("filter", "udp")
            .put("direction", "destination")
            .put("snaplen", 60));
    send(20, true);
    var frames = captured();
    assertEquals(Map.of("pf0 wire adapter pf0 rx passed", 20), counts(frames));
    assertTrue(frames.stream().allMatch(frame -> frame.getLong("length") > 500), frames::toString);
  }

  @Test
  void hasWhatTheWiresLinkDrops() {
    onEachPath(
        () -> {
          send(1, true); // Who has which address is known from now on.
          var loss = new JsonObject().put("loss", "100%");
          var request = new JsonObject().put("link", "core");
          for (var way : List.of("forward", "reverse")) {
            var before = ledger();
            lab.ask("link.impair", request.copy().put(way, loss));
            capture("", "pf0", "pf1");
            send(50, true);
            var frames = captured();
            assertEquals(since(before), dropped(frames));
            var counts = counts(frames);
            boolean there = way.equals("forward");
            var loser = there ? "pf0" : "pf1";
            assertTrue(dropped(frames).get("impair-loss") >= 50, counts::toString);
            assertEquals(
                dropped(frames).get("impair-loss"),
                counts.get("%1$s wire adapter %1$s tx impair-loss".formatted(loser)),
                counts::toString);
            assertTrue(
                !counts.containsKey("%1$s wire adapter %1$s tx passed".formatted(loser)),
                counts::toString);
            lab.ask("link.clear", request);
          }
        });
  }

  @Test
  void hasWhatTheLinkHasNoRoomForAndWhatIsOnItWhenItGoes() {
    onEachPath(
        () -> {
          send(1, true);
          var before = ledger();
          var delay = new JsonObject().put("delay", "5s").put("limit", 30);
          var request = new JsonObject().put("link", "core");
          lab.ask("link.impair", request.copy().put("forward", delay));
          capture("udp", "pf0");
          lab.ask("flow.start", flow(50, false));
          lab.elapse(Duration.ofSeconds(1));
          lab.ask("link.down", request);
          lab.elapse(Duration.ofSeconds(1));
          end();
          var frames = captured();
          var counts = counts(frames);
          assertEquals(
              Map.of(
                  "pf0 wire adapter pf0 tx impair-queue-full",
                  20,
                  "pf0 wire adapter pf0 tx link-down",
                  30),
              counts);
          assertEquals(since(before), dropped(frames));
          lab.ask("link.up", request);
          lab.ask("link.clear", request);
        });
  }

  @Test
  void hasWhatTheWiresQueueDrops() {
    lab.apply(LAB.replace("pf0: { switch: left }", QUEUE));
    onEachPath(
        () -> {
          lab.elapse(SteppedLab.SETTLING);
          send(1, true);
          var before = ledger();
          capture("udp", "pf0", "b:hn0");
          send(300, false);
          var frames = captured();
          var counts = counts(frames);
          int passed = counts.get("pf0 wire adapter pf0 tx passed");
          int exceeded = counts.get("pf0 wire adapter pf0 tx rate-exceeded");
          assertEquals(300, passed + exceeded, counts::toString);
          assertTrue(passed > 60 && exceeded > 150, counts::toString);
          assertEquals(passed, counts.get("b:hn0 synthetic hn b:hn0 rx passed"));
          assertEquals(since(before), dropped(frames));
        });
    var shares = lab.get("adapter.get", "adapter", "pf0").getJsonObject("wire");
    assertTrue(
        shares.getJsonArray("shares").getJsonObject(0).getLong("dropped") > 0, shares::encode);
  }

  private static final String QUEUE =
      "pf0: { switch: left, queue: { rate: 100Kbit, burst: 16KiB, limit: 8 } }";

  @Test
  void outlivesTheWireAndTheAdapter() {
    capture("udp", "pf0");
    send(10, false);
    lab.apply(LAB.replace("  links: { core: { endpoints: [pf0, pf1] } }\n", ""));
    lab.ask("flow.start", flow(10, false));
    lab.elapse(Duration.ofSeconds(1));
    end();
    lab.apply(LAB.replace("pf0: { switch: left }", "pf0: { switch: left, vfs: 2 }"));
    lab.elapse(SteppedLab.SETTLING);
    send(10, false);
    assertEquals(Map.of("pf0 wire adapter pf0 tx passed", 20), counts(captured()));
  }

  @Test
  void isDeclaredByTheFile() {
    var capture = "  captures: { m: { at: [\"a:hn0\", pf0], filter: udp } }\n";
    lab.apply(LAB + capture);
    send(5, false);
    var view = lab.ask("capture.list", new JsonObject()).getJsonArray("data").getJsonObject(0);
    assertEquals(new JsonArray().add("a:hn0").add("pf0"), view.getJsonArray("at"));
    assertEquals(10, view.getLong("next"), view::encode);
    var text = lab.ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    assertTrue(text.contains("at: [\"a:hn0\", pf0]"), text);
    lab.apply(LAB);
    assertEquals(0, lab.ask("capture.list", new JsonObject()).getJsonArray("data").size());
  }

  private String refusal(String operation, JsonObject request) {
    var failure = assertThrows(RuntimeException.class, () -> lab.ask(operation, request));
    return failure.getMessage();
  }

  @Test
  void refusesWhatAWireHasNot() {
    var at = new JsonObject().put("at", new JsonArray().add("a:hn0").add("pf0"));
    var refused = refusal("capture.start", at.copy().put("where", "port"));
    assertTrue(refused.contains("where is port, but pf0 is an adapter"), refused);
    refused =
        refusal("capture.start", new JsonObject().put("at", "pf0").put("auto", "on-switchover"));
    assertTrue(refused.contains("none of [pf0] is a NIC"), refused);
    refused = refusal("capture.start", new JsonObject().put("at", "pf2"));
    assertTrue(refused.contains("no such adapter: pf2 (did you mean"), refused);
    refused =
        refusal("capture.start", new JsonObject().put("at", new JsonArray().add("pf0").add("pf0")));
    assertTrue(refused.contains("stands twice"), refused);
  }
}
