package io.hnswitch.script;

import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.console.InnerClient;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The node, as one run of a script sees it. */
final class ScriptNode implements Script {

  private static final String EVENTS = "hnswitch.v1.evt.";

  private final JsonObject info;
  private final Lane lane;
  private final InnerClient client;
  private final ScriptTimers timers;
  private final ScriptRecord journal;
  private final Supplier<Long> clock;
  private final Map<String, List<Handler>> handlers = new ConcurrentHashMap<>();
  private final AtomicInteger registrations = new AtomicInteger();

  /**
   * @param info with the name of the script
   * @param clock milliseconds since 1970
   */
  ScriptNode(
      JsonObject info,
      Lane lane,
      InnerClient client,
      ScriptTimers timers,
      ScriptRecord journal,
      Supplier<Long> clock) {
    this.info = info;
    this.lane = lane;
    this.client = client;
    this.timers = timers;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public String name() {
    return info.getString("name");
  }

  @Override
  public JsonObject info() {
    return info.copy();
  }

  @Override
  public Future<JsonObject> request(String operation, JsonObject request) {
    // The answer comes from another thread; the line of the script that asked is this one.
    var here = Thread.currentThread().getStackTrace();
    var promise = lane.<JsonObject>promise();
    client
        .request(operation, request)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                promise.complete(done.result());
              } else {
                var problem = problem(operation + ": ", io.hnswitch.api.Problem.of(done.cause()));
                problem.setStackTrace(here);
                promise.fail(problem);
              }
            });
    return promise.future();
  }

  private static Script.Problem problem(String what, io.hnswitch.api.Problem problem) {
    return new Script.Problem(
        problem.code(), what + problem.detail() + " [" + problem.code() + "]");
  }

  private static <T> T orProblem(Supplier<T> action) {
    try {
      return action.get();
    } catch (ProblemException e) {
      throw problem("", e.problem());
    }
  }

  @Override
  public Registration on(String kind, Handler handler) {
    return orProblem(() -> listen(EVENTS + kind, handler));
  }

  @Override
  public Registration on(String kind, String id, Handler handler) {
    return on(kind + "." + id, handler);
  }

  private Registration listen(String address, Handler handler) {
    if (registrations.incrementAndGet() > InnerClient.REGISTRATIONS_MAX) {
      registrations.decrementAndGet();
      throw io.hnswitch.api.Problem.of(
              ProblemCode.TOO_MANY_REQUESTS,
              "there are " + InnerClient.REGISTRATIONS_MAX + " registrations already")
          .exception();
    }
    client.listen(address);
    handlers.computeIfAbsent(address, first -> new CopyOnWriteArrayList<>()).add(handler);
    return () -> unlisten(address, handler);
  }

  private void unlisten(String address, Handler handler) {
    var all = handlers.getOrDefault(address, List.of());
    if (all.remove(handler)) {
      registrations.decrementAndGet();
      if (all.isEmpty()) {
        client.unlisten(address);
      }
    }
  }

  /** An event came, on the console's event loop. */
  void happened(String address, JsonObject json) {
    var event =
        new Event(
            json.getString("id"),
            json.getString("type"),
            json.getString("subject"),
            json.getJsonObject("data").copy());
    journal.happened();
    var all = List.copyOf(handlers.getOrDefault(address, List.of()));
    if (all.isEmpty()) {
      client.taken();
      return;
    }
    var left = new AtomicInteger(all.size());
    for (var handler : all) {
      lane.run(
          () -> handler.handle(event),
          () -> {
            if (left.decrementAndGet() == 0) {
              client.taken();
            }
          });
    }
  }

  @Override
  public Registration after(Duration delay, Task task) {
    return orProblem(() -> timers.after(delay, task));
  }

  @Override
  public Registration every(Duration pause, Task task) {
    return orProblem(() -> timers.every(pause, task));
  }

  @Override
  public void sleep(Duration time) {
    orProblem(
        () -> {
          timers.sleep(time);
          return true;
        });
  }

  @Override
  public void log(String line) {
    journal.said(line, clock.get());
  }
}
