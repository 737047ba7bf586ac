package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of a node, by the command line and so by REST. */
class ScriptFacesTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: one }
      spec:
        switches: { sw0: {} }
        defaults: { nic: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
      """;

  private static final String SCRIPT =
      """
      import io.hnswitch.script.Script;
      import io.vertx.core.json.JsonObject;

      void start(Script node) {
        node.request("nic.set", JsonObject.of("nic", "a:hn0", "mtu", 1400)).await();
        node.log("set");
      }

      void stop() throws Exception {
        java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), "stopped");
      }
      """;

  @TempDir private Path folder;

  private TestNode node(ScriptFolder scripts) {
    return TestNode.start(folder, LabStart.of(Labs.parse(LAB)), scripts.settings());
  }

  private void assertSaid(String where, String text) {
    assertTrue(where.contains(text), where);
  }

  @Test
  void showReloadStopAndStart() throws IOException {
    var mark = folder.resolve("mark");
    var scripts = new ScriptFolder(folder).write("Sets", SCRIPT.formatted(mark));
    try (var node = node(scripts)) {
      assertEquals(0, node.run("get", "scripts"));
      assertSaid(node.out(), "Sets  running");
      assertEquals(0, node.run("revisions", "--json"));
      var last = node.array().getJsonObject(0);
      assertEquals("nic.set script:Sets", last.getString("operation") + " " + last.getString("by"));
      assertEquals(0, node.run("script", "get", "Sets", "-o", "json"));
      assertEquals("operator", node.object().getString("role"));
      assertEquals(0, node.run("describe", "script", "Sets"));
      assertSaid(node.out(), "line: set");

      scripts.write("Sets", "void start() { }\nvoid stop( {}\n");
      assertEquals(3, node.run("script", "reload", "Sets"));
      assertSaid(node.err(), "hnswitch: Sets.java:2:12: ");
      assertEquals(9, node.run("script", "reload"));
      assertSaid(node.out(), "Sets  running");
      assertSaid(node.out(), "Sets.java:2:12: ");
      scripts.write("Sets", SCRIPT.formatted(mark));
      assertEquals(0, node.run("script", "reload"));

      assertEquals(0, node.run("script", "stop", "Sets", "-o", "json"));
      assertEquals("stopped", node.object().getString("state"));
      assertEquals(5, node.run("script", "stop", "Sets"));
      assertEquals(0, node.run("script", "start", "Sets"));
      assertSaid(node.out(), "Sets  running");
      assertEquals(4, node.run("script", "get", "Set"));

      assertEquals(0, node.run("token", "create", "ci", "--role", "operator"));
      var token = node.out().strip();
      assertEquals(0, node.runAs(token, "script", "list", "-o", "name"));
      assertEquals("Sets\n", node.out());
      assertEquals(6, node.runAs(token, "script", "reload"), "scripts are code");
      assertEquals(6, node.runAs(token, "script", "stop", "Sets"));
      Files.delete(mark);
    }
    assertEquals("stopped", Files.readString(mark), "the node stops its scripts");
  }

  @Test
  void keepANodeFromStartingWithAFolderOfOthers() {
    var scripts = new ScriptFolder(folder).allow("rwxrwx---");
    var failure = assertThrows(IllegalArgumentException.class, () -> node(scripts));
    assertTrue(failure.getMessage().contains("is writable by others"), failure.getMessage());
  }
}
