package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operations;
import io.hnswitch.console.ConsoleSettings;
import io.hnswitch.console.ConsoleVerticle;
import io.hnswitch.frame.Memory;
import io.hnswitch.script.ScriptsVerticle;
import io.hnswitch.testing.LabHarness;
import io.vertx.core.Future;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that ships, inside a lab of real devices, with time moved by hand. */
class KeepVfTest {

  private static final Path ROOT = Path.of("..");
  private static final JsonObject NIC = new JsonObject().put("nic", "a:hn0");
  private static final Duration STEP = Duration.ofMillis(50);
  private static final long PATIENCE_SECONDS = 20;

  private final LabHarness harness = new LabHarness(Memory.DEFAULT_BYTES);
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    var text = Files.readString(ROOT.resolve("conf/scripts/KeepVf.java"));
    var scripts = new ScriptFolder(folder).write("KeepVf", text);
    var devices = new RealDevices(harness.lab(), new Taps(folder.resolve("taps")));
    harness.deploy(new LabVerticle(harness.lab(), devices, "test"));
    var console =
        harness.deploy(
            new ConsoleVerticle(
                harness.lab(), new ConsoleSettings("127.0.0.1", 0, "a-token-for-tests-012345")));
    await(
        ask(
            "lab.apply",
            new JsonObject().put("text", Files.readString(ROOT.resolve("docs/scripts/lab.yaml")))));
    harness.deploy(new ScriptsVerticle(harness.lab(), console, scripts.settings()));
  }

  @AfterEach
  void stop() {
    await(ask("lab.destroy", new JsonObject()));
    harness.close();
  }

  private Future<JsonObject> ask(String operation, JsonObject request) {
    return harness
        .vertx()
        .eventBus()
        .<JsonObject>request(Operations.get(operation).address(), request)
        .map(Message::body);
  }

  /** What is asked for takes time, which passes meanwhile. */
  private JsonObject await(Future<JsonObject> answer) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answer.isComplete() && System.nanoTime() < end) {
      harness.elapse(STEP);
    }
    return harness.await(answer);
  }

  private JsonObject until(String operation, JsonObject request, Predicate<JsonObject> wanted) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      var seen = await(ask(operation, request)).getJsonObject("data");
      if (wanted.test(seen)) {
        return seen;
      }
      assertTrue(System.nanoTime() < end, seen::encodePrettily);
      harness.elapse(STEP);
    }
  }

  private JsonObject script() {
    return await(ask("script.get", new JsonObject().put("name", "KeepVf"))).getJsonObject("data");
  }

  private void detach(String how) {
    await(ask("vf.detach", NIC.copy().put("how", how).put("wait", true)));
  }

  @Test
  void givesTheVfBackThatWasTakenBySurprise() {
    assertEquals("running", script().getString("state"));
    await(ask("vf.attach", NIC.copy().put("wait", true)));
    detach("surprise");
    until("pair.get", NIC, pair -> pair.getString("state").equals("vf-active"));
    var told =
        until(
            "script.get",
            new JsonObject().put("name", "KeepVf"),
            script -> !script.getJsonArray("log").isEmpty());
    var line = told.getJsonArray("log").getJsonObject(0).getString("line");
    assertTrue(line.matches("a:hn0 lost its VF and has pf0/vf\\d+ now"), line);
    assertEquals(0, told.getInteger("failures"));
    detach("graceful");
    harness.elapse(Duration.ofSeconds(10));
    assertEquals(
        "synthetic",
        await(ask("pair.get", NIC)).getJsonObject("data").getString("state"),
        "what was taken orderly stays away");
  }
}
