package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Filter;
import io.hnswitch.api.FilterException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTest {

  @Test
  void saysOfEachCaseWhatIsExpected() {
    var cases = FilterCases.all();
    assertTrue(cases.size() > 100, "few cases: " + cases.size());
    for (var one : cases) {
      assertEquals(one.expected(), came(one), one.filter());
    }
  }

  private static JsonObject came(FilterCases.Case one) {
    try {
      return new JsonObject().put("matches", Filter.parse(one.filter()).matches(one.object()));
    } catch (FilterException e) {
      return new JsonObject().put("error", e.getMessage()).put("at", e.at());
    }
  }

  /** As the bus has them, not as a parser makes them. */
  @Test
  void takesWhateverHoldsAnObject() {
    var object =
        new JsonObject()
            .put("map", Map.of("inner", 7L))
            .put("float", 0.25f)
            .put("list", new JsonArray().add(Map.of("inside", "yes")));
    assertTrue(Filter.parse("inner:7 map.inner>6 float:0.25 list.inside:yes yes").matches(object));
  }

  /** One that tries many ways would never come to an end here. */
  @Test
  void takesTimeInProportion() {
    var object = new JsonObject().put("text", "a".repeat(20_000));
    var filter = Filter.parse("-text:" + "a*".repeat(490) + "b");
    long began = System.nanoTime();
    assertTrue(filter.matches(object));
    assertTrue(System.nanoTime() - began < 2_000_000_000L);
  }
}
