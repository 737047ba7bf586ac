package io.hnswitch.launch.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the walk-throughs of the documents as a reader would: the first marked block starts the
 * node, the others run in a second shell. The namespace part needs root.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DocumentsIT {

  private static final long START_SECONDS = 90;
  private static final long BLOCK_SECONDS = 90;

  /** However slow a machine is, and whatever becomes of the test: none outlives it for long. */
  private static final long NODE_SECONDS = 600;

  private static final String READY = "ready in ";

  private final List<Process> running = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void end() throws InterruptedException {
    for (var process : running) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void theDemoWalksThrough() throws IOException, InterruptedException {
    var node = startNode(blocks("demo").getFirst().text());
    awaitVf("a:hn0");
    var out = runRest("demo");
    assertTrue(out.contains("state: vf-active"), out);
    assertTrue(out.contains("cause: detach"), out);
    assertFalse(out.matches("(?s).*duplicated: [1-9].*"), out);
    assertTrue(out.contains("unaccounted: 0"), out);
    var told = Document.of("docs/bus-api.md").section("Events").orElse("");
    for (var line : shell("./hnswitch events -o jsonl").lines().toList()) {
      var type = new JsonObject(line).getString("type");
      assertTrue(told.contains("`" + type + "`"), "docs/bus-api.md does not tell of " + type);
    }
    stop(node);
  }

  @Test
  void theNamespacesWalkThrough() throws IOException, InterruptedException {
    var node = startNode(blocks("netns").getFirst().text());
    var out = runRest("netns");
    assertTrue(out.contains("state: vf-active"), out);
    assertTrue(out.contains("600 packets transmitted, 600 received, 0% packet loss"), out);
    stop(node);
    assertFalse(shell("ip netns list").contains("hn-blue"), "the namespace is still there");
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theClusterWalksThrough() throws IOException, InterruptedException {
    var ports = new FreePorts();
    var nodes = new ArrayList<Process>();
    for (var block : blocks("docs/cluster.md", "cluster-node")) {
      nodes.add(startNode(ports.instead(block.text())));
    }
    assertEquals(3, nodes.size());
    await("./hnswitch cluster doctor --node left -o json", said -> new JsonArray(said).isEmpty());
    awaitVf("c:hn0", "--node right");
    var out = new StringBuilder();
    for (var block : blocks("docs/cluster.md", "cluster")) {
      out.append(shell(block.text()));
    }
    assertFalse(out.toString().contains("silent"), out::toString);
    assertTrue(out.toString().contains("majority: yes"), out::toString);
    assertTrue(out.toString().contains("node-absent"), out::toString);
    assertTrue(nodes.get(2).waitFor(30, TimeUnit.SECONDS), "right does not leave");
    assertEquals(0, nodes.get(2).exitValue());
    stop(nodes.get(0));
    stop(nodes.get(1));
  }

  private static List<Document.Block> blocks(String name) {
    return blocks("README.md", name);
  }

  private static List<Document.Block> blocks(String document, String name) {
    return Document.of(document).blocks().stream()
        .filter(block -> block.run().equals(name))
        .toList();
  }

  /** The document's own command; only the port is any that is free. */
  private Process startNode(String text) throws IOException {
    var command = text.strip().replaceFirst(" --listen \\S+", "");
    assertTrue(command.startsWith("./hnswitch run"), command);
    var node = start("exec " + command + " --listen 127.0.0.1:0");
    var seen = new StringBuilder();
    var lines = node.inputReader();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      if (line.startsWith(READY)) {
        return node;
      }
    }
    throw new AssertionError("the node did not start: " + seen);
  }

  /** The reader looks when the VF of the demo is there. Each look is a process, so none spins. */
  private void awaitVf(String nic, String... which) throws IOException, InterruptedException {
    await(
        "./hnswitch get pairs " + nic + " -o json " + String.join(" ", which),
        pair -> new JsonObject(pair).getString("state").equals("vf-active"));
  }

  private void await(String command, Predicate<String> wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    var said = shell(command).strip();
    while (!wanted.test(said)) {
      assertTrue(System.nanoTime() < end, command + " still says " + said);
      said = shell(command).strip();
    }
  }

  private String runRest(String name) throws IOException, InterruptedException {
    var out = new StringBuilder();
    for (var block : blocks(name).stream().skip(1).toList()) {
      out.append(shell(block.text()));
    }
    return out.toString();
  }

  private String shell(String script) throws IOException, InterruptedException {
    var process = start("set -e\n" + script);
    var out = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(BLOCK_SECONDS, TimeUnit.SECONDS), "still runs: " + script);
    assertEquals(0, process.exitValue(), script + "\n" + out);
    return out;
  }

  private Process start(String script) throws IOException {
    var builder =
        new ProcessBuilder("timeout", Long.toString(NODE_SECONDS), "bash", "-c", script)
            .directory(Document.ROOT.toFile())
            .redirectErrorStream(true);
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    // As for verbs: a document's node is over before the second compiler pays off.
    builder.environment().put("HNSWITCH_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    builder.environment().remove("HNSWITCH_URL");
    builder.environment().remove("HNSWITCH_TOKEN");
    var process = builder.start();
    running.add(process);
    return process;
  }

  private static void stop(Process node) throws InterruptedException {
    node.destroy();
    assertTrue(node.waitFor(30, TimeUnit.SECONDS), "the node does not end");
    assertEquals(0, node.exitValue(), "the node's exit code");
  }
}
