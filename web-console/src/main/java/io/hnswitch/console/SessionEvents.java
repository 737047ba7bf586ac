package io.hnswitch.console;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * The events that one client listens to. It has no queue of its own: it reads the {@link EventFeed}
 * as fast as its client does, and when the feed has forgotten what the client has not seen, each of
 * its registrations gets one gap.
 */
final class SessionEvents {

  private static final int BATCH = 64;

  private final EventGateway gateway;
  private final BooleanSupplier isFull;
  private final BiConsumer<String, JsonObject> deliver;

  /** Address, and the number of the last event before it was registered. */
  private final Map<String, Long> from = new LinkedHashMap<>();

  private EventCursor cursor = EventCursor.START;
  private Runnable stop = () -> {};

  /**
   * @param isFull whether the client cannot take more now; {@link #pump} when it can again
   * @param deliver an event to an address
   */
  SessionEvents(
      EventGateway gateway, BooleanSupplier isFull, BiConsumer<String, JsonObject> deliver) {
    this.gateway = gateway;
    this.isFull = isFull;
    this.deliver = deliver;
  }

  int size() {
    return from.size();
  }

  boolean has(String address) {
    return from.containsKey(address);
  }

  void add(String address) {
    if (from.isEmpty()) {
      cursor = gateway.feed().end();
      stop = gateway.onEvent(this::pump);
    }
    from.putIfAbsent(address, gateway.feed().end().sequence());
  }

  void remove(String address) {
    if (from.remove(address) != null && from.isEmpty()) {
      stop.run();
    }
  }

  void close() {
    from.clear();
    stop.run();
  }

  /** Gives the client what it can take. */
  void pump() {
    boolean more = true;
    while (more && !from.isEmpty() && !isFull.getAsBoolean()) {
      var page = gateway.feed().since(cursor, BATCH);
      cursor = page.cursor();
      more = page.more();
      page.gap().ifPresent(this::gap);
      page.entries().forEach(this::event);
    }
  }

  private void gap(EventFeed.Gap gap) {
    var json = gateway.form().of(gap);
    List.copyOf(from.keySet()).forEach(address -> deliver.accept(address, json));
  }

  private void event(EventFeed.Entry entry) {
    var wanted =
        EventGateway.addresses(entry.event()).stream()
            .filter(address -> from.getOrDefault(address, Long.MAX_VALUE) < entry.sequence())
            .toList();
    if (!wanted.isEmpty()) {
      var json = gateway.form().of(entry);
      wanted.forEach(address -> deliver.accept(address, json));
    }
  }
}
