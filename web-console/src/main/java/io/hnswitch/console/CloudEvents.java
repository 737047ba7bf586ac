package io.hnswitch.console;

import io.hnswitch.api.EventData;
import io.hnswitch.console.EventFeed.Entry;
import io.hnswitch.console.EventFeed.Gap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Events in the form of CloudEvents 1.0, with the extension attribute {@code sequence}.
 *
 * @param source of those that happened here, {@code /node/<name>}
 * @param run of the node
 */
record CloudEvents(String source, String run) {

  /** What a source begins with; the name of the node follows. */
  static final String NODE = "/node/";

  /** An event. */
  JsonObject of(Entry entry) {
    var event = entry.event();
    var json =
        envelope(entry.sequence(), event.type(), event.subject(), EventData.json(event.data()))
            .put("time", Instant.ofEpochMilli(entry.atMillis()).toString());
    return event.node().isEmpty() ? json : json.put("source", NODE + event.node());
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

  private static String padded(long sequence) {
    return new EventCursor("", sequence).toString();
  }
}
