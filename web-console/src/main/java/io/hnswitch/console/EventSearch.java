package io.hnswitch.console;

import io.hnswitch.api.Filter;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks through the kept events from the newest to the oldest, for those that a filter wants. One
 * search looks at as many as it may, so that it keeps nobody waiting; the next one goes on where it
 * ended.
 */
final class EventSearch {

  /** Between two looks at whether it may go on. */
  private static final int STRIDE = 32;

  private final EventFeed feed;
  private final CloudEvents form;

  EventSearch(EventFeed feed, CloudEvents form) {
    this.feed = feed;
    this.form = form;
  }

  /**
   * What was found.
   *
   * @param events the newest first
   * @param next where older ones begin that were not looked at; empty when there are none
   * @param scanned how many were looked at
   */
  record Found(List<JsonObject> events, Optional<EventCursor> next, long scanned) {}

  /**
   * Searches.
   *
   * @param before only events older than this one; of an earlier run there are none
   * @param limit how many to find at most
   * @param mayGoOn asked now and then
   */
  Found find(Filter filter, EventCursor before, int limit, BooleanSupplier mayGoOn) {
    var events = new ArrayList<JsonObject>();
    if (!before.isOf(feed.run())) {
      return new Found(events, Optional.empty(), 0);
    }
    long newest = Math.min(before.sequence() - 1, feed.end().sequence());
    long sequence = newest;
    while (sequence >= feed.oldest() && events.size() < limit) {
      long scanned = newest - sequence;
      if (scanned > 0 && scanned % STRIDE == 0 && !mayGoOn.getAsBoolean()) {
        break;
      }
      var event = form.of(feed.at(sequence));
      if (filter.matches(event)) {
        events.add(event);
      }
      sequence--;
    }
    boolean isMore = sequence >= feed.oldest();
    return new Found(
        events,
        isMore ? Optional.of(new EventCursor(feed.run(), sequence + 1)) : Optional.empty(),
        Math.max(0, newest - sequence));
  }
}
