package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/**
 * A column of a table.
 *
 * @param header in capitals
 * @param path members in dots, like {@code pair.state}
 */
record Column(String header, String path) {

  static final String NOTHING = "-";

  /** The cell of a row. */
  String of(JsonObject row) {
    Object value = row;
    for (var name : path.split("\\.")) {
      value = value instanceof JsonObject object ? object.getValue(name) : null;
    }
    return text(value);
  }

  private static String text(Object value) {
    return switch (value) {
      case null -> NOTHING;
      case JsonArray array when array.stream().allMatch(String.class::isInstance) ->
          array.isEmpty()
              ? NOTHING
              : array.stream().map(String::valueOf).collect(Collectors.joining(","));
      case JsonArray array -> Integer.toString(array.size());
      case Boolean flag -> flag ? "yes" : "no";
      case Double number -> "%.1f".formatted(number);
      case String text when text.isEmpty() -> NOTHING;
      default -> value.toString();
    };
  }
}
