package io.hnswitch.launch.migrate;

import io.hnswitch.migration.Ask;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The messages between the two nodes of a migration, and their answers. */
final class Messages {

  static final String ABORT = "abort";

  private static final String TYPE = "type";
  private static final String MIGRATION = "migration";
  private static final String DOORS = "doors";
  private static final String REFUSED = "refused";

  private Messages() {}

  static String word(Ask ask) {
    return ask.name().toLowerCase(Locale.ROOT);
  }

  static JsonObject ask(Ask ask, MigrationId id) {
    return new JsonObject().put(TYPE, word(ask)).put(MIGRATION, id.toString());
  }

  static JsonObject abort(MigrationId id, String why) {
    return new JsonObject().put(TYPE, ABORT).put(MIGRATION, id.toString()).put("why", why);
  }

  /**
   * Which migration a message is about.
   *
   * @throws IllegalArgumentException when it does not say
   */
  static MigrationId id(JsonObject message) {
    return MigrationId.parse(text(message, MIGRATION));
  }

  static String type(JsonObject message) {
    return text(message, TYPE);
  }

  static String text(JsonObject message, String name) {
    if (message.getValue(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a migration message without " + name);
  }

  static JsonObject object(JsonObject message, String name) {
    return switch (message.getValue(name)) {
      case JsonObject object -> object;
      case null, default ->
          throw new IllegalArgumentException("a migration message without " + name);
    };
  }

  static JsonObject done(Map<String, String> doors) {
    var json = new JsonObject();
    doors.forEach(json::put);
    return new JsonObject().put("done", true).put(DOORS, json);
  }

  static JsonObject refused(String why) {
    return new JsonObject().put(REFUSED, why);
  }

  static boolean isDone(JsonObject answer) {
    return Boolean.TRUE.equals(answer.getValue("done"));
  }

  static String why(JsonObject answer) {
    return answer.getValue(REFUSED) instanceof String why ? why : "no proper answer";
  }

  static Map<String, String> doors(JsonObject answer) {
    var doors = new HashMap<String, String>();
    if (answer.getValue(DOORS) instanceof JsonObject object) {
      object.forEach(
          entry -> {
            if (entry.getValue() instanceof String path) {
              doors.put(entry.getKey(), path);
            }
          });
    }
    return doors;
  }
}
