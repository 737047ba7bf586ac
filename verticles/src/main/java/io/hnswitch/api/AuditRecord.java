package io.hnswitch.api;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One change that somebody asked for, or was not allowed to.
 *
 * @param atMillis when it was answered, since 1970
 * @param operation name in the catalogue
 * @param request what was asked for, JSON text without secrets, shortened
 * @param result {@code done}, or the code of the problem
 * @param detail of the problem; empty when done
 * @param requestId of the request
 * @param times how often in a row; only for what was refused
 */
public record AuditRecord(
    long atMillis,
    Caller caller,
    String operation,
    String request,
    String result,
    String detail,
    String requestId,
    long times) {

  public static final String DONE = "done";

  private static final int REQUEST_CHARS_MAX = 500;
  private static final int DETAIL_CHARS_MAX = 300;

  public AuditRecord {
    request = shortened(request, REQUEST_CHARS_MAX);
    detail = shortened(detail, DETAIL_CHARS_MAX);
  }

  private static String shortened(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }

  /** A change that was made. */
  public static AuditRecord done(
      long atMillis, Caller caller, Operation operation, JsonObject request, String requestId) {
    return new AuditRecord(
        atMillis, caller, operation.name(), text(operation, request), DONE, "", requestId, 1);
  }

  /** A change that was not. */
  public static AuditRecord refused(
      long atMillis,
      Caller caller,
      Operation operation,
      JsonObject request,
      String requestId,
      Problem problem) {
    return new AuditRecord(
        atMillis,
        caller,
        operation.name(),
        text(operation, request),
        problem.code(),
        problem.detail(),
        requestId,
        1);
  }

  private static String text(Operation operation, JsonObject request) {
    var shown = new JsonObject();
    request.forEach(
        member ->
            shown.put(
                member.getKey(), operation.isSecret(member.getKey()) ? "…" : member.getValue()));
    return shown.encode();
  }

  /** The same refused once more, by the same. */
  boolean repeats(AuditRecord before) {
    return !result.equals(DONE)
        && result.equals(before.result)
        && operation.equals(before.operation)
        && caller.equals(before.caller);
  }

  /** This one in the place of one that it repeats. */
  AuditRecord after(AuditRecord before) {
    return new AuditRecord(
        atMillis,
        caller,
        operation,
        request,
        result,
        detail,
        requestId,
        Math.max(times, before.times + 1));
  }

  /** As {@code audit.list} shows it, and as it is kept. */
  public JsonObject toJson() {
    var json =
        new JsonObject()
            .put("time", Instant.ofEpochMilli(atMillis).toString())
            .put("by", caller.name())
            .put("role", caller.role())
            .put("from", caller.from())
            .put("operation", operation)
            .put("request", request)
            .put("result", result)
            .put("requestId", requestId);
    if (!detail.isEmpty()) {
      json.put("detail", detail);
    }
    return times == 1 ? json : json.put("times", times);
  }

  /**
   * Reads what {@link #toJson} gave.
   *
   * @throws RuntimeException when it is anything else
   */
  public static AuditRecord of(JsonObject json) {
    return new AuditRecord(
        Instant.parse(json.getString("time")).toEpochMilli(),
        new Caller(json.getString("by"), json.getString("role"), json.getString("from")),
        json.getString("operation"),
        json.getString("request"),
        json.getString("result"),
        json.getString("detail", ""),
        json.getString("requestId"),
        json.getLong("times", 1L));
  }
}
