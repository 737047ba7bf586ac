package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Writes JSON and problems as HTTP answers. */
final class Answers {

  private Answers() {}

  /** The answer of an operation; a revision in it is the entity tag. */
  static void ok(HttpServerResponse response, JsonObject answer) {
    if (answer.getValue("revision") instanceof Number revision) {
      response.putHeader(HttpHeaders.ETAG, "\"" + revision.longValue() + "\"");
    }
    json(response, "application/json", answer);
  }

  /** A JSON document that is no answer of an operation. */
  static void document(HttpServerResponse response, JsonObject document) {
    json(response, "application/json", document);
  }

  /** A failure as RFC 9457 has it. */
  static void problem(HttpServerResponse response, Problem problem) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      // A stream that has begun cannot say what went wrong; ending it short does.
      response.reset();
      return;
    }
    response.setStatusCode(problem.status());
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"hnswitch\"");
    }
    json(response, "application/problem+json", problem.toJson());
  }

  /** As {@link #problem}, for who may try again after a while. */
  static void problem(HttpServerResponse response, Problem problem, Duration left) {
    if (left.isPositive() && !response.headWritten()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds(left)));
    }
    problem(response, problem);
  }

  /** Whole seconds, rounded up. */
  static long seconds(Duration left) {
    return left.plusNanos(999_999_999).toSeconds();
  }

  private static void json(HttpServerResponse response, String type, JsonObject body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.toBuffer())
        .onFailure(gone -> response.reset());
  }
}
