package io.hnswitch.api;

import io.hnswitch.bus.RefusedException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Why a request failed, as RFC 9457 has it.
 *
 * @param type stable URI reference, {@code /problems/<code>}
 * @param title the kind of problem in a few words
 * @param status HTTP status and bus failure code
 * @param detail what is wrong this time, with names and values
 * @param code slug of the kind
 * @param errors one for each place in the request, may be empty
 */
public record Problem(
    String type, String title, int status, String detail, String code, List<Error> errors) {

  /**
   * One place in a request or lab file.
   *
   * @param pointer JSON Pointer (RFC 6901) to it
   * @param suggestion what may have been meant; empty when there is no guess
   * @param line in a text, from 1; 0 when there is none
   * @param column in a text, from 1; 0 when there is none
   */
  public record Error(String pointer, String detail, String suggestion, int line, int column) {

    JsonObject toJson() {
      var json = new JsonObject().put("pointer", pointer).put("detail", detail);
      if (!suggestion.isEmpty()) {
        json.put("suggestion", suggestion);
      }
      if (line > 0) {
        json.put("line", line).put("column", column);
      }
      return json;
    }

    static Error of(JsonObject json) {
      return new Error(
          json.getString("pointer", ""),
          json.getString("detail", ""),
          json.getString("suggestion", ""),
          json.getInteger("line", 0),
          json.getInteger("column", 0));
    }
  }

  public Problem {
    errors = List.copyOf(errors);
  }

  public static Problem of(ProblemCode code, String detail) {
    return of(code, detail, List.of());
  }

  public static Problem of(ProblemCode code, String detail, List<Error> errors) {
    return new Problem(
        "/problems/" + code.slug(), code.title(), code.status(), detail, code.slug(), errors);
  }

  /** The problem behind the failure of a request, whether to a device or to a public address. */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException problem -> problem.problem();
      case RefusedException refused -> of(ProblemCode.of(refused.reason()), refused.getMessage());
      case ReplyException reply -> ofReply(reply);
      default -> of(ProblemCode.INTERNAL, text(failure));
    };
  }

  private static Problem ofReply(ReplyException reply) {
    return switch (reply.failureType()) {
      case TIMEOUT -> of(ProblemCode.PEER_TIMEOUT, text(reply));
      case NO_HANDLERS -> of(ProblemCode.UNAVAILABLE, text(reply));
      case RECIPIENT_FAILURE, ERROR ->
          parse(text(reply)).orElseGet(() -> of(ProblemCode.DEVICE_FAILED, text(reply)));
    };
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** Reads what {@link #toJson} wrote; empty when the text is anything else. */
  public static Optional<Problem> parse(String text) {
    try {
      return parse(new JsonObject(text));
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  /** As {@link #parse(String)}. */
  public static Optional<Problem> parse(JsonObject json) {
    try {
      if (json.getString("code") == null || json.getInteger("status") == null) {
        return Optional.empty();
      }
      var errors =
          json.getJsonArray("errors", new JsonArray()).stream()
              .map(error -> Error.of((JsonObject) error))
              .toList();
      return Optional.of(
          new Problem(
              json.getString("type", ""),
              json.getString("title", ""),
              json.getInteger("status"),
              json.getString("detail", ""),
              json.getString("code"),
              errors));
    } catch (ClassCastException e) {
      return Optional.empty();
    }
  }

  /** The body of {@code application/problem+json}. */
  public JsonObject toJson() {
    var json =
        new JsonObject()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("code", code);
    if (!errors.isEmpty()) {
      var list = new JsonArray();
      errors.forEach(error -> list.add(error.toJson()));
      json.put("errors", list);
    }
    return json;
  }

  /** A failure that carries this problem. */
  public ProblemException exception() {
    return new ProblemException(this);
  }
}
