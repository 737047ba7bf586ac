package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests that share the wire of their adapter, with time moved by hand. */
class WireQueueLabTest {

  private static final Duration SETTLING = Duration.ofSeconds(6);
  private static final Duration STEP = Duration.ofMillis(1);

  /** Each of two guests sends 8 Mbit/s, and 8 Mbit/s go by the wire. */
  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: shared }
      spec:
        seed: 5
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { left: {}, right: {} }
        adapters:
          pf0: { switch: left, queue: { rate: 8Mbit } }
          pf1: { switch: right }
        links:
          core: { endpoints: [pf0, pf1] }
        guests:
          a: { nics: { hn0: { switch: left, bandwidth: { weight: 30 }, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0 } } } }
          b: { nics: { hn0: { switch: right, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
          c: { nics: { hn0: { switch: left, endpoint: { host: { ip: 10.0.0.3/24 } }, vf: { adapter: pf0 } } } }
        flows:
          fa: { from: "a:hn0", to: "b:hn0", rate: 2000pps, size: 500, echo: false }
          fc: { from: "c:hn0", to: "b:hn0", rate: 2000pps, size: 500, echo: false }
      """;

  private SteppedLab lab;
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.apply(LAB);
    lab.elapse(SETTLING);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private JsonObject ask(String operation, JsonObject request) {
    return lab.ask(operation, request, STEP);
  }

  private long received(String flow) {
    return lab.get("flow.get", "id", flow).getLong("received");
  }

  /** What of the one arrives for each frame of the other, in a second. */
  private double ratio() {
    long a = received("fa");
    long c = received("fc");
    lab.elapse(Duration.ofSeconds(1));
    return (double) (received("fa") - a) / (received("fc") - c);
  }

  private void path(String verb, String nic, String path) {
    ask("vf." + verb, new JsonObject().put("nic", nic).put("wait", true));
    assertEquals(path, lab.get("nic.get", "nic", nic).getString("path"));
  }

  private void assertInOrder() {
    for (var flow : new String[] {"fa", "fc"}) {
      var data = lab.get("flow.get", "id", flow);
      assertEquals(0, data.getLong("reordered"), data::encode);
      assertEquals(0, data.getLong("duplicated"), data::encode);
    }
  }

  @Test
  void guestsHaveTheirShareOnBothPathsAndAcrossSwitchOvers() {
    assertEquals(3, ratio(), 0.15);
    path("attach", "a:hn0", "vf");
    assertEquals(3, ratio(), 0.15, "by the VF beside the other's synthetic path");
    path("attach", "c:hn0", "vf");
    assertEquals(3, ratio(), 0.15, "both by VFs");
    path("detach", "a:hn0", "synthetic");
    assertEquals(3, ratio(), 0.15, "the other way round");
    assertInOrder();
    var wire = lab.get("adapter.get", "adapter", "pf0").getJsonObject("wire");
    var shares = wire.getJsonArray("shares");
    assertEquals("a:hn0", shares.getJsonObject(0).getString("sender"), wire::encodePrettily);
    assertEquals(30, shares.getJsonObject(0).getInteger("weight"));
    assertTrue(shares.getJsonObject(1).getLong("dropped") > 1000, shares::encodePrettily);
    assertTrue(wire.getJsonObject("counters").getLong("queue-middle-dropped") > 2000);
  }

  @Test
  void sharesAndRateChangeLive() {
    var lab8 = LAB.replaceFirst("vf: \\{ adapter: pf0 }", "vf: { adapter: pf0, attach: true }");
    lab.apply(lab8);
    lab.elapse(SETTLING);
    assertEquals("vf", lab.get("nic.get", "nic", "a:hn0").getString("path"));
    ask("nic.set", new JsonObject().put("nic", "a:hn0").put("bandwidth", "{ weight: 10 }"));
    assertEquals(1, ratio(), 0.1);
    long before = received("fa") + received("fc");
    lab.apply(lab8.replace("8Mbit", "2Mbit").replace("weight: 30", "weight: 10"));
    assertEquals("vf", lab.get("nic.get", "nic", "a:hn0").getString("path"), "it is the same VF");
    lab.elapse(Duration.ofSeconds(1));
    long now = received("fa") + received("fc");
    assertTrue(now - before < 1000, "a quarter of 2000 frames, and what waited: " + (now - before));
    lab.apply(lab8.replace(", queue: { rate: 8Mbit }", ""));
    lab.elapse(Duration.ofSeconds(1));
    long unbound = received("fa") + received("fc");
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(4000, received("fa") + received("fc") - unbound, 40, "nothing is too much");
    assertInOrder();
  }
}
