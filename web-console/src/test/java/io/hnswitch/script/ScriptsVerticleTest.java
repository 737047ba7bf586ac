package io.hnswitch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How scripts come, fail, are replaced and go. */
class ScriptsVerticleTest {

  private static final String HELLO =
      """
      import io.hnswitch.script.Script;

      Script node;

      void start(Script given) {
        node = given;
        node.log("hello from " + node.name());
      }

      void stop() {
        node.log("bye");
      }
      """;

  private static final String BROKEN =
      """
      import io.hnswitch.script.Script;

      void start(Script node) {
        node.shout("hello");
      }
      """;

  @TempDir private Path folder;
  private ScriptHarness scripts;

  @BeforeEach
  void open() {
    scripts = new ScriptHarness(folder);
  }

  @AfterEach
  void close() {
    scripts.close();
  }

  private static String state(JsonObject view) {
    return view.getString("state");
  }

  @Test
  void runsACompactSourceFileAndAnOrdinaryClass() {
    scripts
        .write("Compact", HELLO)
        .write(
            "Ordinary", HELLO.replace("Script node;", "public class Ordinary { Script node;") + "}")
        .run();
    for (var name : List.of("Compact", "Ordinary")) {
      assertEquals("running", state(scripts.view(name)));
      assertEquals(List.of("hello from " + name), scripts.said(name));
      assertEquals("operator", scripts.view(name).getString("role"));
      assertEquals(folder.resolve(name + ".java").toString(), scripts.view(name).getString("file"));
      assertEquals(List.of("started"), scripts.events(name));
    }
  }

  @Test
  void saysWhereAScriptDoesNotCompileAndRunsTheOthers() {
    scripts.write("Broken", BROKEN).write("Hello", HELLO).run();
    var broken = scripts.view("Broken");
    assertEquals("failed", state(broken));
    var error =
        "Broken.java:4:7: cannot find symbol; symbol:   method shout(java.lang.String); location:"
            + " variable node of type io.hnswitch.script.Script";
    assertEquals(error, broken.getString("error"));
    assertEquals(new JsonArray().add(error), broken.getJsonArray("errors"));
    assertEquals(List.of("failed"), scripts.events("Broken"));
    assertEquals("running", state(scripts.view("Hello")));
    var problem = scripts.refusal("script.start", "Broken");
    assertEquals("script-failed", problem.code());
    assertEquals(error, problem.detail());
    assertEquals(4, problem.errors().getFirst().line());
  }

  @Test
  void saysWhereAStartFailed() {
    scripts
        .write("Fails", BROKEN.replace("node.shout(\"hello\")", "List.of().getFirst()"))
        .write("Stray", "void start(String text) {}")
        .run();
    assertEquals(
        "Fails.java:4: java.util.NoSuchElementException", scripts.view("Fails").getString("error"));
    assertEquals("failed", state(scripts.view("Fails")));
    var stray = scripts.view("Stray").getString("error");
    assertTrue(stray.startsWith("Stray.java: a script has a method void start(Script)"), stray);
  }

  @Test
  void keepsTheRunningOneWhenTheNextDoesNotCompile() {
    scripts.write("Hello", HELLO).run().write("Hello", BROKEN.replace("Broken", "Hello"));
    assertEquals("script-failed", scripts.refusal("script.reload", "Hello").code());
    var view = scripts.view("Hello");
    assertEquals("running", state(view));
    assertTrue(view.getString("error").startsWith("Hello.java:4:7: "), view.encodePrettily());
    assertEquals(List.of("hello from Hello"), scripts.said("Hello"));
    assertEquals(List.of("started", "failed"), scripts.events("Hello"));
    scripts.write("Hello", HELLO.replace("hello from", "again from"));
    assertFalse(scripts.ask("script.reload", "Hello").containsKey("error"));
    assertEquals(List.of("hello from Hello", "bye", "again from Hello"), scripts.said("Hello"));
    assertEquals(List.of("started", "failed", "reloaded"), scripts.events("Hello"));
  }

  @Test
  void stopsAndStarts() {
    scripts.write("Hello", HELLO).run();
    assertEquals("state-conflict", scripts.refusal("script.start", "Hello").code());
    assertEquals("stopped", state(scripts.ask("script.stop", "Hello")));
    assertEquals(List.of("hello from Hello", "bye"), scripts.said("Hello"));
    assertEquals("state-conflict", scripts.refusal("script.stop", "Hello").code());
    scripts.ask("script.reload", new JsonObject());
    assertEquals("stopped", state(scripts.view("Hello")));
    assertEquals("running", state(scripts.ask("script.start", "Hello")));
    assertEquals(2, scripts.view("Hello").getInteger("starts"));
    assertEquals(List.of("started", "stopped", "started"), scripts.events("Hello"));
  }

  @Test
  void reloadsWhatTheFolderHas() {
    scripts.write("Old", HELLO).write("Hello", HELLO).run().write("New", HELLO).remove("Old");
    var all = (JsonArray) scripts.ask("script.reload", new JsonObject());
    assertEquals(
        List.of("Hello running", "New running"),
        ScriptHarness.objects(all)
            .map(one -> one.getString("name") + " " + one.getString("state"))
            .toList());
    assertEquals(List.of("started", "reloaded"), scripts.events("Hello"));
    assertEquals(List.of("started", "stopped"), scripts.events("Old"));
    assertEquals("not-found", scripts.refusal("script.get", "Old").code());
    assertEquals("not-found", scripts.refusal("script.reload", "../Hello").code());
    scripts.write("Later", HELLO);
    assertEquals("running", state(scripts.ask("script.reload", "Later")));
  }

  @Test
  void keepsClassesOfTheSameNameApart() {
    var text =
        """
        import io.hnswitch.script.Script;

        class Shared {
          static int count;
        }

        void start(Script node) {
          Shared.count += %d;
          node.on("nic", event -> node.log("count " + Shared.count));
        }
        """;
    scripts.write("One", text.formatted(1)).write("Two", text.formatted(20)).run();
    scripts.happen("hnswitch.nic.failed", "a:hn0", Map.of());
    scripts.untilSaid("One", "count 1");
    scripts.untilSaid("Two", "count 20");
  }

  @Test
  void refusesAFolderThatOthersCanWriteTo() throws IOException {
    scripts.write("Hello", HELLO);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    var failure = assertThrows(IllegalArgumentException.class, scripts::run);
    assertTrue(failure.getMessage().contains("is writable by others"), failure.getMessage());
  }

  @Test
  void runsTheOthersWhenAFileIsRefused() throws IOException {
    scripts.write("Open", HELLO).write("Hello", HELLO);
    Files.setPosixFilePermissions(
        folder.resolve("Open.java"), PosixFilePermissions.fromString("rw-rw-rw-"));
    scripts.run();
    var error = scripts.view("Open").getString("error");
    assertTrue(error.contains("Open.java is writable by others (rw-rw-rw-)"), error);
    assertEquals(List.of(), scripts.said("Open"));
    assertEquals("running", state(scripts.view("Hello")));
  }

  @Test
  void hasNoScriptsWithoutAFolder() {
    scripts
        .lab()
        .deploy(new ScriptsVerticle(scripts.lab().lab(), scripts.console(), Optional.empty()));
    assertEquals(new JsonArray(), scripts.ask("script.list", new JsonObject()));
    assertTrue(scripts.refusal("script.get", "Hello").detail().contains("without --scripts"));
    assertEquals("not-found", scripts.refusal("script.reload", "Hello").code());
  }

  @Test
  void takesNoCodeAndNothingElseUnknown() {
    scripts.run();
    var request = new JsonObject().put("name", "Hello").put("text", HELLO);
    var failure = assertThrows(RuntimeException.class, () -> scripts.ask("script.reload", request));
    assertTrue(failure.getMessage().contains("takes no \\\"text\\\""), failure.getMessage());
    var number = new JsonObject().put("name", 1);
    assertThrows(RuntimeException.class, () -> scripts.ask("script.reload", number));
  }

  @Test
  void countsAStartThatGoesOnAsRunning() {
    scripts.write(
        "Straight",
        """
        import io.hnswitch.script.Script;

        void start(Script node) {
          for (int i = 1; ; i++) {
            node.log("round " + i);
            node.sleep(Duration.ofSeconds(10));
          }
        }
        """);
    scripts.awaitWhile(scripts.runLater(Role.VIEWER), Duration.ofMillis(100));
    scripts.untilSaidWhile("Straight", "round 3", Duration.ofMillis(100));
    assertEquals("running", state(scripts.view("Straight")));
    assertEquals("stopped", state(scripts.ask("script.stop", "Straight")));
    assertEquals(0, scripts.view("Straight").getInteger("failures"));
  }
}
