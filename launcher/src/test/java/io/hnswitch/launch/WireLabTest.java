package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.frame.Memory;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab with a link that ships, with real devices and time moved by hand. */
class WireLabTest {

  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration SETTLING = Duration.ofSeconds(6);
  private static final long PATIENCE_SECONDS = 60;

  private final LabHarness harness = new LabHarness(Memory.DEFAULT_BYTES);
  @TempDir private Path folder;
  private String text;

  @BeforeEach
  void start() throws IOException {
    var devices = new RealDevices(harness.lab(), new Taps(folder.resolve("taps")));
    harness.deploy(new LabVerticle(harness.lab(), devices, "test"));
    text = Files.readString(Path.of("../conf/wire.yaml")).replace("2000pps", "500pps");
    apply(text);
  }

  @AfterEach
  void stop() {
    ask("lab.destroy", new JsonObject());
    var total = harness.onLoop(() -> harness.lab().ledger().total());
    assertEquals(0, total.unaccounted() + total.inFlight(), total::toString);
    harness.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    Future<JsonObject> answer =
        harness
            .vertx()
            .eventBus()
            .<JsonObject>request(Operations.get(operation).address(), request)
            .map(Message::body);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answer.isComplete() && System.nanoTime() < end) {
      harness.elapse(STEP);
    }
    return harness.await(answer);
  }

  private void apply(String lab) {
    ask("lab.apply", new JsonObject().put("text", lab));
  }

  private JsonObject get(String operation, String key, String id) {
    return ask(operation, new JsonObject().put(key, id)).getJsonObject("data");
  }

  private JsonObject link() {
    return get("link.get", "link", "core");
  }

  private JsonObject ledger() {
    return ask("ledger.get", new JsonObject()).getJsonObject("data");
  }

  private String path(String nic) {
    return get("nic.get", "nic", nic).getString("path");
  }

  private void vf(String operation, String nic) {
    ask(operation, new JsonObject().put("nic", nic).put("wait", true));
  }

  @Test
  void joinsTwoSwitchesByAWire() {
    harness.elapse(SETTLING);
    assertEquals("vf", path("a:hn0"));
    assertEquals("vf", path("b:hn0"));
    var link = link();
    assertEquals("up", link.getString("state"));
    assertEquals(List.of("pf0", "pf1"), link.getJsonArray("endpoints").getList());
    assertEquals(2, link.getJsonArray("ways").size());
    for (var way : link.getJsonArray("ways")) {
      assertTrue(((JsonObject) way).getLong("frames") > 1000, link::encodePrettily);
    }
    assertEquals(0, link.getLong("dropped"));
    var wire = get("adapter.get", "adapter", "pf0").getJsonObject("wire");
    assertEquals("pf1", wire.getString("peer"));
    assertTrue(wire.getJsonObject("counters").getLong("addresses") >= 2, wire::encodePrettily);
    for (var flow : List.of("a-b", "c-a")) {
      var result = get("flow.get", "id", flow);
      assertTrue(result.getLong("received") > 500, result::encodePrettily);
      assertEquals(0, result.getLong("lost"), result::encodePrettily);
    }
  }

  @Test
  void losesNothingWhenVfsAtBothEndsComeAndGo() {
    harness.elapse(SETTLING);
    var before = ledger();
    for (int i = 0; i < 5; i++) {
      for (var nic : List.of("a:hn0", "b:hn0")) {
        vf("vf.detach", nic);
        assertEquals("synthetic", path(nic));
      }
      for (var nic : List.of("b:hn0", "a:hn0")) {
        vf("vf.attach", nic);
        assertEquals("vf", path(nic));
      }
    }
    for (var flow : List.of("a-b", "c-a")) {
      var result = get("flow.get", "id", flow);
      assertEquals(0, result.getLong("lost"), result::encodePrettily);
      assertEquals(0, result.getLong("duplicated"), result::encodePrettily);
      assertEquals(0, result.getLong("reordered"), result::encodePrettily);
    }
    var after = ledger();
    assertEquals(
        before.getJsonObject("arrivals").getLong("missing"),
        after.getJsonObject("arrivals").getLong("missing"));
    assertEquals(0, after.getJsonObject("arrivals").getLong("duplicated"), after::encodePrettily);
    assertEquals(0, after.getJsonObject("arrivals").getLong("reordered"), after::encodePrettily);
    assertEquals(
        before.getLong("droppedTotal"), after.getLong("droppedTotal"), after::encodePrettily);
    assertEquals(0, after.getLong("unaccounted"));
  }

  @Test
  void breaksAndMakesTheLinkWithoutTouchingTheAdapters() {
    harness.elapse(SETTLING);
    var apart = text.replaceAll("(?m)^  links:\n.*\n", "");
    apply(apart);
    assertEquals(0, ask("link.list", new JsonObject()).getJsonArray("data").size());
    assertEquals("vf", path("a:hn0"), "the adapter and its VF go on");
    assertTrue(!get("adapter.get", "adapter", "pf0").containsKey("wire"));
    long received = get("flow.get", "id", "c-a").getLong("received");
    harness.elapse(Duration.ofSeconds(1));
    assertEquals(received, get("flow.get", "id", "c-a").getLong("received"));
    apply(text);
    harness.elapse(Duration.ofSeconds(1));
    assertEquals("up", link().getString("state"));
    assertTrue(get("flow.get", "id", "c-a").getLong("received") > received + 100);
  }

  @Test
  void makesTheLinkAnewWithItsAdapter() {
    harness.elapse(SETTLING);
    apply(text.replace("pf1: { switch: right }", "pf1: { switch: right, vfs: 2 }"));
    harness.elapse(SETTLING);
    assertEquals("up", link().getString("state"));
    long received = get("flow.get", "id", "a-b").getLong("received");
    harness.elapse(Duration.ofSeconds(1));
    assertTrue(get("flow.get", "id", "a-b").getLong("received") > received + 100);
  }
}
