package io.hnswitch.console;

import io.hnswitch.console.EventFeed.Entry;
import io.hnswitch.console.EventFeed.Gap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Events in the form of CloudEvents 1.0, with the extension attribute {@code sequence}.
 *
 * @param source of all of them, {@code /node/<name>}
 * @param run of the node
 */
record CloudEvents(String source, String run) {

  /** An event. */
  JsonObject of(Entry entry) {
    var data = new JsonObject();
    entry.event().data().forEach((name, value) -> data.put(name, plain(value)));
    return envelope(entry.sequence(), entry.event().type(), entry.event().subject(), data)
        .put("time", Instant.ofEpochMilli(entry.atMillis()).toString());
  }

  /** Stands for events that are no longer kept; its id is that of the last one missed. */
  JsonObject of(Gap gap) {
    var data = new JsonObject().put("from", padded(gap.from())).put("to", padded(gap.to()));
    if (gap.restarted()) {
      data.put("restarted", true);
    }
    return envelope(gap.to(), "hnswitch.gap", "events", data);
  }

  /** What {@code event.since} gives. */
  JsonObject of(EventFeed.Page page) {
    var events = new JsonArray();
    page.gap().ifPresent(gap -> events.add(of(gap)));
    page.entries().forEach(entry -> events.add(of(entry)));
    return new JsonObject()
        .put("events", events)
        .put("cursor", page.cursor().toString())
        .put("more", page.more());
  }

  /**
   * What {@code event.list} gives.
   *
   * @param end of the feed
   * @param oldest number of the oldest event that is kept
   */
  JsonObject of(EventSearch.Found found, EventCursor end, long oldest) {
    var json =
        new JsonObject()
            .put("events", new JsonArray(found.events()))
            .put("cursor", end.toString())
            .put("oldest", padded(oldest))
            .put("scanned", found.scanned());
    found.next().ifPresent(next -> json.put("next", next.toString()));
    return json;
  }

  private JsonObject envelope(long sequence, String type, String subject, JsonObject data) {
    return new JsonObject()
        .put("specversion", "1.0")
        .put("id", new EventCursor(run, sequence).toString())
        .put("source", source)
        .put("type", type)
        .put("subject", subject)
        .put("sequence", padded(sequence))
        .put("data", data);
  }

  /** Whatever a device puts into an event can be shown, if need be as text. */
  private static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Double number -> Double.isFinite(number) ? (Object) number : number.toString();
      case Float number -> Float.isFinite(number) ? (Object) number : number.toString();
      case Number number -> number;
      case Boolean flag -> flag;
      case JsonObject json -> json;
      case JsonArray json -> json;
      case Map<?, ?> map -> {
        var json = new JsonObject();
        map.forEach((name, one) -> json.put(String.valueOf(name), plain(one)));
        yield json;
      }
      case Iterable<?> many -> {
        var json = new JsonArray();
        many.forEach(one -> json.add(plain(one)));
        yield json;
      }
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      default -> value.toString();
    };
  }

  private static String padded(long sequence) {
    return new EventCursor("", sequence).toString();
  }
}
