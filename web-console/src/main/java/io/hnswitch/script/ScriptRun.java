package io.hnswitch.script;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.console.InnerClient;
import io.hnswitch.console.InnerFace;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of a script, from its start to its stop. What does not end by itself is given up after a
 * while: it can do nothing to the node any more. Used on the console's event loop.
 */
final class ScriptRun {

  /** A start that goes on for longer counts as one that goes on as long as the script. */
  static final Duration START_MAX = Duration.ofSeconds(2);

  /** For the script's own {@code stop}. */
  static final Duration STOP_MAX = Duration.ofSeconds(2);

  /** For what is interrupted behind that. */
  static final Duration END_MAX = Duration.ofSeconds(1);

  /** Without letting go, until it is warned about. */
  static final Duration HOLD_MAX = Duration.ofSeconds(5);

  private final CompiledScript code;
  private final InnerFace face;
  private final ScriptRecord journal;
  private final Consumer<Throwable> broken;
  private final Lane lane;
  private final InnerClient client;
  private final ScriptTimers timers;
  private final ScriptNode node;
  private final ScriptLoader loader;
  private final Promise<Void> begun = Promise.promise();
  private final Promise<Void> gone = Promise.promise();
  private final long startMillis;
  private long probeNanos;
  private boolean probing;
  private boolean warned;
  private Optional<Future<Boolean>> stopping = Optional.empty();
  private Optional<Future<Boolean>> ending = Optional.empty();
  private volatile Optional<Object> instance = Optional.empty();

  /**
   * @param context for this run alone
   * @param broken told when its {@code start} fails after it counted as begun
   */
  ScriptRun(
      CompiledScript code,
      InnerFace face,
      ContextInternal context,
      ScriptSettings settings,
      ScriptRecord journal,
      Consumer<Throwable> broken) {
    this.code = code;
    this.face = face;
    this.journal = journal;
    this.broken = broken;
    startMillis = face.timers().epochMillis();
    loader = new ScriptLoader(code);
    lane = new Lane(code.name(), context, journal::failed);
    client = face.connect("script:" + code.name(), settings.role(), this::happened);
    timers = new ScriptTimers(face, lane);
    var info =
        new JsonObject()
            .put("name", code.name())
            .put("role", settings.roleSlug())
            .put("since", ScriptRecord.time(startMillis));
    node = new ScriptNode(info, lane, client, timers, journal, () -> face.timers().epochMillis());
  }

  private void happened(String address, JsonObject event) {
    node.happened(address, event);
  }

  /**
   * Starts it.
   *
   * @return done when its {@code start} has ended or goes on for long; fails with what it threw
   */
  Future<Void> start() {
    Timers.Timer patience = face.timers().after(START_MAX, begun::tryComplete);
    lane.run(
        () -> {
          try {
            enter();
            face.run(begun::tryComplete);
          } catch (Throwable e) {
            // Told to whoever starts it, or to the owner when that is long ago.
            face.run(() -> failed(e));
          }
        },
        () -> {});
    return begun.future().onComplete(done -> patience.cancel());
  }

  /** On a thread of the script: what is in its classes may take any time. */
  private void enter() throws Throwable {
    var type = Class.forName(code.main(), true, loader);
    try {
      var start = type.getDeclaredMethod("start", Script.class);
      start.setAccessible(true);
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      var made = constructor.newInstance();
      instance = Optional.of(made);
      start.invoke(made, node);
    } catch (NoSuchMethodException e) {
      throw Problem.of(
              ProblemCode.SCRIPT_FAILED,
              "a script has a method void start(Script), and a constructor without parameters if"
                  + " any; there is no "
                  + e.getMessage())
          .exception();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void failed(Throwable cause) {
    if (!begun.tryFail(cause) && stopping.isEmpty() && ending.isEmpty()) {
      broken.accept(cause);
    }
  }

  /**
   * Stops it: its own {@code stop} first, then everything it waits for.
   *
   * @return false when it has not ended in time, and a thread of it goes on
   */
  Future<Boolean> stop() {
    if (stopping.isEmpty()) {
      stopping = Optional.of(leaveAndEnd());
    }
    return stopping.get();
  }

  private Future<Boolean> leaveAndEnd() {
    client.unlisten();
    timers.cancel();
    Promise<Void> stopped = Promise.promise();
    Timers.Timer patience = face.timers().after(STOP_MAX, stopped::tryComplete);
    lane.run(this::leave, () -> face.run(stopped::tryComplete));
    return stopped.future().onComplete(done -> patience.cancel()).compose(done -> end());
  }

  private void leave() throws Exception {
    if (instance.isEmpty()) {
      return;
    }
    try {
      var stop = instance.get().getClass().getDeclaredMethod("stop");
      stop.setAccessible(true);
      stop.invoke(instance.get());
    } catch (NoSuchMethodException e) {
      return; // It needs none.
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception exception ? exception : e;
    }
  }

  /**
   * Ends it without its own {@code stop}.
   *
   * @return as {@link #stop}
   */
  Future<Boolean> end() {
    if (ending.isEmpty()) {
      ending = Optional.of(cutOff());
    }
    return ending.get();
  }

  private Future<Boolean> cutOff() {
    timers.cancel();
    Promise<Boolean> ended = Promise.promise();
    Timers.Timer patience = face.timers().after(END_MAX, () -> ended.tryComplete(false));
    var closed = lane.close();
    client.close();
    closed.onComplete(
        done ->
            face.run(
                () -> {
                  ended.tryComplete(true);
                  gone.tryComplete();
                }));
    return ended.future().onComplete(done -> patience.cancel());
  }

  /**
   * Looks whether it lets go.
   *
   * @return what to warn about, once each time it does not
   */
  Optional<String> look() {
    if (!probing) {
      probing = true;
      warned = false;
      probeNanos = face.timers().nanos();
      lane.run(() -> {}, () -> face.run(() -> probing = false));
      return Optional.empty();
    }
    if (warned || held().compareTo(HOLD_MAX) < 0) {
      return Optional.empty();
    }
    // Without a line it is not this script that holds anything: others leave it no thread.
    var place = lane.place();
    warned = place.isPresent();
    return place.map(
        line ->
            "has not let go for "
                + held().toSeconds()
                + " s, at "
                + line
                + ": nothing else of it runs meanwhile; wait by await() or sleep()");
  }

  private Duration held() {
    return Duration.ofNanos(face.timers().nanos() - probeNanos);
  }

  /** Done when nothing of it runs any more. */
  Future<Void> gone() {
    return gone.future();
  }

  ClassLoader loader() {
    return loader;
  }

  JsonObject view() {
    return new JsonObject()
        .put("since", ScriptRecord.time(startMillis))
        .put("requests", client.pending())
        .put("waiting", client.waiting())
        .put("held", warned && probing);
  }
}
