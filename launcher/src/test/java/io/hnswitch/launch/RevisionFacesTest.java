package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions of nodes that run one after the other, by the command line and so by REST. */
class RevisionFacesTest {

  private static final String LAB =
      """
      apiVersion: hnswitch/v1
      kind: Lab
      metadata: { name: two }
      spec:
        switches: { sw0: {} }
        defaults: { nic: { switch: sw0 } }
        guests:
          a: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.1/24 } } } } }
          b: { nics: { hn0: { endpoint: { host: { ip: 10.0.0.2/24 } } } } }
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private void withNode(Optional<LabFile> given, Consumer<Node> use) {
    try (var kept = StartLab.open(folder.resolve("state"), Map.of())) {
      var lab = kept.choose(given, () -> "no demo is wanted here");
      var node =
          Node.start(
              "test",
              new Node.Faces(
                  Listen.parse("127.0.0.1:0"),
                  Optional.empty(),
                  folder.resolve("cache"),
                  folder.resolve("tokens.json")),
              kept.start(lab),
              one -> new RealDevices(one, new Taps(folder.resolve("taps"))));
      try {
        use.accept(node);
      } finally {
        node.stop();
      }
    }
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

  private List<String> operations(Node node) {
    assertEquals(0, run(node, "revisions", "--json"));
    return Printer.objects(new JsonArray(out.toString())).stream()
        .map(one -> one.getLong("revision") + " " + one.getString("operation"))
        .toList();
  }

  @Test
  void goOnFromOneNodeToTheNext() {
    var file = new LabFile("two.yaml", LAB, Labs.parse(LAB), List.of());
    withNode(
        Optional.of(file),
        node -> {
          assertEquals(5, run(node, "undo"), "there is nothing before the first lab");
          assertTrue(err.toString().contains("nothing to undo"), err.toString());
          assertEquals(0, run(node, "checkpoint", "base"));
          assertEquals("base is revision 1\n", out.toString());
          assertEquals(0, run(node, "nic", "set", "a:hn0", "mtu=1400"));
          assertEquals(0, run(node, "nic", "down", "b:hn0"));
          assertEquals(5, run(node, "undo", "--if-revision", "2"));
          assertEquals(0, run(node, "undo", "--if-revision", "3", "--dry-run"));
          assertEquals("~ nic b:hn0\n    up: false -> true (live)\n", out.toString());
          assertEquals(List.of("3 nic.down", "2 nic.set", "1 run"), operations(node));
        });
    withNode(
        Optional.empty(),
        node -> {
          assertEquals(List.of("3 nic.down", "2 nic.set", "1 run"), operations(node));
          assertEquals(0, run(node, "get", "nic", "b:hn0", "-o", "json"));
          assertTrue(out.toString().contains("\"up\" : false"), out.toString());
          assertEquals(0, run(node, "undo"));
          assertEquals("revision 4 with the lab of revision 2\n", err.toString());
          assertEquals(0, run(node, "undo"));
          assertEquals("revision 5 with the lab of revision 1\n", err.toString());
          assertEquals(0, run(node, "export"));
          assertTrue(!out.toString().contains("1400"), out.toString());
          assertEquals(4, run(node, "restore", "bass"));
          assertTrue(err.toString().contains("did you mean \"base\"?"), err.toString());
          assertEquals(0, run(node, "restore", "3"));
          assertEquals(0, run(node, "restore", "base", "-o", "name"));
          assertEquals("7\n", out.toString());
          assertEquals(3, run(node, "checkpoint", "Base"));
        });
    withNode(Optional.of(file), node -> assertEquals("7 lab.restore", operations(node).getFirst()));
  }

  @Test
  void knowByWhoseTokenAChangeCame() {
    withNode(
        Optional.of(new LabFile("two.yaml", LAB, Labs.parse(LAB), List.of())),
        node -> {
          assertEquals(0, run(node, "token", "create", "ci", "--role", "operator", "--json"));
          var token = new JsonObject(out.toString()).getString("token");
          assertEquals(0, runAs(node, token, "nic", "set", "a:hn0", "mtu=1400"));
          assertEquals(6, runAs(node, token, "token", "create", "more"), "operators may not");
          assertEquals(0, run(node, "nic", "set", "a:hn0", "mtu=1300"));
          assertEquals(0, run(node, "revisions", "--json"));
          var by =
              Printer.objects(new JsonArray(out.toString())).stream()
                  .map(one -> one.getString("by"))
                  .limit(2)
                  .toList();
          assertEquals(List.of("start", "ci"), by);
        });
  }
}
