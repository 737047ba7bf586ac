package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A plan in lines for people. */
final class PlanText {

  private PlanText() {}

  /**
   * One line for each object, and for each of its properties.
   *
   * @param plan what {@code lab.plan} gives
   */
  static List<String> of(JsonObject plan) {
    var changes = Printer.objects(plan.getJsonArray("changes", new JsonArray()));
    if (changes.isEmpty()) {
      return List.of("no changes");
    }
    var lines = new ArrayList<String>();
    for (var change : changes) {
      lines.add(headline(change));
      for (var property : Printer.objects(change.getJsonArray("properties", new JsonArray()))) {
        lines.add(
            "    "
                + property.getString("name")
                + ": "
                + property.getString("from")
                + " -> "
                + property.getString("to")
                + " ("
                + property.getString("effect")
                + ")");
      }
    }
    return lines;
  }

  private static String headline(JsonObject change) {
    var sign =
        switch (change.getString("action")) {
          case "add" -> "+";
          case "remove" -> "-";
          default -> "~";
        };
    var affects = change.getJsonArray("affects", new JsonArray());
    return sign
        + " "
        + change.getString("kind")
        + " "
        + change.getString("id")
        + (affects.isEmpty() ? "" : "  affects " + new Column("", "affects").of(change));
  }
}
