package io.hnswitch.script;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What a script is given: the node, as any client knows it. A script is a class with {@code void
 * start(Script node)} and, if it likes, {@code void stop()}.
 *
 * <p>All of a script runs on virtual threads, one piece at a time. While a piece waits, by {@code
 * await()} of a {@link Future} or by {@link #sleep}, other pieces of the same script may run; what
 * is in fields may have changed afterwards.
 *
 * <p>A script may have 64 requests without an answer, 500 requests a second, 100 registrations for
 * events and 100 timers; more is a {@link Problem} with the code {@code too-many-requests}.
 */
public interface Script {

  /** A piece of a script. What it throws is logged and counted, and ends nothing else. */
  @FunctionalInterface
  interface Task {
    /** Does it. */
    void run() throws Exception;
  }

  /** A piece of a script that an event starts. */
  @FunctionalInterface
  interface Handler {
    /** Something happened. */
    void handle(Event event) throws Exception;
  }

  /** Something that goes on until it is cancelled. */
  @FunctionalInterface
  interface Registration {
    /** Ends it; does no harm when it has ended. */
    void cancel();
  }

  /**
   * Something happened in the node.
   *
   * @param id grows with each event of a node
   * @param type like {@code hnswitch.nic.path-changed}; {@code hnswitch.gap} for events that a slow
   *     script has missed
   * @param subject id of the object it happened to, like {@code a:hn0}
   */
  record Event(String id, String type, String subject, JsonObject data) {

    /** A member of the data as text; empty when it is not there. */
    public String text(String name) {
      var value = data.getValue(name);
      return value == null ? "" : value.toString();
    }
  }

  /** The node has refused something; the message says what and why. */
  final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    Problem(String code, String message) {
      super(message);
      this.code = code;
    }

    /** What kind of refusal, like {@code no-vf-free}. */
    public String code() {
      return code;
    }
  }

  /** The name of this script, which is its file's without {@code .java}. */
  String name();

  /** {@code name}, {@code role}, and {@code since}: when it was started, like an event's time. */
  JsonObject info();

  /**
   * Asks for an operation of the catalogue, like {@code vf.attach}.
   *
   * @return the answer with {@code revision} and {@code data}; a refusal is a {@link Problem}
   */
  Future<JsonObject> request(String operation, JsonObject request);

  /** Asks for an operation that needs to be told nothing, like {@code nic.list}. */
  default Future<JsonObject> request(String operation) {
    return request(operation, new JsonObject());
  }

  /** Does something at each event of a kind, like {@code nic}; {@code all} stands for every one. */
  Registration on(String kind, Handler handler);

  /** Does something at each event of one object, like {@code nic} and {@code a:hn0}. */
  Registration on(String kind, String id, Handler handler);

  /**
   * Does something once, later.
   *
   * @param delay up to a year
   */
  Registration after(Duration delay, Task task);

  /**
   * Does something again and again.
   *
   * @param pause before the first time, and from the end of one time to the beginning of the next;
   *     1 ms to a year
   */
  Registration every(Duration pause, Task task);

  /**
   * Waits, while other pieces of the script may run.
   *
   * @param time up to a year
   */
  void sleep(Duration time);

  /** Writes a line to the node's log, and into what {@code script.get} shows. */
  void log(String line);
}
