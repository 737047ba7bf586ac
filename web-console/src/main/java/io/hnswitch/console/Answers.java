package io.hnswitch.console;

import io.hnswitch.api.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Writes JSON and problems as HTTP answers. */
final class Answers {

  private static final String REQUEST_ID = "X-Request-Id";

  private Answers() {}

  /** Gives the answer, whatever it will be, the id of its request. */
  static void name(HttpServerResponse response, String requestId) {
    response.putHeader(REQUEST_ID, requestId);
  }

  /** The id of the request; empty when it has none. */
  static String requestId(HttpServerResponse response) {
    var id = response.headers().get(REQUEST_ID);
    return id == null ? "" : id;
  }

  /**
   * The answer of an operation; a revision in it is the entity tag, and one that goes on without
   * the client is accepted.
   */
  static void ok(HttpServerResponse response, JsonObject answer) {
    if (answer.getValue("operation") instanceof String id) {
      response.setStatusCode(202).putHeader(HttpHeaders.LOCATION, "/api/v1/operations/" + id);
    }
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
    var json = problem.toJson();
    var id = requestId(response);
    json(response, "application/problem+json", id.isEmpty() ? json : json.put("requestId", id));
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
