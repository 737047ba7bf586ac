package io.hnswitch.launch;

import io.hnswitch.api.ViewJson;
import io.hnswitch.lab.LabChange;
import io.hnswitch.lab.LabPlan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A plan in lines for people. */
final class PlanText {

  /** More make a line too long to read. */
  private static final int SUMMED = 3;

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

  /** The first few objects of a plan in one line. */
  static String summary(LabPlan plan) {
    var words = new StringJoiner(", ");
    var changes = plan.changes();
    for (var change : changes.subList(0, Math.min(SUMMED, changes.size()))) {
      words.add(summary(change));
    }
    int more = changes.size() - SUMMED;
    return more > 0 ? words + " and " + more + " more" : words.toString();
  }

  private static String summary(LabChange change) {
    var sign =
        switch (change.action()) {
          case ADD -> "+ ";
          case REMOVE -> "- ";
          case CHANGE -> "~ ";
        };
    var properties = change.properties().stream().map(LabChange.Property::name).toList();
    return sign
        + ViewJson.slug(change.kind())
        + " "
        + change.id()
        + (properties.isEmpty() ? "" : " (" + String.join(" ", properties) + ")");
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
