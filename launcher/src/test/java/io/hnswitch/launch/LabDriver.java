package io.hnswitch.launch;

import io.hnswitch.api.Operations;
import io.hnswitch.frame.Memory;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The real devices under the public operations, with time moved by hand. A test arms a failure, and
 * one of the devices that are started next does not.
 */
final class LabDriver implements AutoCloseable {

  /** What says how it went, not how the lab is. */
  private static final Set<String> PASSING =
      Set.of(
          "counters",
          "hostCounters",
          "history",
          "reason",
          "fdb",
          "serial",
          "sinceMillis",
          "waitLeftMillis");

  private static final Duration STEP = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A VF is offered after a second, and used after two more. */
  private static final Duration SETTLING = Duration.ofSeconds(6);

  private final LabHarness harness = new LabHarness(Memory.DEFAULT_BYTES);
  private int untilFailure = -1;

  LabDriver(Path folder) {
    var real = new RealDevices(harness.lab(), new Taps(folder.resolve("taps")));
    harness.deploy(new LabVerticle(harness.lab(), failing(real), "test"));
  }

  /** The same devices, but for the one that is to fail. */
  private DeviceFactory failing(RealDevices real) {
    return new FailingDevices(real, this::failsNow);
  }

  private boolean failsNow() {
    return untilFailure >= 0 && untilFailure-- == 0;
  }

  /** The device that is started after so many others fails. */
  void arm(int others) {
    harness.onLoop(() -> untilFailure = others);
  }

  /** Nothing fails any more; true when something has. */
  boolean disarm() {
    return harness.onLoop(
        () -> {
          boolean failed = untilFailure < 0;
          untilFailure = -1;
          return failed;
        });
  }

  /** Asks, and lets time pass until there is an answer. */
  Future<JsonObject> ask(String operation, JsonObject request) {
    var answer =
        harness
            .vertx()
            .eventBus()
            .<JsonObject>request(Operations.get(operation).address(), request)
            .map(message -> message.body());
    // A file is read on another thread, which takes real time.
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answer.isComplete() && System.nanoTime() < end) {
      Thread.yield();
      harness.settle();
      if (!answer.isComplete()) {
        harness.elapse(STEP);
      }
    }
    return answer;
  }

  /** As {@link #ask}, and it must work. */
  JsonObject done(String operation, JsonObject request) {
    return harness.await(ask(operation, request));
  }

  private Object data(String operation) {
    return done(operation, new JsonObject()).getValue("data");
  }

  /** Everything that says how the lab is, once what was begun has ended. */
  String snapshot() {
    harness.elapse(SETTLING);
    var all = new JsonObject();
    for (var operation :
        List.of("lab.export", "nic.list", "vf.list", "switch.list", "adapter.list")) {
      all.put(operation, lasting(data(operation)));
    }
    var text = all.encodePrettily();
    // Which of its VFs an adapter gives is its own choice, not the lab's.
    for (var vf : all.getJsonArray("vf.list")) {
      var one = (JsonObject) vf;
      var chosen = '"' + one.getString("id") + '"';
      text =
          text.replace(
              chosen, "\"" + one.getString("adapter") + " for " + one.getString("nic") + '"');
    }
    return text;
  }

  private static Object lasting(Object value) {
    return switch (value) {
      case JsonObject object -> {
        var lasting = new JsonObject();
        object.fieldNames().stream()
            .sorted()
            .filter(name -> !PASSING.contains(name))
            .forEach(name -> lasting.put(name, lasting(object.getValue(name))));
        yield lasting;
      }
      case JsonArray array -> ordered(array.stream().map(LabDriver::lasting).toList());
      case null -> "null";
      default -> value;
    };
  }

  /** VFs by the NICs that they are for, ports by name: they come in the order of their making. */
  private static JsonArray ordered(List<?> values) {
    return new JsonArray(
        values.stream()
            .sorted(
                Comparator.comparing(
                    one ->
                        one instanceof JsonObject object
                            ? object.getString("nic", object.getString("name", ""))
                            : ""))
            .toList());
  }

  /** Devices take their leave of each other, which takes time that only a test moves. */
  @Override
  public void close() {
    disarm();
    done("lab.destroy", new JsonObject());
    harness.close();
  }
}
