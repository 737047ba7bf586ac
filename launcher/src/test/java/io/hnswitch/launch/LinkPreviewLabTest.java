package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeds of layers, and what a preview says of them, before links of real devices. */
class LinkPreviewLabTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: preview }
      spec:
        switches: { left: {}, right: {} }
        adapters: { pf0: { switch: left }, pf1: { switch: right } }
        links:
          core: { endpoints: [pf0, pf1], impair: { reverse: { delay: 3ms } } }
          b-up: { endpoints: ["b:hn0", right] }
        guests:
          a: { nics: { hn0: { switch: left, endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { switch: right, endpoint: { host: { ip: 10.0.0.2/24 } } } } }
        flows:
          f1: { from: "a:hn0", to: "b:hn0", rate: 1000pps, count: 10 }
      """;

  private static final JsonObject LOSSY =
      new JsonObject(
          """
          {"delay": "8ms", "jitter": "3ms", "distribution": "normal", "reorder": {"chance": "5%", "gap": 2},
           "loss": {"model": "gilbert-elliott", "toBad": "5%", "toGood": "20%"},
           "duplicate": "4%", "corrupt": "3%"}
          """);

  private static final List<String> FATES = List.of("lost", "duplicated", "reordered", "corrupted");

  private SteppedLab lab;
  private int flows = 1;
  @TempDir private Path folder;

  @BeforeEach
  void start() {
    lab = new SteppedLab(folder);
    lab.apply(LAB);
    lab.elapse(Duration.ofSeconds(6));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private JsonObject link(String verb, String link, JsonObject request) {
    return lab.ask("link." + verb, request.copy().put("link", link), Duration.ofMillis(1))
        .getJsonObject("data");
  }

  private JsonObject link(String verb, String link, String request) {
    return link(verb, link, new JsonObject(request));
  }

  private static JsonObject forward(long seed) {
    return new JsonObject().put("forward", LOSSY).put("seed", seed);
  }

  /** What a link does to 200 frames that go forward. */
  private List<Long> did(String link, String from, String to) {
    var before = counts(link);
    var flow = new JsonObject().put("id", "f" + ++flows).put("from", from).put("to", to);
    lab.ask(
        "flow.start",
        flow.put("rate", "1000pps").put("count", 200).put("size", 958),
        Duration.ofMillis(1));
    lab.elapse(Duration.ofSeconds(2));
    var after = counts(link);
    return FATES.stream().map(name -> after.getLong(name) - before.getLong(name, 0L)).toList();
  }

  private JsonObject counts(String link) {
    return link("get", link, "{}").getJsonArray("ways").getJsonObject(0).getJsonObject("impaired");
  }

  private List<Long> foretold(String link, JsonObject request) {
    var forward = link("preview", link, request).getJsonObject("forward");
    long lost =
        forward.getJsonArray("frames").stream()
            .filter(frame -> ((JsonObject) frame).containsKey("dropped"))
            .count();
    // The link counts copies that were lost, also where the other one arrives.
    return FATES.stream()
        .map(name -> name.equals("lost") ? (Long) lost : forward.getLong(name))
        .toList();
  }

  @Test
  void saysWhatAWireThenDoes() {
    var foretold = foretold("core", forward(7));
    assertTrue(foretold.stream().allMatch(count -> count > 0), foretold::toString);
    link("impair", "core", forward(7));
    assertEquals(foretold, did("core", "a:hn0", "b:hn0"));
    assertNotEquals(foretold, did("core", "a:hn0", "b:hn0"));
    link("impair", "core", forward(7));
    assertEquals(foretold, did("core", "a:hn0", "b:hn0"));
  }

  @Test
  void saysWhatACableThenDoesAndWithoutASeedByThatOfTheLab() {
    long seed = lab.harness().lab().seeds().seed();
    link("impair", "b-up", forward(9));
    assertEquals(foretold("b-up", forward(9)), did("b-up", "b:hn0", "a:hn0"));
    link("impair", "core", new JsonObject().put("forward", LOSSY));
    assertEquals(foretold("core", forward(seed)), did("core", "a:hn0", "b:hn0"));
    assertEquals(
        foretold("core", forward(seed)), foretold("core", new JsonObject().put("forward", LOSSY)));
  }

  @Test
  void changesNothing() {
    var link = link("get", "core", "{}");
    var ledger = lab.ask("ledger.get", new JsonObject(), Duration.ofMillis(1));
    link("preview", "core", forward(7));
    assertEquals(link, link("get", "core", "{}"));
    assertEquals(
        ledger.encode(), lab.ask("ledger.get", new JsonObject(), Duration.ofMillis(1)).encode());
    assertEquals(
        new JsonArray(),
        lab.ask("fault.list", new JsonObject(), Duration.ofMillis(1)).getJsonArray("data"));
  }

  @Test
  void putsValuesInPlaceOfALayerOverTheOthers() {
    var now = link("preview", "core", "{}");
    assertEquals(0, now.getJsonObject("forward").getJsonObject("delayNanos").getLong("max"));
    var reverse = now.getJsonObject("reverse");
    assertEquals(3_000_000, reverse.getJsonObject("delayNanos").getLong("median"));
    assertEquals(200, reverse.getJsonArray("frames").size());
    assertEquals(
        new JsonObject("{\"sentNanos\": 1000000, \"arrivesNanos\": [4000000]}"),
        reverse.getJsonArray("frames").getJsonObject(1));
    var over = link("preview", "core", "{\"both\": {\"loss\": \"100%\"}, \"rate\": \"100pps\"}");
    reverse = over.getJsonObject("reverse");
    assertEquals(200, reverse.getLong("lost"));
    assertEquals("3ms", reverse.getJsonObject("does").getString("delay"));
    assertFalse(reverse.containsKey("delayNanos"));
    assertEquals(
        new JsonObject(
            "{\"sentNanos\": 10000000, \"arrivesNanos\": [], \"dropped\": \"impair-loss\"}"),
        reverse.getJsonArray("frames").getJsonObject(1));
    var file = link("preview", "core", "{\"both\": {\"loss\": \"100%\"}, \"layer\": \"file\"}");
    assertFalse(file.getJsonObject("reverse").getJsonObject("does").containsKey("delay"));
    link("impair", "core", "{\"both\": {\"delay\": \"9ms\"}}");
    var live = link("preview", "core", "{}");
    assertEquals("9ms", live.getJsonObject("reverse").getJsonObject("does").getString("delay"));
    var without = link("preview", "core", "{\"layer\": \"live\"}");
    assertEquals("3ms", without.getJsonObject("reverse").getJsonObject("does").getString("delay"));
    var again = link("preview", "core", "{\"both\": {\"loss\": \"1%\"}}");
    assertEquals("3ms", again.getJsonObject("reverse").getJsonObject("does").getString("delay"));
  }

  @Test
  void aSeedIsOfTheDirectionsThatItsLayerNames() {
    long seed = lab.harness().lab().seeds().seed();
    var preview = link("preview", "core", forward(7));
    assertEquals(7, preview.getJsonObject("forward").getLong("seed"));
    assertEquals(seed, preview.getJsonObject("reverse").getLong("seed"));
    link("impair", "core", forward(7).put("layer", "burst"));
    var layer = link("get", "core", "{}").getJsonArray("layers").getJsonObject(1);
    assertEquals(7, layer.getLong("seed"));
    var now = link("preview", "core", "{}");
    assertEquals(7, now.getJsonObject("forward").getLong("seed"));
    assertEquals(seed, now.getJsonObject("reverse").getLong("seed"));
    var both = link("preview", "core", "{\"seed\": 8}");
    assertEquals(8, both.getJsonObject("reverse").getLong("seed"));
  }

  private void refuses(String verb, String request, String why) {
    var failure = assertThrows(RuntimeException.class, () -> link(verb, "core", request));
    var text = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      text.append(at.getMessage());
    }
    assertTrue(text.toString().contains(why), text::toString);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    var seed = "seed must be 0 to 9007199254740991, not ";
    refuses("impair", "{\"both\": {\"loss\": \"1%\"}, \"seed\": -1}", seed + "-1");
    refuses("impair", "{\"both\": {\"loss\": \"1%\"}, \"seed\": \"red\"}", "a whole number");
    refuses("impair", "{\"both\": {\"loss\": \"1%\"}, \"seed\": 1.5}", "a whole number");
    refuses("impair", "{\"seed\": 1}", "needs both, forward or reverse");
    refuses("preview", "{\"seed\": 9007199254740992}", seed + "9007199254740992");
    refuses("preview", "{\"size\": 59}", "size must be 60 to 9018, not 59");
    refuses("preview", "{\"size\": 9019}", "size must be 60 to 9018");
    refuses("preview", "{\"rate\": \"max\"}", "rate must be 1pps to 1000000pps, not max");
    refuses("preview", "{\"rate\": \"2000000pps\"}", "rate must be 1pps to 1000000pps");
    refuses("preview", "{\"rate\": \"often\"}", "a rate like 2000pps");
    refuses("preview", "{\"forward\": {\"los\": \"1%\"}}", "/forward/los");
    refuses("preview", "{\"layer\": \"No\"}", "layer must be a name");
  }
}
