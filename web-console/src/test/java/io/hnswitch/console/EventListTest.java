package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventListTest {

  private final ConsoleHarness console = new ConsoleHarness();

  EventListTest() {
    console.fake().happen("hnswitch.lab.changed", "demo", Map.of("revision", 18L));
    console.fake().happen("hnswitch.nic.path-changed", "a:hn0", Map.of("cause", "attach"));
    console.fake().happen("hnswitch.nic.path-changed", "b:hn0", Map.of("cause", "surprise"));
    while (list("").getJsonArray("events").size() < 3) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void givesTheNewestFirst() {
    var all = list("");
    assertEquals(List.of("b:hn0", "a:hn0", "demo"), subjects(all));
    assertEquals("00000001", all.getString("oldest"));
    assertEquals(
        all.getJsonArray("events").getJsonObject(0).getString("id"), all.getString("cursor"));
    assertEquals(3, all.getInteger("scanned"));
    assertFalse(all.containsKey("next"));
  }

  @Test
  void filtersAndPages() {
    assertEquals(List.of("b:hn0"), subjects(list("?filter=cause:surprise")));
    var first = list("?filter=type:hnswitch.nic.*&limit=1");
    assertEquals(List.of("b:hn0"), subjects(first));
    var second = list("?filter=type:hnswitch.nic.*&limit=1&before=" + first.getString("next"));
    assertEquals(List.of("a:hn0"), subjects(second));
    assertEquals(List.of("demo"), subjects(list("?before=" + second.getString("next"))));
  }

  @Test
  void refusesWhatIsNoFilterNoCursorAndNoLimit() {
    assertEquals("filter: not a number: \"x\" at 5", refusal("?filter=lost%3Ex"));
    assertEquals("not a cursor of events: \"yesterday\"", refusal("?before=yesterday"));
    assertEquals("limit must be 1 to 1000, not 1001", refusal("?limit=1001"));
  }

  private String refusal(String query) {
    var response = console.get("/api/v1/events/list" + query);
    assertEquals(400, response.statusCode());
    assertEquals("invalid-value", response.bodyAsJsonObject().getString("code"));
    return response.bodyAsJsonObject().getString("detail");
  }

  private JsonObject list(String query) {
    return console.get("/api/v1/events/list" + query).bodyAsJsonObject().getJsonObject("data");
  }

  private static List<String> subjects(JsonObject list) {
    return list.getJsonArray("events").stream()
        .map(event -> ((JsonObject) event).getString("subject"))
        .toList();
  }
}
