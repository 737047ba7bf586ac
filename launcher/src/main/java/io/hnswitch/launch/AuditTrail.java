package io.hnswitch.launch;

import io.hnswitch.api.AuditLog;
import io.hnswitch.api.AuditRecord;
import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of every change: who asked, from where, for what, and what became of it; {@code
 * audit.list}. Written down away from the event loop, when there is a place for it. Used on the
 * lab's event loop only.
 */
final class AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private static final int KEPT = 10_000;
  private static final int WAITING_MAX = 10_000;
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1000;

  private final Context context;
  private final Optional<AuditFile> file;
  private final AuditLog log = new AuditLog(KEPT);
  private List<AuditRecord> waiting = new ArrayList<>();
  private Future<Void> writing = Future.succeededFuture();
  private long unwritten;

  AuditTrail(Context context, Optional<AuditFile> file) {
    this.context = context;
    this.file = file;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("audit.list", request -> Future.succeededFuture(list(request)));
  }

  /** Goes on from what an earlier node wrote. */
  Future<Void> open() {
    return file.isEmpty()
        ? Future.succeededFuture()
        : context.executeBlocking(file.get()::read).map(this::take).recover(this::unreadable);
  }

  private Void take(AuditFile.Found found) {
    found.records().forEach(log::add);
    if (found.broken() > 0) {
      LOG.warn("{} lines are no records: {}", found.broken(), file.orElseThrow().path());
    }
    return null;
  }

  private Future<Void> unreadable(Throwable cause) {
    LOG.error("cannot read the record of changes {}", file.orElseThrow().path(), cause);
    return Future.succeededFuture();
  }

  /** Adds a record. */
  void add(AuditRecord record) {
    long times = log.add(record).record().times();
    // What is refused again and again is written when it has doubled.
    if (file.isPresent() && Long.bitCount(times) == 1) {
      write(times == 1 ? record : log.page(0, 1, one -> true).entries().getFirst().record());
    }
  }

  private void write(AuditRecord record) {
    if (waiting.size() == WAITING_MAX) {
      unwritten++;
      return;
    }
    waiting.add(record);
    if (writing.isComplete()) {
      writeWaiting();
    }
  }

  private void writeWaiting() {
    var now = waiting;
    waiting = new ArrayList<>();
    Promise<Void> done = Promise.promise();
    writing = done.future();
    context
        .executeBlocking(
            () -> {
              file.orElseThrow().append(now);
              return now;
            })
        .onComplete(
            written -> {
              if (written.failed()) {
                unwritten += now.size();
                LOG.error(
                    "{} records of changes are not written: {}",
                    unwritten,
                    file.orElseThrow().path(),
                    written.cause());
              }
              done.complete();
              if (!waiting.isEmpty()) {
                writeWaiting();
              }
            });
  }

  /** Completes when all so far is written, or could not be. */
  Future<Void> written() {
    var now = writing;
    return now.compose(done -> writing == now ? Future.succeededFuture() : written());
  }

  private JsonObject list(Request request) {
    var by = request.findText("by");
    var operation = request.findText("operation");
    var result = request.findText("result");
    long cursor = request.findNumber("cursor").orElse(0L);
    if (cursor < 0) {
      throw Names.invalid("/cursor", "a cursor is what the last page gave as next");
    }
    var page =
        log.page(
            cursor,
            (int) request.number("limit", 1, PAGE_MAX, PAGE),
            one ->
                by.map(one.caller().name()::equals).orElse(true)
                    && operation.map(one.operation()::equals).orElse(true)
                    && result.map(one.result()::equals).orElse(true));
    var records = new JsonArray();
    page.entries()
        .forEach(entry -> records.add(entry.record().toJson().put("number", entry.number())));
    var json = new JsonObject().put("records", records);
    if (page.next() > 0) {
      json.put("next", page.next());
    }
    return unwritten == 0 ? json : json.put("unwritten", unwritten);
  }
}
