package io.hnswitch.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the answers of several nodes together. */
final class AnswerMerge {

  /** What a device and its neighbour on another node both tell. */
  private static final Set<String> TWICE = Set.of("link.list");

  private AnswerMerge() {}

  /**
   * The {@code data} of all.
   *
   * @param operation that was asked for
   */
  static Object of(String operation, Collection<?> answers) {
    if (operation.equals("ledger.get")) {
      return ledger(answers.stream().map(JsonObject.class::cast).toList());
    }
    var all = new JsonArray();
    answers.forEach(answer -> ((JsonArray) answer).forEach(all::add));
    return TWICE.contains(operation) ? once(all) : all;
  }

  /** Of two views of one object, the first. */
  private static JsonArray once(JsonArray all) {
    var byId = new LinkedHashMap<String, Object>();
    for (var one : all) {
      byId.putIfAbsent(String.valueOf(((JsonObject) one).getValue("id")), one);
    }
    return new JsonArray(List.copyOf(byId.values()));
  }

  private static JsonObject ledger(List<JsonObject> answers) {
    var sum = new JsonObject();
    var devices = new JsonArray();
    for (var answer : answers) {
      var rest = new JsonObject(new LinkedHashMap<>(answer.getMap()));
      ((JsonArray) rest.remove("devices")).forEach(devices::add);
      add(sum, rest);
    }
    return sum.put("devices", devices);
  }

  /** Numbers are sums; what is no number is the first one's. */
  private static void add(JsonObject sum, JsonObject more) {
    for (Map.Entry<String, Object> member : more) {
      var name = member.getKey();
      switch (member.getValue()) {
        case Number number when sum.getValue(name) instanceof Number before ->
            sum.put(name, before.longValue() + number.longValue());
        case JsonObject object -> {
          if (!(sum.getValue(name) instanceof JsonObject)) {
            sum.put(name, new JsonObject());
          }
          add(sum.getJsonObject(name), object);
        }
        case null -> {}
        default -> {
          if (!sum.containsKey(name)) {
            sum.put(name, member.getValue());
          }
        }
      }
    }
  }
}
