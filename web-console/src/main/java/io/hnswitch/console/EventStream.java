package io.hnswitch.console;

import io.hnswitch.time.Timers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * One reader of events by server-sent events (SSE). It is written to only as fast as it reads; one
 * that is so slow that the feed forgets what it has not seen gets a gap.
 */
final class EventStream {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int BATCH = 64;

  private final HttpServerResponse response;
  private final EventGateway events;
  private final Timers timers;
  private EventCursor cursor;
  private Runnable silence = () -> {};
  private Runnable forget = () -> {};
  private Timers.Timer heartbeat = () -> {};
  private boolean closed;

  EventStream(HttpServerResponse response, EventGateway events, Timers timers, EventCursor from) {
    this.response = response;
    this.events = events;
    this.timers = timers;
    this.cursor = from;
  }

  /**
   * Begins, and goes on until the reader leaves.
   *
   * @param onEnd run when it ends
   */
  void open(Runnable onEnd) {
    forget = onEnd;
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .setChunked(true)
        .closeHandler(ignored -> close())
        .exceptionHandler(ignored -> close())
        .drainHandler(ignored -> pump());
    silence = events.onEvent(this::pump);
    beat();
    write(": events of this node, resume with Last-Event-ID\nretry: 1000\n\n");
    pump();
  }

  private void beat() {
    heartbeat =
        timers.after(
            HEARTBEAT,
            () -> {
              beat();
              write(": still here\n\n");
            });
  }

  private void pump() {
    boolean more = true;
    while (more && !closed && !response.writeQueueFull()) {
      var page = events.feed().since(cursor, BATCH);
      page.gap().ifPresent(gap -> write(events.form().of(gap)));
      page.entries().forEach(entry -> write(events.form().of(entry)));
      cursor = page.cursor();
      more = page.more();
    }
  }

  /** JSON has no line ends of its own, so one data line holds it. */
  private void write(JsonObject event) {
    write(
        "id: "
            + event.getString("id")
            + "\nevent: "
            + event.getString("type")
            + "\ndata: "
            + event.encode()
            + "\n\n");
  }

  private void write(String text) {
    if (!closed) {
      response.write(text).onFailure(gone -> close());
    }
  }

  /** Ends it: its reader may not know more. */
  void end() {
    close();
    response.end().onFailure(gone -> response.reset());
  }

  private void close() {
    closed = true;
    forget.run();
    silence.run();
    heartbeat.cancel();
  }
}
