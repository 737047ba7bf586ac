package io.hnswitch.api;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** A change whose asker did not wait for it. Used on one event loop only. */
final class RunningOperation {

  private final String id;
  private final String operation;
  private final String by;
  private final long beganMillis;
  private Optional<Runnable> cancel = Optional.empty();
  private State state = State.RUNNING;
  private long endedMillis;
  private JsonObject outcome = new JsonObject();

  /** What became of it. */
  enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  RunningOperation(String id, String operation, String by, long beganMillis) {
    this.id = id;
    this.operation = operation;
    this.by = by;
    this.beganMillis = beganMillis;
  }

  String id() {
    return id;
  }

  State state() {
    return state;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /** From here on it can be cancelled, by this. */
  void cancelBy(Runnable action) {
    cancel = Optional.of(action);
  }

  /** How to cancel it; empty when that is not possible now. */
  Optional<Runnable> cancel() {
    return cancel;
  }

  /** It did all. */
  void done(JsonObject answer, long atMillis) {
    end(State.DONE, answer, atMillis);
  }

  /** It did not. */
  void failed(Problem problem, long atMillis) {
    boolean cancelled = problem.code().equals(ProblemCode.CANCELLED.slug());
    end(cancelled ? State.CANCELLED : State.FAILED, problem.toJson(), atMillis);
  }

  private void end(State how, JsonObject result, long atMillis) {
    state = how;
    outcome = result;
    endedMillis = atMillis;
    cancel = Optional.empty();
  }

  /** As {@code operation.get} shows it. */
  JsonObject view() {
    var json =
        new JsonObject()
            .put("id", id)
            .put("operation", operation)
            .put("by", by)
            .put("state", ViewJson.slug(state))
            .put("began", Instant.ofEpochMilli(beganMillis).toString());
    return switch (state) {
      case RUNNING -> json.put("cancellable", cancel.isPresent());
      case DONE -> ended(json).put("answer", outcome);
      case FAILED, CANCELLED -> ended(json).put("problem", outcome);
    };
  }

  private JsonObject ended(JsonObject json) {
    return json.put("ended", Instant.ofEpochMilli(endedMillis).toString());
  }
}
