package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Operation.Role;
import io.hnswitch.script.ScriptSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
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

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private Path write(String name, String text) {
    try {
      var file = Files.writeString(scripts().resolve(name + ".java"), text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path scripts() throws IOException {
    var scripts = Files.createDirectories(folder.resolve("scripts"));
    return Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("rwx------"));
  }

  private Node node(Path from) {
    return Node.start(
        "test",
        new Node.Faces(
            Listen.parse("127.0.0.1:0"),
            Optional.empty(),
            folder.resolve("cache"),
            folder.resolve("tokens.json")),
        LabStart.of(Labs.parse(LAB)),
        Optional.of(new ScriptSettings(from, Role.OPERATOR)),
        lab -> new RealDevices(lab, new Taps(folder.resolve("taps"))));
  }

  private int run(Node node, String... arguments) {
    return runAs(node, node.token(), arguments);
  }

  private int runAs(Node node, String token, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine(Map.of("HNSWITCH_URL", node.url(), "HNSWITCH_TOKEN", token))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private void assertSaid(StringWriter where, String text) {
    assertTrue(where.toString().contains(text), where.toString());
  }

  @Test
  void showReloadStopAndStart() throws IOException {
    var mark = folder.resolve("mark");
    write("Sets", SCRIPT.formatted(mark));
    var node = node(scripts());
    try {
      assertEquals(0, run(node, "get", "scripts"));
      assertSaid(out, "Sets  running");
      assertEquals(0, run(node, "revisions", "--json"));
      var last = new JsonArray(out.toString()).getJsonObject(0);
      assertEquals("nic.set script:Sets", last.getString("operation") + " " + last.getString("by"));
      assertEquals(0, run(node, "script", "get", "Sets", "-o", "json"));
      assertEquals("operator", new JsonObject(out.toString()).getString("role"));
      assertEquals(0, run(node, "describe", "script", "Sets"));
      assertSaid(out, "line: set");

      write("Sets", "void start() { }\nvoid stop( {}\n");
      assertEquals(3, run(node, "script", "reload", "Sets"));
      assertSaid(err, "hnswitch: Sets.java:2:12: ");
      assertEquals(9, run(node, "script", "reload"));
      assertSaid(out, "Sets  running");
      assertSaid(out, "Sets.java:2:12: ");
      write("Sets", SCRIPT.formatted(mark));
      assertEquals(0, run(node, "script", "reload"));

      assertEquals(0, run(node, "script", "stop", "Sets", "-o", "json"));
      assertEquals("stopped", new JsonObject(out.toString()).getString("state"));
      assertEquals(5, run(node, "script", "stop", "Sets"));
      assertEquals(0, run(node, "script", "start", "Sets"));
      assertSaid(out, "Sets  running");
      assertEquals(4, run(node, "script", "get", "Set"));

      assertEquals(0, run(node, "token", "create", "ci", "--role", "operator"));
      var token = out.toString().strip();
      assertEquals(0, runAs(node, token, "script", "list", "-o", "name"));
      assertEquals("Sets\n", out.toString());
      assertEquals(6, runAs(node, token, "script", "reload"), "scripts are code");
      assertEquals(6, runAs(node, token, "script", "stop", "Sets"));
      Files.delete(mark);
    } finally {
      node.stop();
    }
    assertEquals("stopped", Files.readString(mark), "the node stops its scripts");
  }

  @Test
  void keepANodeFromStartingWithAFolderOfOthers() throws IOException {
    Files.setPosixFilePermissions(scripts(), PosixFilePermissions.fromString("rwxrwx---"));
    var failure =
        assertThrows(IllegalArgumentException.class, () -> node(folder.resolve("scripts")));
    assertTrue(failure.getMessage().contains("is writable by others"), failure.getMessage());
  }
}
