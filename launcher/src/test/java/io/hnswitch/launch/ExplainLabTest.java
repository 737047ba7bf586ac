package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code switch.explain} says of links, paths and lengths, in a whole lab. */
class ExplainLabTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: explained }
      spec:
        tunables: { hw.hn.vf_transparent: 1 }
        switches: { left: {}, right: {} }
        adapters: { pf0: { switch: left }, pf1: { switch: right } }
        links:
          core: { endpoints: [pf0, pf1] }
          cable: { endpoints: ["a:hn0", left] }
          other: { endpoints: [right, "b:hn0"] }
        guests:
          a: { nics: { hn0: { switch: left, mtu: 4000, endpoint: { host: { ip: 10.0.0.1/24 } }, vf: { adapter: pf0, attach: false } } } }
          b: { nics: { hn0: { switch: right, endpoint: { host: { ip: 10.0.0.2/24 } }, vf: { adapter: pf1, attach: false } } } }
        flows:
          f: { from: "a:hn0", to: "b:hn0", rate: 10pps }
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

  private JsonObject explained(int size) {
    var request =
        new JsonObject()
            .put("nic", "a:hn0")
            .put("text", "udp 10.0.0.1:5 > 10.0.0.2:7 size " + size);
    return lab.ask("switch.explain", request).getJsonObject("data");
  }

  private static Stream<JsonObject> all(JsonObject said, String key) {
    return said.getJsonArray(key).stream().map(JsonObject.class::cast);
  }

  private static List<String> steps(JsonObject said, String check) {
    return all(said, "steps")
        .filter(step -> step.getString("check").equals(check))
        .map(step -> step.getString("where") + ": " + step.getString("verdict"))
        .toList();
  }

  private static String end(JsonObject said) {
    return all(said, "ends")
        .map(
            end ->
                end.getString("what")
                    + " "
                    + end.getString("where")
                    + " "
                    + end.getString("detail"))
        .collect(Collectors.joining("; "));
  }

  private void vfs(boolean attach) {
    for (var nic : List.of("a:hn0", "b:hn0")) {
      lab.vf(nic, attach);
    }
  }

  private void onBothPaths(Runnable action) {
    action.run();
    vfs(true);
    action.run();
    vfs(false);
  }

  @Test
  void namesThePathAndWhy() {
    var before = steps(explained(100), "path");
    assertEquals(List.of("nic a:hn0: synthetic, by its VMBus channel: no VF is paired"), before);
    vfs(true);
    var said = explained(100);
    assertEquals(1, steps(said, "path").size());
    var path = steps(said, "path").getFirst();
    assertTrue(path.startsWith("nic a:hn0: by its VF pf0/vf0: "), path);
    assertEquals("delivered nic b:hn0 by its VF pf1/vf0", end(said));
  }

  @Test
  void namesWhatLinksDoOnTheWay() {
    lab.ask(
        "link.impair",
        new JsonObject()
            .put("link", "cable")
            .put("forward", new JsonObject().put("delay", "5ms").put("loss", "1%")));
    lab.ask(
        "link.impair",
        new JsonObject().put("link", "core").put("both", new JsonObject().put("rate", "10Mbit")));
    lab.ask(
        "link.impair",
        new JsonObject()
            .put("link", "other")
            .put("forward", new JsonObject().put("delay", "7ms"))
            .put("reverse", new JsonObject().put("delay", "9ms")));
    onBothPaths(
        () -> {
          var said = explained(100);
          assertEquals(
              List.of(
                  "link cable: forward: delay 5ms, loss 1%",
                  "link core: forward: rate 10Mbit", "link other: forward: delay 7ms"),
              steps(said, "impairment"));
          assertTrue(end(said).startsWith("delivered nic b:hn0"), end(said));
        });
  }

  @Test
  void endsAtALinkThatIsDown() {
    for (var link : List.of("cable", "core", "other")) {
      var request = new JsonObject().put("link", link);
      lab.ask("link.down", request);
      onBothPaths(
          () -> assertEquals("dropped link " + link + " link-down", end(explained(100)), link));
      lab.ask("link.up", request);
    }
  }

  @Test
  void endsWhereTheFrameIsTooLong() {
    onBothPaths(
        () -> {
          assertTrue(end(explained(1472)).startsWith("delivered nic b:hn0"));
          assertEquals("dropped port b:hn0 oversize", end(explained(1600)));
          assertEquals("dropped port a:hn0 oversize", end(explained(4100)));
        });
    lab.ask("nic.down", new JsonObject().put("nic", "b:hn0"));
    assertEquals("dropped nic b:hn0 nic-down", end(explained(100)));
  }
}
