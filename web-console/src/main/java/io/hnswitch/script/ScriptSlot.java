package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** A script of the folder, with the run that it has. Used on the console's event loop. */
final class ScriptSlot {

  private final String name;
  private final ScriptRecord journal;
  private ScriptState state = ScriptState.STARTING;
  private Optional<ScriptRun> run = Optional.empty();
  private String error = "";
  private List<String> errors = List.of();
  private int leftovers;

  ScriptSlot(String name) {
    this.name = name;
    journal = new ScriptRecord(name);
  }

  String name() {
    return name;
  }

  ScriptRecord journal() {
    return journal;
  }

  ScriptState state() {
    return state;
  }

  /** The run that is there, also while it starts. */
  Optional<ScriptRun> run() {
    return run;
  }

  /** Earlier runs of which a thread still goes on. */
  int leftovers() {
    return leftovers;
  }

  void starting(ScriptRun next) {
    state = ScriptState.STARTING;
    run = Optional.of(next);
    clearError();
  }

  void running() {
    state = ScriptState.RUNNING;
  }

  void stopped() {
    state = ScriptState.STOPPED;
    run = Optional.empty();
    clearError();
  }

  private void clearError() {
    error = "";
    errors = List.of();
  }

  /** A run of it is over, and so is the script until it is started again. */
  void failed(String reason) {
    state = ScriptState.FAILED;
    run = Optional.empty();
    error = reason;
    errors = List.of();
  }

  /** There are no new classes; a run that is there goes on. */
  void refused(Problem problem) {
    error = problem.detail();
    errors = problem.errors().stream().map(Problem.Error::detail).toList();
    if (run.isEmpty()) {
      state = ScriptState.FAILED;
    }
  }

  /** A thread of an earlier run goes on until it is told to be gone. */
  void left(ScriptRun earlier) {
    leftovers++;
    earlier.gone().onComplete(done -> leftovers--);
  }

  /** For lists. */
  JsonObject summary() {
    var view = new JsonObject().put("name", name).put("state", state.slug());
    if (!error.isEmpty()) {
      view.put("error", error);
    }
    view.mergeIn(journal.view());
    run.ifPresent(one -> view.mergeIn(one.view()));
    if (leftovers > 0) {
      view.put("leftovers", leftovers);
    }
    return view;
  }

  /** Everything. */
  JsonObject view() {
    return summary().put("errors", new JsonArray(errors)).put("log", journal.lines());
  }
}
