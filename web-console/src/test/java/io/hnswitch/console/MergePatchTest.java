package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {

  private static final int STEPS = 20_000;

  /** The cases of RFC 7386, appendix A, that are about objects. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":"b"}           | {"a":"c"}                | {"a":"c"}
          {"a":"b"}           | {"b":"c"}                | {"a":"b","b":"c"}
          {"a":"b"}           | {"a":null}               | {}
          {"a":"b","b":"c"}   | {"a":null}               | {"b":"c"}
          {"a":["b"]}         | {"a":"c"}                | {"a":"c"}
          {"a":"c"}           | {"a":["b"]}              | {"a":["b"]}
          {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}   | {"a":[1]}                | {"a":[1]}
          {"e":null}          | {"a":1}                  | {"a":1}
          {}                  | {"a":{"bb":{"ccc":null}}}| {"a":{"bb":{}}}
          """)
  void applies(String target, String patch, String patched) {
    assertEquals(
        new JsonObject(patched), MergePatch.apply(new JsonObject(patch), new JsonObject(target)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1}             | {"a":1}                  | {}
          {"a":1}             | {"a":1.0}                | {}
          {"a":1}             | {"a":2}                  | {"a":2}
          {"a":1}             | {"a":true}               | {"a":true}
          {"a":1,"b":2}       | {"b":2}                  | {"a":null}
          {}                  | {"a":{}}                 | {"a":{}}
          {"a":{"b":1}}       | {"a":{}}                 | {"a":{"b":null}}
          {"a":{"b":1,"c":2}} | {"a":{"b":1,"c":3}}      | {"a":{"c":3}}
          {"a":{"b":1}}       | {"a":[{"b":1}]}          | {"a":[{"b":1}]}
          {"a":[1,2]}         | {"a":[1,3]}              | {"a":[1,3]}
          {"a":[1,{"b":2}]}   | {"a":[1,{"b":2}]}        | {}
          {"a":null}          | {}                       | {}
          {}                  | {"a":null}               | {}
          """)
  void saysOnlyWhatIsDifferent(String from, String to, String patch) {
    assertEquals(new JsonObject(patch), MergePatch.diff(new JsonObject(from), new JsonObject(to)));
  }

  @Test
  void makesTheOneFromTheOther() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      var from = object(random, 0);
      var to = random.nextBoolean() ? object(random, 0) : changed(random, from);
      var before = from.encode();
      var patch = MergePatch.diff(from, to);
      var what = "seed " + seed + ", step " + i + ": " + from + " to " + to + " by " + patch;
      assertEquals(to, MergePatch.apply(patch, from), what);
      assertEquals(to, MergePatch.apply(new JsonObject(patch.encode()), from), what);
      assertEquals(new JsonObject(), MergePatch.diff(to, to.copy()), what);
      assertEquals(before, from.encode(), what);
    }
  }

  @Test
  void sharesNothing() {
    var to = new JsonObject("{\"a\":{\"b\":[{\"c\":1}]}}");
    var patch = MergePatch.diff(new JsonObject(), to);
    var applied = MergePatch.apply(patch, new JsonObject());
    to.getJsonObject("a").getJsonArray("b").getJsonObject(0).put("c", 2);
    patch.getJsonObject("a").put("d", 3);
    assertEquals(new JsonObject("{\"a\":{\"b\":[{\"c\":1}]}}"), applied);
  }

  /** Few names, so that objects have members in common. */
  private static JsonObject object(Random random, int depth) {
    var object = new JsonObject();
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      object.put(name(random), value(random, depth + 1));
    }
    return object;
  }

  private static String name(Random random) {
    return String.valueOf((char) ('a' + random.nextInt(6)));
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth < 4 ? 8 : 5)) {
      case 0 -> random.nextInt(3);
      case 1 -> (long) random.nextInt(3);
      case 2 -> random.nextInt(4) / 2.0;
      case 3 -> random.nextBoolean();
      case 4 -> name(random);
      case 5 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static JsonArray array(Random random, int depth) {
    var array = new JsonArray();
    int elements = random.nextInt(3);
    for (int i = 0; i < elements; i++) {
      if (random.nextInt(8) == 0) {
        array.addNull();
      } else {
        array.add(value(random, depth + 1));
      }
    }
    return array;
  }

  private static JsonObject changed(Random random, JsonObject object) {
    var changed = object.copy();
    changed.put(name(random), value(random, 2));
    changed.remove(name(random));
    for (var name : changed.fieldNames()) {
      if (changed.getValue(name) instanceof JsonObject inner && random.nextBoolean()) {
        changed.put(name, changed(random, inner));
        break;
      }
    }
    return changed;
  }
}
