package io.hnswitch.launch.migrate;

import io.hnswitch.state.StateException;
import io.hnswitch.state.StateTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** State as a JSON object, and back with every check. */
final class StateJson {

  private StateJson() {}

  static JsonObject of(StateTree tree) {
    return new JsonObject(tree.toMap());
  }

  /**
   * The tree that an object of another node says.
   *
   * @throws StateException when it is none
   */
  static StateTree tree(JsonObject untrusted) {
    return StateTree.of(plain(untrusted));
  }

  private static Map<String, Object> plain(JsonObject object) {
    var map = new LinkedHashMap<String, Object>();
    object.getMap().forEach((name, value) -> map.put(name, plain(value)));
    return map;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case JsonObject object -> plain(object);
      case JsonArray array -> array.stream().map(StateJson::plain).toList();
      case null -> throw new StateException("state with null in it");
      default -> value;
    };
  }
}
