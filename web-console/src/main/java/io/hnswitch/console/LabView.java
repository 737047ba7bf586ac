package io.hnswitch.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the lab tells, as one JSON object whose lists are objects by id, so that a change of one
 * thing is a small difference. Nothing in it changes only because it was read again.
 */
final class LabView {

  /** The lists that a view is made of. */
  static final List<Part> LISTS =
      List.of(
          new Part("nic.list", "nics"),
          new Part("pair.list", "pairs"),
          new Part("vf.list", "vfs"),
          new Part("adapter.list", "adapters"),
          new Part("switch.list", "switches"),
          new Part("flow.list", "flows"),
          new Part("endpoint.list", "endpoints"),
          new Part("capture.list", "captures"));

  /**
   * A list.
   *
   * @param member of the view that holds it
   */
  record Part(String operation, String member) {}

  private static final String UPTIME = "uptimeMillis";

  private Optional<Long> startedMillis = Optional.empty();

  /**
   * One round of answers.
   *
   * @param answers whole, by operation
   * @param atMillis when they were there, since 1970
   * @param end of the events when they were asked for
   */
  record Answers(Map<String, JsonObject> answers, long atMillis, EventCursor end) {

    JsonArray list(String operation) {
      return answers.get(operation).getJsonArray("data");
    }

    JsonObject object(String operation) {
      return answers.get(operation).getJsonObject("data");
    }
  }

  /**
   * The view.
   *
   * @param rates the last ones that were computed
   */
  JsonObject of(Answers round, List<Rates.Rate> rates) {
    var view = new JsonObject().put("info", info(round));
    LISTS.forEach(part -> view.put(part.member(), byId(round.list(part.operation()))));
    var switches = view.getJsonObject("switches");
    for (var id : switches.fieldNames()) {
      switches.put(id, less(switches.getJsonObject(id), "fdb"));
    }
    view.put("ledger", less(round.object("ledger.get"), "devices"))
        .put("rates", rates(rates, view.getJsonObject("nics")))
        .put("paths", TickJson.paths(rates))
        .put(
            "events",
            new JsonObject()
                .put("last", round.end().toString())
                .put("total", round.end().sequence()))
        .put("revision", round.answers().get("sys.info").getLong("revision"));
    return MergePatch.without(view);
  }

  /** Without a member that may be most of it; what others hold too stays as it is. */
  private static JsonObject less(JsonObject object, String member) {
    var less = new JsonObject(new LinkedHashMap<>(object.getMap()));
    less.remove(member);
    return less;
  }

  /** When the node started never changes, although how it is told does by a little. */
  private JsonObject info(Answers round) {
    var info = round.object("sys.info");
    if (startedMillis.isEmpty() && info.getValue(UPTIME) instanceof Number uptime) {
      startedMillis = Optional.of(round.atMillis() - uptime.longValue());
    }
    return new JsonObject()
        .put("node", info.getValue("node"))
        .put("version", info.getValue("version"))
        .put("lab", info.getValue("lab"))
        .put("startedMillis", startedMillis.orElse(null));
  }

  /** What did not answer is there, too: it has an id and a problem. */
  private static JsonObject byId(JsonArray list) {
    var byId = new JsonObject();
    for (var one : list) {
      var item = (JsonObject) one;
      var id = item.getValue("id") == null ? item.getValue("nic") : item.getValue("id");
      if (id != null) {
        byId.put(id.toString(), item);
      }
    }
    return byId;
  }

  private static JsonObject rates(List<Rates.Rate> rates, JsonObject nics) {
    var byNic = new JsonObject();
    for (var one : TickJson.nics(rates)) {
      var rate = (JsonObject) one;
      var nic = (String) rate.remove("id");
      if (nics.containsKey(nic)) {
        byNic.put(nic, rate);
      }
    }
    return byNic;
  }
}
