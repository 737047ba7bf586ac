package io.hnswitch.script;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.api.Operations;
import io.hnswitch.api.Problem;
import io.hnswitch.console.ConsoleSettings;
import io.hnswitch.console.ConsoleVerticle;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Scripts of a folder beside a real console, with time moved by hand. */
final class ScriptHarness implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final LabHarness harness = LabHarness.withOtherLoops();
  private final ConsoleVerticle console =
      harness.deploy(
          new ConsoleVerticle(
              harness.lab(), new ConsoleSettings("127.0.0.1", 0, "a-token-for-tests-0123456789")));
  private final Path folder;
  private ScriptsVerticle verticle;

  ScriptHarness(Path folder) {
    this.folder = folder;
  }

  /** Writes a script that its owner alone can write to. */
  ScriptHarness write(String name, String text) {
    try {
      var file = Files.writeString(folder.resolve(name + ".java"), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ScriptHarness remove(String name) {
    try {
      Files.delete(folder.resolve(name + ".java"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what is there as operators. */
  ScriptHarness run() {
    return run(Role.OPERATOR);
  }

  ScriptHarness run(Role role) {
    harness.deploy(made(role));
    return this;
  }

  /** Starts what is there, which takes until time passes. */
  Future<String> runLater(Role role) {
    return harness.vertx().deployVerticle(made(role));
  }

  private ScriptsVerticle made(Role role) {
    verticle =
        new ScriptsVerticle(harness.lab(), console, Optional.of(new ScriptSettings(folder, role)));
    return verticle;
  }

  /** The run of a script. */
  Optional<ScriptRun> run(String name) {
    return harness.await(console.inner().call(() -> Future.succeededFuture(verticle.run(name))));
  }

  LabHarness lab() {
    return harness;
  }

  ConsoleVerticle console() {
    return console;
  }

  /** An operation is answered with what was asked and by whom; it is never answered when told. */
  List<JsonObject> serve(String operation, boolean answers) {
    var asked = new CopyOnWriteArrayList<JsonObject>();
    harness
        .vertx()
        .eventBus()
        .localConsumer(
            Operations.get(operation).address(),
            (Message<JsonObject> message) -> {
              var echo =
                  new JsonObject()
                      .put("request", message.body())
                      .put("by", message.headers().get("hnswitch-principal"))
                      .put("role", message.headers().get("hnswitch-role"));
              asked.add(echo);
              if (answers) {
                message.reply(new JsonObject().put("revision", 1).put("data", echo));
              }
            });
    return asked;
  }

  Object ask(String operation, JsonObject request) {
    return harness.ask(operation, request).getValue("data");
  }

  JsonObject ask(String operation, String name) {
    return (JsonObject) ask(operation, new JsonObject().put("name", name));
  }

  /** Asks for what takes until time passes. */
  Future<JsonObject> askLater(String operation, String name) {
    return harness
        .vertx()
        .eventBus()
        .<JsonObject>request(
            Operations.get(operation).address(), new JsonObject().put("name", name))
        .map(Message::body);
  }

  JsonObject view(String name) {
    return ask("script.get", name);
  }

  Problem refusal(String operation, String name) {
    var failure = assertThrows(ReplyException.class, () -> ask(operation, name));
    return Problem.parse(failure.getMessage()).orElseThrow();
  }

  /** Looks until a script is as wanted; what is looked at happens on other threads. */
  JsonObject until(String name, Predicate<JsonObject> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    var seen = view(name);
    while (!wanted.test(seen)) {
      var last = seen;
      assertTrue(System.nanoTime() < end, () -> name + " is still " + last.encodePrettily());
      seen = view(name);
    }
    return seen;
  }

  /** Waits for a line that a script says. */
  void untilSaid(String name, String line) {
    until(name, view -> lines(view).contains(line));
  }

  /** As {@link #untilSaid}, with time passing meanwhile. */
  void untilSaidWhile(String name, String line, Duration step) {
    untilWhile(name, view -> lines(view).contains(line), step);
  }

  /** As {@link #until}, with time passing meanwhile. */
  void untilWhile(String name, Predicate<JsonObject> wanted, Duration step) {
    until(
        name,
        view -> {
          boolean is = wanted.test(view);
          if (!is) {
            elapse(step);
          }
          return is;
        });
  }

  /** Waits for a future with time passing meanwhile. */
  <T> T awaitWhile(Future<T> future, Duration step) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!future.isComplete() && System.nanoTime() < end) {
      elapse(step);
      harness.settle();
    }
    return harness.await(future);
  }

  /** A time passes once all that was asked for has begun. */
  void passes(String name, Duration time) {
    view(name); // What is asked for is taken in order.
    elapse(time);
  }

  /** Waits until the feed has had so many events. */
  void untilHappened(int events) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    var cursor = new JsonObject().put("cursor", Integer.toString(events - 1));
    while (((JsonObject) ask("event.since", cursor)).getJsonArray("events").isEmpty()) {
      assertTrue(System.nanoTime() < end, "not all events have happened");
    }
  }

  List<String> said(String name) {
    return lines(view(name));
  }

  private static List<String> lines(JsonObject view) {
    return objects(view.getJsonArray("log")).map(one -> one.getString("line")).toList();
  }

  static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  /** Types of the events about a script until now. */
  List<String> events(String name) {
    var page = (JsonObject) ask("event.since", new JsonObject());
    return objects(page.getJsonArray("events"))
        .filter(one -> one.getString("subject").equals(name))
        .map(one -> one.getString("type").replace("hnswitch.script.", ""))
        .toList();
  }

  void happen(String type, String subject, Map<String, Object> data) {
    harness.bus().publish(type, subject, data);
  }

  void elapse(Duration time) {
    harness.timers().elapse(time);
  }

  @Override
  public void close() {
    harness.close();
  }
}
