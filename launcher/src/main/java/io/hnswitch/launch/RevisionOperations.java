package io.hnswitch.launch;

import io.hnswitch.api.Names;
import io.hnswitch.api.Request;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.lab.LabWriter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code lab.undo}, {@code lab.checkpoint}, {@code lab.restore} and {@code lab.revisions}. */
final class RevisionOperations {

  static final String NAME = "[a-z][a-z0-9-]{0,39}";

  private static final int DIGEST_DIGITS = 16;

  private final LabState state;
  private final LabRunner runner;

  RevisionOperations(LabState state, LabRunner runner) {
    this.state = state;
    this.runner = runner;
  }

  void addTo(Map<String, Function<Request, Future<?>>> handlers) {
    handlers.put("lab.undo", this::undo);
    handlers.put("lab.checkpoint", this::checkpoint);
    handlers.put("lab.restore", this::restore);
    handlers.put("lab.revisions", this::revisions);
  }

  private Future<JsonObject> undo(Request request) {
    state.require(request);
    return goBack(
        request,
        state.history().undoTarget(),
        () -> runner.undo(Cause.of(request), () -> state.require(request)));
  }

  private Future<JsonObject> restore(Request request) {
    state.require(request);
    var name = request.findText("name");
    var number = request.findNumber("revision");
    if (name.isPresent() == number.isPresent()) {
      throw Names.invalid("", "lab.restore needs either name or revision");
    }
    Supplier<LabRevision> wanted =
        () ->
            name.map(state.history()::checkpoint)
                .orElseGet(() -> state.history().revision(number.orElseThrow()));
    return goBack(
        request,
        wanted.get(),
        () -> runner.restore(wanted, Cause.of(request), () -> state.require(request)));
  }

  /**
   * @param earlier as far as is known before it is this change's turn
   */
  private Future<JsonObject> goBack(
      Request request, LabRevision earlier, Supplier<Future<LabRevision>> change) {
    boolean dry = request.flag("dryRun");
    var plan = LabOperations.plan(state.spec(), earlier.lab()).put("applied", !dry);
    if (dry) {
      return Future.succeededFuture(plan.put("of", earlier.number()));
    }
    return change
        .get()
        .map(
            now -> {
              plan.put("revision", now.number());
              return now.of() == LabRevision.NONE ? plan : plan.put("of", now.of());
            });
  }

  private Future<JsonObject> checkpoint(Request request) {
    state.require(request);
    var name = request.text("name");
    if (!name.matches(NAME)) {
      throw Names.invalid("/name", "name must match " + NAME + ", not \"" + name + "\"");
    }
    state.history().requireRoom(name);
    boolean dry = request.flag("dryRun");
    Future<Void> marked =
        dry ? Future.succeededFuture() : runner.checkpoint(name, () -> state.require(request));
    return marked.map(
        done ->
            new JsonObject()
                .put("name", name)
                .put("revision", state.revision())
                .put("applied", !dry));
  }

  private Future<JsonObject> revisions(Request request) {
    int limit = (int) request.number("limit", 1, LabHistory.KEPT, LabHistory.KEPT);
    long cursor = request.number("cursor", 0, Long.MAX_VALUE, Long.MAX_VALUE);
    var older =
        state.history().all().stream().filter(one -> one.number() < cursor).limit(limit + 1L);
    var found = older.toList();
    var page = found.subList(0, Math.min(limit, found.size()));
    var answer =
        new JsonObject()
            .put("current", state.revision())
            .put("kept", state.saver().path().isPresent())
            .put("more", found.size() > page.size());
    if (!page.isEmpty()) {
      answer.put("cursor", page.getLast().number());
    }
    var names = page.stream().map(state.history()::checkpointsOf).toList();
    return runner.aside(() -> list(page, names)).map(list -> answer.put("revisions", list));
  }

  private static JsonArray list(List<LabRevision> page, List<List<String>> names) {
    var list = new JsonArray();
    for (int i = 0; i < page.size(); i++) {
      list.add(json(page.get(i)).put("checkpoints", new JsonArray(names.get(i))));
    }
    return list;
  }

  private static JsonObject json(LabRevision revision) {
    var json =
        new JsonObject()
            .put("revision", revision.number())
            .put("time", revision.time().toString())
            .put("operation", revision.cause().operation())
            .put("lab", revision.lab().metadata().name())
            .put("digest", digest(revision.lab()))
            .put("summary", revision.summary());
    if (!revision.cause().by().isEmpty()) {
      json.put("by", revision.cause().by());
    }
    if (revision.before() != LabRevision.NONE) {
      json.put("before", revision.before());
    }
    if (revision.of() != LabRevision.NONE) {
      json.put("of", revision.of());
    }
    return json;
  }

  /** The same for equal labs. */
  private static String digest(LabSpec lab) {
    return StateFile.digest(LabWriter.json(lab)).substring(0, DIGEST_DIGITS);
  }
}
