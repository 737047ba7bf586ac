package io.hnswitch.script;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told about a script: what it said and what failed, kept over its runs. Its methods may be
 * called from any thread.
 */
final class ScriptRecord {

  static final int LINES_MAX = 20;

  /** Of one line, in characters. */
  static final int LENGTH_MAX = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(ScriptRecord.class);

  private final String name;
  private final Deque<JsonObject> lines = new ArrayDeque<>();
  private long starts;
  private long events;
  private long failures;
  private String failure = "";

  ScriptRecord(String name) {
    this.name = name;
  }

  /** The script said something. */
  void said(String text, long atMillis) {
    var line = shorten(text.replaceAll("\\s*\\R\\s*", " | "));
    LOG.info("script {}: {}", name, line);
    synchronized (this) {
      if (lines.size() == LINES_MAX) {
        lines.removeFirst();
      }
      lines.addLast(new JsonObject().put("time", time(atMillis)).put("line", line));
    }
  }

  /** A piece of the script threw something. */
  void failed(Throwable cause) {
    var text = shorten(Places.text(cause, name));
    LOG.warn("script {} failed: {}", name, text);
    LOG.debug("script {} failed", name, cause);
    synchronized (this) {
      failures++;
      failure = text;
    }
  }

  synchronized void started() {
    starts++;
  }

  synchronized void happened() {
    events++;
  }

  private static String shorten(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "...";
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  synchronized JsonObject view() {
    var view =
        new JsonObject().put("starts", starts).put("events", events).put("failures", failures);
    return failure.isEmpty() ? view : view.put("lastFailure", failure);
  }

  synchronized JsonArray lines() {
    return new JsonArray(List.copyOf(lines));
  }
}
