package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions of nodes that run one after the other, by the command line and so by REST. */
class RevisionFacesTest {

  @TempDir private Path folder;

  private void withNode(Optional<LabFile> given, Consumer<TestNode> use) {
    try (var kept = StartLab.open(folder.resolve("state"), Map.of())) {
      var lab = kept.choose(given, () -> "no demo is wanted here");
      try (var node = TestNode.start(folder, kept.start(lab))) {
        use.accept(node);
      }
    }
  }

  private List<String> operations(TestNode node) {
    assertEquals(0, node.run("revisions", "--json"));
    return Printer.objects(node.array()).stream()
        .map(one -> one.getLong("revision") + " " + one.getString("operation"))
        .toList();
  }

  @Test
  void goOnFromOneNodeToTheNext() {
    var file = new LabFile("two.yaml", Labs.PLAIN, Labs.parse(Labs.PLAIN), List.of());
    withNode(
        Optional.of(file),
        node -> {
          assertEquals(5, node.run("undo"), "there is nothing before the first lab");
          assertTrue(node.err().contains("nothing to undo"), node.err());
          assertEquals(0, node.run("checkpoint", "base"));
          assertEquals("base is revision 1\n", node.out());
          assertEquals(0, node.run("nic", "set", "a:hn0", "mtu=1400"));
          assertEquals(0, node.run("nic", "down", "b:hn0"));
          assertEquals(5, node.run("undo", "--if-revision", "2"));
          assertEquals(0, node.run("undo", "--if-revision", "3", "--dry-run"));
          assertEquals("~ nic b:hn0\n    up: false -> true (live)\n", node.out());
          assertEquals(List.of("3 nic.down", "2 nic.set", "1 run"), operations(node));
        });
    withNode(
        Optional.empty(),
        node -> {
          assertEquals(List.of("3 nic.down", "2 nic.set", "1 run"), operations(node));
          assertEquals(0, node.run("get", "nic", "b:hn0", "-o", "json"));
          assertTrue(node.out().contains("\"up\" : false"), node.out());
          assertEquals(0, node.run("undo"));
          assertEquals("revision 4 with the lab of revision 2\n", node.err());
          assertEquals(0, node.run("undo"));
          assertEquals("revision 5 with the lab of revision 1\n", node.err());
          assertEquals(0, node.run("export"));
          assertTrue(!node.out().contains("1400"), node.out());
          assertEquals(4, node.run("restore", "bass"));
          assertTrue(node.err().contains("did you mean \"base\"?"), node.err());
          assertEquals(0, node.run("restore", "3"));
          assertEquals(0, node.run("restore", "base", "-o", "name"));
          assertEquals("7\n", node.out());
          assertEquals(3, node.run("checkpoint", "Base"));
        });
    withNode(Optional.of(file), node -> assertEquals("7 lab.restore", operations(node).getFirst()));
  }

  @Test
  void knowByWhoseTokenAChangeCame() {
    withNode(
        Optional.of(new LabFile("two.yaml", Labs.PLAIN, Labs.parse(Labs.PLAIN), List.of())),
        node -> {
          assertEquals(0, node.run("token", "create", "ci", "--role", "operator", "--json"));
          var token = node.object().getString("token");
          assertEquals(0, node.runAs(token, "nic", "set", "a:hn0", "mtu=1400"));
          assertEquals(6, node.runAs(token, "token", "create", "more"), "operators may not");
          assertEquals(0, node.run("nic", "set", "a:hn0", "mtu=1300"));
          assertEquals(0, node.run("revisions", "--json"));
          var by =
              Printer.objects(node.array()).stream()
                  .map(one -> one.getString("by"))
                  .limit(2)
                  .toList();
          assertEquals(List.of("start", "ci"), by);
        });
  }
}
