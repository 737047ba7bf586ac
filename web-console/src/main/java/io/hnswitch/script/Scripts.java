package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.bus.Lab;
import io.hnswitch.console.InnerFace;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which scripts run. One change at a time; used on the console's event loop. A failure of a script
 * is told by its slot, the log and an event, and concerns no other script.
 */
final class Scripts {

  /** Changes that wait for their turn; further ones are refused. */
  static final int CHANGES_MAX = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Scripts.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Lab lab;
  private final InnerFace face;
  private final ScriptSettings settings;
  private final ScriptFolder folder;
  private final Map<String, ScriptSlot> slots = new TreeMap<>();
  private Future<?> lastChange = Future.succeededFuture();
  private Future<?> lastCompiled = Future.succeededFuture();
  private Timers.Timer nextLook = () -> {};
  private int changes;
  private boolean closed;

  Scripts(Lab lab, InnerFace face, ScriptSettings settings, ScriptFolder folder) {
    this.lab = lab;
    this.face = face;
    this.settings = settings;
    this.folder = folder;
  }

  /**
   * Starts all there are.
   *
   * @return fails when the folder is not one that scripts are run from
   */
  Future<Void> open() {
    nextLook = face.timers().after(LOOK, this::look);
    return alone(() -> loadAll(slot -> load(slot).otherwiseEmpty().mapEmpty()));
  }

  /** Stops all; their time to end is bounded. */
  Future<Void> close() {
    closed = true;
    nextLook.cancel();
    var running = slots.values().stream().filter(slot -> slot.run().isPresent()).toList();
    return Future.join(running.stream().map(this::end).toList()).mapEmpty();
  }

  JsonArray list() {
    var all = new JsonArray();
    slots.values().forEach(slot -> all.add(slot.summary()));
    return all;
  }

  JsonObject get(String name) {
    var slot = slot(name);
    return slot.view()
        .put("role", settings.roleSlug())
        .put("file", folder.file(slot.name()).toString());
  }

  private ScriptSlot slot(String name) {
    var slot = slots.get(name);
    if (slot == null) {
      throw unknown(name);
    }
    return slot;
  }

  private static RuntimeException unknown(String name) {
    return Problem.of(ProblemCode.NOT_FOUND, "there is no script \"" + name + "\"").exception();
  }

  Future<JsonObject> start(String name) {
    return alone(
        () -> {
          var slot = slot(name);
          if (slot.run().isPresent()) {
            throw conflict(name + " runs already; reload replaces it");
          }
          return load(slot).map(done -> get(name));
        });
  }

  Future<JsonObject> stop(String name) {
    return alone(
        () -> {
          var slot = slot(name);
          if (slot.run().isEmpty()) {
            throw conflict(name + " does not run: it is " + slot.state().slug());
          }
          return end(slot).map(done -> get(name));
        });
  }

  /** Replaces one, or starts it; one that does not compile replaces nothing. */
  Future<JsonObject> reload(String name) {
    return alone(
        () ->
            names()
                .compose(
                    names -> {
                      if (!names.contains(name) && !slots.containsKey(name)) {
                        throw unknown(name);
                      }
                      return load(slots.computeIfAbsent(name, ScriptSlot::new));
                    })
                .map(done -> get(name)));
  }

  /**
   * Makes the scripts what the folder has. Those that somebody has stopped stay so.
   *
   * @return all, also those that have failed
   */
  Future<JsonArray> reload() {
    return alone(
        () ->
            loadAll(
                    slot ->
                        slot.state() == ScriptState.STOPPED
                            ? Future.succeededFuture()
                            : load(slot).otherwiseEmpty().mapEmpty())
                .map(done -> list()));
  }

  private Future<List<String>> names() {
    return face.aside(folder::names);
  }

  private Future<Void> loadAll(Function<ScriptSlot, Future<?>> load) {
    return names()
        .compose(
            names -> {
              names.forEach(name -> slots.computeIfAbsent(name, ScriptSlot::new));
              var all = List.copyOf(slots.values());
              return Future.join(
                  all.stream()
                      .map(slot -> names.contains(slot.name()) ? load.apply(slot) : forget(slot))
                      .toList());
            })
        .mapEmpty();
  }

  /** Its file is gone. */
  private Future<?> forget(ScriptSlot slot) {
    Future<?> ended = slot.run().isEmpty() ? Future.succeededFuture() : end(slot);
    return ended.onComplete(done -> slots.remove(slot.name()));
  }

  /** Compiles it, and only then replaces what runs. */
  private Future<Void> load(ScriptSlot slot) {
    if (slot.leftovers() > 0) {
      return Future.failedFuture(
          conflict(slot.name() + " cannot start: a thread of an earlier run has not ended"));
    }
    return compile(slot.name())
        .recover(
            cause -> {
              var problem = Problem.of(cause);
              slot.refused(problem);
              return tellFailure(slot, problem.detail(), cause);
            })
        .compose(code -> slot.run().isEmpty() ? begin(slot, code, "started") : replace(slot, code));
  }

  /** One after the other: a compiler takes memory. */
  private Future<CompiledScript> compile(String name) {
    var next =
        lastCompiled.transform(done -> face.aside(() -> ScriptCompiler.compile(folder.read(name))));
    lastCompiled = next;
    return next;
  }

  private Future<Void> replace(ScriptSlot slot, CompiledScript code) {
    var old = slot.run().orElseThrow();
    return old.stop()
        .compose(
            ended -> {
              check(slot, old, ended);
              return ended ? begin(slot, code, "reloaded") : stuck(slot);
            });
  }

  /** A second one would take a second thread from the other scripts. */
  private Future<Void> stuck(ScriptSlot slot) {
    var reason = "the run before does not end, so no new one is started";
    slot.failed(reason);
    return tellFailure(slot, reason, conflict(slot.name() + " is not replaced: " + reason));
  }

  private Future<Void> begin(ScriptSlot slot, CompiledScript code, String word) {
    if (closed) {
      return Future.failedFuture(conflict("no script is started any more: the node ends"));
    }
    var context = ((VertxInternal) lab.vertx()).createVirtualThreadContext();
    var runs = new ScriptRun[1];
    var run =
        new ScriptRun(
            code, face, context, settings, slot.journal(), cause -> broken(slot, runs[0], cause));
    runs[0] = run;
    slot.starting(run);
    slot.journal().started();
    return run.start()
        .onSuccess(
            done -> {
              slot.running();
              tell(slot, word, Map.of("role", settings.roleSlug()));
            })
        .recover(cause -> run.end().transform(ended -> failed(slot, run, cause, ended.result())));
  }

  /** Its start went on for long, and then failed. */
  private void broken(ScriptSlot slot, ScriptRun run, Throwable cause) {
    run.end()
        .compose(ended -> failed(slot, run, cause, ended))
        .onFailure(told -> LOG.debug("script {} is over", slot.name()));
  }

  private Future<Void> failed(ScriptSlot slot, ScriptRun run, Throwable cause, boolean ended) {
    check(slot, run, ended);
    var reason = Places.text(cause, slot.name());
    if (slot.run().filter(run::equals).isPresent()) {
      slot.failed(reason);
    }
    var problem = Problem.of(ProblemCode.SCRIPT_FAILED, reason);
    return tellFailure(slot, reason, problem.exception());
  }

  private Future<Void> end(ScriptSlot slot) {
    var run = slot.run().orElseThrow();
    return run.stop()
        .map(
            ended -> {
              check(slot, run, ended);
              slot.stopped();
              tell(slot, "stopped", Map.of("ended", ended));
              return null;
            });
  }

  private void check(ScriptSlot slot, ScriptRun run, boolean ended) {
    if (!ended) {
      slot.left(run);
      LOG.warn(
          "script {} does not end: a thread of it goes on, cut off from the node", slot.name());
    }
  }

  private <T> Future<T> tellFailure(ScriptSlot slot, String reason, Throwable cause) {
    boolean runs = slot.run().isPresent();
    LOG.error("script {} {}: {}", slot.name(), runs ? "stays as it was" : "does not run", reason);
    tell(slot, "failed", Map.of("reason", reason, "runs", runs));
    return Future.failedFuture(cause);
  }

  private void tell(ScriptSlot slot, String word, Map<String, Object> data) {
    if (!word.equals("failed")) {
      LOG.info("script {} {}", slot.name(), word);
    }
    lab.bus().publish("hnswitch.script." + word, slot.name(), data);
  }

  private static RuntimeException conflict(String detail) {
    return Problem.of(ProblemCode.STATE_CONFLICT, detail).exception();
  }

  private void look() {
    for (var slot : slots.values()) {
      slot.run()
          .flatMap(ScriptRun::look)
          .ifPresent(warning -> LOG.warn("script {} {}", slot.name(), warning));
    }
    nextLook = face.timers().after(LOOK, this::look);
  }

  private <T> Future<T> alone(Supplier<Future<T>> change) {
    if (changes == CHANGES_MAX) {
      return Future.failedFuture(
          Problem.of(
                  ProblemCode.TOO_MANY_REQUESTS,
                  CHANGES_MAX + " changes of scripts wait for their turn")
              .exception());
    }
    changes++;
    Future<T> next = lastChange.transform(done -> change.get()).onComplete(done -> changes--);
    lastChange = next;
    return next;
  }

  /** The run that a script has. */
  Optional<ScriptRun> run(String name) {
    return slot(name).run();
  }
}
