package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab with a link that ships, with real devices and time moved by hand. */
class WireLabTest {

  private static final Duration SETTLING = Duration.ofSeconds(6);

  @TempDir private Path folder;
  private SteppedLab lab;
  private String text;

  @BeforeEach
  void start() throws IOException {
    lab = new SteppedLab(folder);
    text = Files.readString(Path.of("../conf/wire.yaml")).replace("2000pps", "500pps");
    apply(text);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    return lab.ask(operation, request);
  }

  private void apply(String text) {
    lab.apply(text);
  }

  private JsonObject get(String operation, String key, String id) {
    return lab.get(operation, key, id);
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
    lab.elapse(SETTLING);
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
    lab.elapse(SETTLING);
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
    lab.elapse(SETTLING);
    var apart = text.replaceAll("(?m)^  links:\n.*\n", "");
    apply(apart);
    assertEquals(0, ask("link.list", new JsonObject()).getJsonArray("data").size());
    assertEquals("vf", path("a:hn0"), "the adapter and its VF go on");
    assertTrue(!get("adapter.get", "adapter", "pf0").containsKey("wire"));
    long received = get("flow.get", "id", "c-a").getLong("received");
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(received, get("flow.get", "id", "c-a").getLong("received"));
    apply(text);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals("up", link().getString("state"));
    assertTrue(get("flow.get", "id", "c-a").getLong("received") > received + 100);
  }

  @Test
  void makesTheLinkAnewWithItsAdapter() {
    lab.elapse(SETTLING);
    apply(text.replace("pf1: { switch: right }", "pf1: { switch: right, vfs: 2 }"));
    lab.elapse(SETTLING);
    assertEquals("up", link().getString("state"));
    long received = get("flow.get", "id", "a-b").getLong("received");
    lab.elapse(Duration.ofSeconds(1));
    assertTrue(get("flow.get", "id", "a-b").getLong("received") > received + 100);
  }
}
