package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.LabEvent;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Impaired links under real devices, with time moved by hand. */
class ImpairLabTest {

  private static final Duration SETTLING = Duration.ofSeconds(6);

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: impaired }
      spec:
        seed: 5
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { left: {}, right: {} }
        adapters: { pf0: { switch: left }, pf1: { switch: right } }
        links:
          core: { endpoints: [pf0, pf1] }
          b-up: { endpoints: ["b:hn0", right] }
        guests:
          a: { nics: { hn0: { switch: left, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0, attach: true } } } }
          b: { nics: { hn0: { switch: right, endpoint: { host: { ip: 10.0.0.2/24 } }, vf: { adapter: pf1, attach: true } } } }
        flows:
          f1: { from: "a:hn0", to: "b:hn0", rate: 1000pps }
      """;

  private SteppedLab lab;
  private final List<LabEvent> events = new ArrayList<>();
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.harness().onLoop(() -> lab.harness().bus().onEvents(events::add));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    return lab.ask(operation, request, Duration.ofMillis(1));
  }

  private void apply(String text) {
    lab.apply(text);
  }

  private JsonObject get(String operation, String key, String id) {
    return ask(operation, new JsonObject().put(key, id)).getJsonObject("data");
  }

  private JsonObject link(String verb, String link, String request) {
    return ask("link." + verb, new JsonObject(request).put("link", link)).getJsonObject("data");
  }

  private JsonObject flow() {
    return get("flow.get", "id", "f1");
  }

  private JsonObject impaired(String link, int way) {
    return get("link.get", "link", link)
        .getJsonArray("ways")
        .getJsonObject(way)
        .getJsonObject("impaired");
  }

  private void assertExact() {
    var ledger = ask("ledger.get", new JsonObject()).getJsonObject("data");
    assertEquals(0, ledger.getLong("unaccounted"), ledger::encodePrettily);
  }

  /** A new measurement; the median of its latency in milliseconds when it has run for a second. */
  private double latencyMs() {
    ask("flow.stop", new JsonObject().put("id", "f1"));
    ask(
        "flow.start",
        new JsonObject()
            .put("id", "f1")
            .put("from", "a:hn0")
            .put("to", "b:hn0")
            .put("rate", "1000pps"));
    lab.elapse(Duration.ofSeconds(1));
    return flow().getJsonObject("latencyUs").getDouble("p50") / 1000;
  }

  private String path(String nic) {
    return get("nic.get", "nic", nic).getString("path");
  }

  @Test
  void delaysTheSameOnBothPathsAndIsGoneWithoutATrace() {
    apply(LAB);
    lab.elapse(SETTLING);
    assertEquals("vf", path("b:hn0"));
    double before = latencyMs();
    link("impair", "b-up", "{\"both\":{\"delay\":\"20ms\"}}");
    double byVf = latencyMs();
    ask("vf.detach", new JsonObject().put("nic", "b:hn0").put("wait", true));
    assertEquals("synthetic", path("b:hn0"));
    double byChannel = latencyMs();
    assertEquals(20, byVf - before, 1.1);
    assertEquals(20, byChannel - before, 1.1);
    assertTrue(impaired("b-up", 1).getLong("delayed") > 1900);
    link("clear", "b-up", "{}");
    assertEquals(before, latencyMs(), 1);
    assertExact();
  }

  @Test
  void aDelayDoesNotDisturbASwitchOver() {
    apply(LAB.replace("right] }", "right], impair: { both: { delay: 7ms } } }"));
    lab.elapse(SETTLING);
    var before = ask("ledger.get", new JsonObject()).getJsonObject("data");
    for (int i = 0; i < 5; i++) {
      ask("vf.detach", new JsonObject().put("nic", "b:hn0").put("wait", true));
      assertEquals("synthetic", path("b:hn0"));
      ask("vf.attach", new JsonObject().put("nic", "b:hn0").put("wait", true));
      assertEquals("vf", path("b:hn0"));
    }
    var flow = flow();
    assertTrue(flow.getLong("received") > 10_000, flow::encodePrettily);
    for (var what : List.of("lost", "duplicated", "reordered")) {
      assertEquals(0, flow.getLong(what), flow::encodePrettily);
    }
    var after = ask("ledger.get", new JsonObject()).getJsonObject("data");
    assertEquals(
        before.getLong("droppedTotal"), after.getLong("droppedTotal"), after::encodePrettily);
    assertExact();
  }

  @Test
  void losesAndDuplicatesOnAWireInTheDirectionAsked() {
    apply(LAB);
    lab.elapse(SETTLING);
    ask("flow.stop", new JsonObject().put("id", "f1"));
    link("impair", "core", "{\"forward\":{\"loss\":\"10%\",\"duplicate\":\"5%\"}}");
    ask(
        "flow.start",
        new JsonObject("{\"id\":\"f2\",\"from\":\"a:hn0\",\"to\":\"b:hn0\",\"echo\":false}")
            .put("rate", "2000pps")
            .put("count", 10_000));
    lab.elapse(Duration.ofSeconds(6));
    var flow = get("flow.get", "id", "f2");
    assertEquals(1000, flow.getLong("lost"), 160, flow.encodePrettily());
    assertEquals(500, flow.getLong("duplicated"), 110, flow.encodePrettily());
    var ways = get("link.get", "link", "core").getJsonArray("ways");
    var forward = ways.getJsonObject(0);
    assertEquals("pf0", forward.getString("from"));
    assertEquals(
        forward.getJsonObject("impaired").getLong("lost"),
        forward.getJsonObject("dropped").getLong("impair-loss"));
    assertEquals(0, ways.getJsonObject(1).getJsonObject("impaired").getLong("lost", 0L));
    var arrivals =
        ask("ledger.get", new JsonObject()).getJsonObject("data").getJsonObject("arrivals");
    assertTrue(arrivals.getLong("duplicated") > 380, arrivals::encodePrettily);
    assertExact();
  }

  @Test
  void layersLieOverEachOtherAndEnd() {
    apply(LAB.replace("right] }", "right], impair: { both: { delay: 5ms, limit: 500 } } }"));
    link("impair", "b-up", "{\"forward\":{\"loss\":\"1%\"},\"layer\":\"burst\",\"for\":\"2s\"}");
    link("impair", "b-up", "{\"forward\":{\"delay\":\"9ms\"}}");
    var all = link("effective", "b-up", "{}");
    assertEquals("9ms", all.getJsonObject("forward").getString("delay"));
    assertEquals("1%", all.getJsonObject("forward").getString("loss"));
    assertEquals(500, all.getJsonObject("forward").getInteger("limit"));
    assertEquals("5ms", all.getJsonObject("reverse").getString("delay"));
    assertEquals(3, all.getJsonArray("layers").size());
    assertEquals(2, ask("fault.list", new JsonObject()).getJsonArray("data").size());
    lab.elapse(Duration.ofMillis(2100));
    all = link("effective", "b-up", "{}");
    assertFalse(all.getJsonObject("forward").containsKey("loss"), all::encodePrettily);
    var changes =
        events.stream()
            .filter(event -> event.type().equals("hnswitch.link.impaired"))
            .map(event -> event.data().get("layer") + " " + event.data().get("change"))
            .toList();
    assertEquals(List.of("burst set", "live set", "burst expired"), changes);
    link("disable", "b-up", "{}");
    all = link("effective", "b-up", "{}");
    assertTrue(all.getJsonObject("forward").isEmpty(), all::encodePrettily);
    link("enable", "b-up", "{\"layer\":\"file\"}");
    all = link("effective", "b-up", "{}");
    assertEquals("5ms", all.getJsonObject("forward").getString("delay"));
    link("down", "core", "{}");
    ask("fault.clear-all", new JsonObject());
    assertEquals(0, ask("fault.list", new JsonObject()).getJsonArray("data").size());
    assertEquals("up", get("link.get", "link", "core").getString("state"));
  }

  @Test
  void theFilesLayerIsPartOfTheLab() {
    apply(LAB);
    link("set", "core", "{\"reverse\":{\"rate\":\"20Mbit\"}}");
    var export = ask("lab.export", new JsonObject()).getJsonObject("data").getString("text");
    assertTrue(export.contains("impair: { reverse: { rate: 20Mbit } }"), export);
    assertEquals(
        "20Mbit", link("effective", "core", "{}").getJsonObject("reverse").getString("rate"));
    ask("lab.undo", new JsonObject());
    assertTrue(link("effective", "core", "{}").getJsonObject("reverse").isEmpty());
  }

  @Test
  void aCableThatIsOutTakesTheCarrier() {
    apply(LAB);
    lab.elapse(SETTLING);
    assertTrue(get("nic.get", "nic", "b:hn0").getBoolean("link"));
    var view = link("down", "b-up", "{\"for\":\"3s\"}");
    assertEquals("down", view.getString("state"));
    assertFalse(get("nic.get", "nic", "b:hn0").getBoolean("link"));
    long received = flow().getLong("received");
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(received, flow().getLong("received"));
    assertTrue(impaired("b-up", 1).getLong("link-down") > 500);
    lab.elapse(Duration.ofSeconds(3));
    assertTrue(get("nic.get", "nic", "b:hn0").getBoolean("link"));
    assertTrue(flow().getLong("received") > received + 500);
    assertEquals("up", get("link.get", "link", "b-up").getString("state"));
    assertExact();
  }

  @Test
  void aWireThatIsDownDrops() {
    apply(LAB);
    lab.elapse(SETTLING);
    link("down", "core", "{}");
    lab.elapse(Duration.ofSeconds(1));
    assertTrue(impaired("core", 0).getLong("link-down") > 500);
    link("up", "core", "{}");
    long received = flow().getLong("received");
    lab.elapse(Duration.ofSeconds(1));
    assertTrue(
        flow().getLong("received") > received + 900, () -> flow().encodePrettily() + received);
    assertExact();
  }

  @Test
  void staysWithANicThatIsMadeAnew() {
    apply(LAB.replace("right] }", "right], impair: { both: { delay: 5ms } } }"));
    link("impair", "b-up", "{\"both\":{\"loss\":\"100%\"}}");
    apply(
        LAB.replace("right] }", "right], impair: { both: { delay: 5ms } } }")
            .replace("hn0: { switch: right,", "hn0: { switch: right, channels: 2,"));
    lab.elapse(SETTLING);
    assertTrue(impaired("b-up", 0).getLong("lost") > 0);
    apply(LAB.replace("b-up: { endpoints: [\"b:hn0\", right] }", ""));
    long received = flow().getLong("received");
    lab.elapse(SETTLING);
    assertTrue(flow().getLong("received") > received + 500, "a link that goes takes all along");
    assertEquals(0, ask("fault.list", new JsonObject()).getJsonArray("data").size());
  }

  @Test
  void aStormTakesVfsAwayAndGivesThemBack() {
    apply(LAB);
    lab.elapse(SETTLING);
    long revision = ask("lab.get", new JsonObject()).getLong("revision");
    var storm = new JsonObject().put("nic", "b:hn0").put("count", 3).put("interval", "12s");
    ask("vf.revoke-storm", storm.put("how", "graceful"));
    assertEquals(1, ask("fault.list", new JsonObject()).getJsonArray("data").size());
    assertThrows(RuntimeException.class, () -> ask("vf.revoke-storm", storm));
    lab.elapse(Duration.ofSeconds(2));
    assertEquals("synthetic", path("b:hn0"));
    lab.elapse(Duration.ofSeconds(9));
    assertEquals("vf", path("b:hn0"));
    lab.elapse(Duration.ofSeconds(3));
    assertEquals("synthetic", path("b:hn0"));
    ask("fault.clear-all", new JsonObject());
    assertEquals(0, ask("fault.list", new JsonObject()).getJsonArray("data").size());
    lab.elapse(SETTLING);
    assertEquals("vf", path("b:hn0"));
    assertEquals(0, flow().getLong("lost"));
    assertEquals(revision, ask("lab.get", new JsonObject()).getLong("revision"));
    var told =
        events.stream()
            .filter(event -> event.type().startsWith("hnswitch.vf.storm-"))
            .map(event -> event.type() + " " + event.data().get("revoked"))
            .toList();
    assertEquals(List.of("hnswitch.vf.storm-began 0", "hnswitch.vf.storm-ended 2"), told);
    assertExact();
  }

  @Test
  void refusesWhatIsNoImpairment() {
    apply(LAB);
    var failure =
        assertThrows(
            RuntimeException.class, () -> link("impair", "core", "{\"forward\":{\"los\":\"5%\"}}"));
    var text = String.valueOf(cause(failure).getMessage());
    assertTrue(text.contains("unknown key \\\"los\\\""), text);
    assertTrue(text.contains("/forward/los"), text);
    assertThrows(RuntimeException.class, () -> link("clear", "core", "{\"layer\":\"no-such\"}"));
    assertThrows(RuntimeException.class, () -> link("impair", "core", "{\"layer\":\"file\"}"));
  }

  private static Throwable cause(Throwable thrown) {
    var at = thrown;
    while (!(at instanceof ReplyException) && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
