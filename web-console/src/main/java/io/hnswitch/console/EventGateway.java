package io.hnswitch.console;

import io.hnswitch.api.Filter;
import io.hnswitch.api.FilterException;
import io.hnswitch.api.Names;
import io.hnswitch.api.OperationService;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.Request;
import io.hnswitch.bus.Bus;
import io.hnswitch.control.LabEvent;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes every event of the lab into the {@link EventFeed}, publishes it on {@code
 * hnswitch.v1.evt.all}, {@code .evt.<kind>} and {@code .evt.<kind>.<id>}, answers {@code
 * event.since} and {@code event.list}, and wakes the streams.
 */
final class EventGateway {

  static final String EVENTS = "hnswitch.v1.evt.";

  private static final Duration NAME_TIMEOUT = Duration.ofSeconds(2);
  private static final int KEPT = 10_000;
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1000;

  /** A search looks no longer; the event loop has others to serve. */
  private static final long SEARCH_NANOS = Duration.ofMillis(20).toNanos();

  private final BusGateway gateway;
  private final Timers timers;
  private final EventFeed feed;
  private final Set<Runnable> streams = new LinkedHashSet<>();
  private final List<Bus.Registration> registrations = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private CloudEvents form;
  private boolean asked;
  private boolean named;
  private long revision;

  EventGateway(BusGateway gateway, Timers timers) {
    this.gateway = gateway;
    this.timers = timers;
    this.feed = new EventFeed(Long.toString(timers.epochMillis(), Character.MAX_RADIX), KEPT);
    this.form = new CloudEvents(CloudEvents.NODE + "local", feed.run());
  }

  /** Begins to listen, on the caller's context. */
  void open(Bus bus, OperationService service) {
    registrations.add(bus.onEvents(this::happened));
    registrations.add(
        service.serve(
            Operations.get("event.since"),
            request ->
                Future.succeededFuture(
                    since(
                        request.findText("cursor").orElse(""),
                        request.findText("limit").orElse("")))));
    registrations.add(
        service.serve(
            Operations.get("event.list"), request -> Future.succeededFuture(list(request))));
  }

  /** Stops listening. */
  Future<?> close() {
    return Future.join(registrations.stream().map(Bus.Registration::unregister).toList());
  }

  /** Events say which node they are of; the first ones wait until the lab has told its name. */
  private void happened(LabEvent event) {
    long at = timers.epochMillis();
    if (named) {
      tell(event, at);
      return;
    }
    waiting.add(() -> tell(event, at));
    if (!asked) {
      asked = true;
      gateway
          .request(Operations.get("sys.info"), new JsonObject(), NAME_TIMEOUT)
          .onComplete(answered -> begin(answered.succeeded() ? answered.result() : null));
    }
  }

  private void begin(JsonObject info) {
    if (info != null && info.getJsonObject("data").getValue("node") instanceof String node) {
      form = new CloudEvents(CloudEvents.NODE + node, feed.run());
    }
    named = true;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  private void tell(LabEvent event, long atMillis) {
    if (event.kind().equals("lab") && event.data().get("revision") instanceof Number number) {
      revision = number.longValue();
    }
    var json = form.of(feed.add(event, atMillis));
    addresses(event).forEach(address -> gateway.publish(address, json));
    List.copyOf(streams).forEach(Runnable::run);
  }

  /** Where an event is published. */
  static List<String> addresses(LabEvent event) {
    var kind = EVENTS + event.kind();
    return List.of(EVENTS + "all", kind, kind + "." + event.subject());
  }

  /** An answer of an operation that is not the lab's, with the revision that is known here. */
  JsonObject answer(Object data) {
    return new JsonObject().put("revision", revision).put("data", data);
  }

  /**
   * Answers {@code event.since}.
   *
   * @param cursor empty for all that is kept
   * @param limit empty for the usual one
   * @throws io.hnswitch.api.ProblemException when one is neither empty nor valid
   */
  JsonObject since(String cursor, String limit) {
    var page = feed.since(cursor.isEmpty() ? EventCursor.START : cursor(cursor), limit(limit));
    return answer(form.of(page));
  }

  private JsonObject list(Request request) {
    int limit = (int) request.number("limit", 1, PAGE_MAX, PAGE);
    var filter = filter(request.findText("filter").orElse(""));
    var end = feed.end();
    var before =
        request
            .findText("before")
            .map(this::cursor)
            .orElseGet(() -> new EventCursor(feed.run(), end.sequence() + 1));
    long began = timers.nanos();
    var found =
        new EventSearch(feed, form)
            .find(filter, before, limit, () -> timers.nanos() - began < SEARCH_NANOS);
    return answer(form.of(found, end, feed.oldest()));
  }

  private static Filter filter(String text) {
    try {
      return Filter.parse(text);
    } catch (FilterException e) {
      throw Names.invalid("/filter", "filter: " + e.getMessage());
    }
  }

  private static int limit(String text) {
    if (text.isEmpty()) {
      return PAGE;
    }
    if (!text.matches("[1-9]\\d{0,3}") || Integer.parseInt(text) > PAGE_MAX) {
      throw Problem.of(
              ProblemCode.INVALID_VALUE,
              "limit is not a number from 1 to " + PAGE_MAX + ": " + text)
          .exception();
    }
    return Integer.parseInt(text);
  }

  /**
   * Reads a cursor.
   *
   * @throws io.hnswitch.api.ProblemException when it is none
   */
  EventCursor cursor(String text) {
    return EventCursor.parse(text)
        .orElseThrow(
            () ->
                Problem.of(ProblemCode.INVALID_VALUE, "not a cursor of events: \"" + text + "\"")
                    .exception());
  }

  EventFeed feed() {
    return feed;
  }

  CloudEvents form() {
    return form;
  }

  /** Runs an action after every event until the answer is run. */
  Runnable onEvent(Runnable action) {
    streams.add(action);
    return () -> streams.remove(action);
  }
}
