package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.console.EventFeed.Entry;
import io.hnswitch.console.EventFeed.Gap;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.LabEvent;
import io.hnswitch.id.VfId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudEventsTest {

  private final CloudEvents events = new CloudEvents("/node/left", "run1");

  @Test
  void hasTheAttributesOfCloudEvents() {
    var event = new LabEvent("hnswitch.nic.path-changed", "a:hn0", Map.of("to", "vf", "lost", 0));
    assertEquals(
        new JsonObject()
            .put("specversion", "1.0")
            .put("id", "run1-00000012")
            .put("source", "/node/left")
            .put("type", "hnswitch.nic.path-changed")
            .put("subject", "a:hn0")
            .put("sequence", "00000012")
            .put("data", new JsonObject().put("to", "vf").put("lost", 0))
            .put("time", "2026-11-22T22:40:03.250Z"),
        events.of(new Entry(12, 1_795_387_203_250L, event)));
  }

  @Test
  void writesWhateverADeviceSays() {
    var event =
        new LabEvent(
            "hnswitch.vf.odd",
            "pf0/vf0",
            Map.of(
                "vf",
                new VfId("pf0", 0),
                "path",
                Datapath.VF,
                "ratio",
                Double.NaN,
                "list",
                List.of(1, Datapath.SYNTHETIC)));
    assertEquals(
        "{\"list\":[1,\"synthetic\"],\"path\":\"vf\",\"ratio\":\"NaN\",\"vf\":\"pf0/vf0\"}",
        events.of(new Entry(1, 0, event)).getJsonObject("data").encode());
  }

  @Test
  void standsInForMissedEvents() {
    var gap = events.of(new Gap(3, 5, false));
    assertEquals("hnswitch.gap", gap.getString("type"));
    assertEquals("run1-00000005", gap.getString("id"));
    assertEquals("{\"from\":\"00000003\",\"to\":\"00000005\"}", gap.getJsonObject("data").encode());
  }
}
