package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.impair.LinkImpairment;
import io.hnswitch.lab.ImpairText;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The layers of links that two nodes have an end of each. */
class LinkLayersTest {

  private static final LabSpec LAB =
      Labs.parse(
          """
          apiVersion: hnswitch/v1
          kind: Lab
          metadata: { name: apart }
          spec:
            switches: { left: {}, right: {} }
            adapters: { pf0: { switch: left }, pf1: { switch: right } }
            links: { core: { endpoints: [pf0, pf1], impair: { both: { delay: 5ms } } } }
          """);

  private final LabHarness harness = new LabHarness();
  private final LinkLayers here = layers();
  private final LinkLayers there = layers();

  private LinkLayers layers() {
    return new LinkLayers(
        harness.bus(),
        harness.lab().timers(harness.context()),
        new Deployments(harness.vertx(), null),
        () -> LAB);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private static LinkImpairment impairment(String json) {
    return ((ImpairText.Result.Layer) ImpairText.parse(json)).impairment();
  }

  private JsonObject effective(LinkLayers of) {
    return harness.onLoop(() -> of.effective("core"));
  }

  @Test
  void whatOneNodeLaysTheOtherHas() {
    here.join(body -> there.adopt(new JsonObject(body.encode())));
    var loss = impairment("{\"forward\":{\"loss\":\"5%\"}}");
    harness.awaitOnLoop(
        () ->
            here.impair(
                "core", "burst", loss, Optional.of(7L), Optional.of(Duration.ofSeconds(2))));
    harness.awaitOnLoop(() -> here.up("core", false, Optional.of(Duration.ofSeconds(3))));
    assertEquals(effective(here), effective(there));
    assertEquals("5%", effective(there).getJsonObject("forward").getString("loss"));
    assertEquals("5ms", effective(there).getJsonObject("forward").getString("delay"));
    assertEquals(2, harness.onLoop(there::faults).size());
    var dice = harness.onLoop(() -> here.get("core").way(true).dice());
    assertEquals(7, dice.orElseThrow().seed());
    assertEquals(dice, harness.onLoop(() -> there.get("core").way(true).dice()));
    assertEquals(Optional.empty(), harness.onLoop(() -> there.get("core").way(false).dice()));
    harness.elapse(Duration.ofMillis(2500));
    assertEquals(1, effective(there).getJsonArray("layers").size());
    assertTrue(!effective(there).getBoolean("up"));
    harness.elapse(Duration.ofSeconds(1));
    assertEquals(effective(here), effective(there));
    assertEquals(0, harness.onLoop(there::faults).size());
  }

  @Test
  void aLayerThatIsReplacedLastsAsLongAsTheNewOneSays() {
    var loss = impairment("{\"both\":{\"loss\":\"5%\"}}");
    var delay = impairment("{\"both\":{\"delay\":\"9ms\"}}");
    harness.awaitOnLoop(
        () ->
            here.impair(
                "core", "live", loss, Optional.empty(), Optional.of(Duration.ofSeconds(1))));
    harness.awaitOnLoop(
        () -> here.impair("core", "live", delay, Optional.empty(), Optional.empty()));
    harness.elapse(Duration.ofSeconds(5));
    var reverse = effective(here).getJsonObject("reverse");
    assertEquals("9ms", reverse.getString("delay"));
    assertTrue(!reverse.containsKey("loss"), reverse::encode);
    harness.awaitOnLoop(here::clearAll);
    assertEquals("5ms", effective(here).getJsonObject("reverse").getString("delay"));
  }

  @Test
  void aSeedThatIsGivenAgainIsALaterRound() {
    here.join(body -> there.adopt(new JsonObject(body.encode())));
    var loss = impairment("{\"both\":{\"loss\":\"5%\"}}");
    var last = 0L;
    for (var node : List.of(here, here, there, here)) {
      node.join(body -> (node == here ? there : here).adopt(new JsonObject(body.encode())));
      harness.awaitOnLoop(
          () -> node.impair("core", "live", loss, Optional.of(3L), Optional.empty()));
      long round = harness.onLoop(() -> node.get("core").way(true).dice()).orElseThrow().round();
      assertTrue(round > last, "rounds only grow, also when another node is asked");
      last = round;
    }
    harness.awaitOnLoop(
        () -> here.impair("core", "live", loss, Optional.empty(), Optional.empty()));
    assertEquals(Optional.empty(), harness.onLoop(() -> there.get("core").way(true).dice()));
  }
}
