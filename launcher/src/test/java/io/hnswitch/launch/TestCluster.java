package io.hnswitch.launch;

import io.hnswitch.launch.cluster.ClusterSettings;
import io.hnswitch.launch.cluster.HostPort;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Several nodes in this process, on free ports of the loopback; each keeps its state. */
final class TestCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

  private final Path folder;
  private final String lab;
  private final List<String> names;
  private final Map<String, int[]> ports = new HashMap<>();
  private final List<HostPort> members = new ArrayList<>();
  private final Map<String, TestNode> nodes = new LinkedHashMap<>();
  private final Map<String, StateFolder> states = new HashMap<>();
  private final Map<String, CountDownLatch> ends = new HashMap<>();

  /**
   * @param lab that each of them is started with
   * @param names of the nodes
   */
  TestCluster(Path folder, String lab, String... names) {
    this.folder = folder;
    this.lab = lab;
    this.names = List.of(names);
    for (var name : names) {
      ports.put(name, new int[] {TestPorts.take(), TestPorts.take(), TestPorts.take()});
      members.add(new HostPort("127.0.0.1", ports.get(name)[0]));
    }
  }

  /** Starts all of them at once, and waits until each has its part of the lab. */
  void startAll() {
    var starting = names.stream().map(this::starting).toList();
    starting.forEach(CompletableFuture::join);
    names.forEach(this::untilReady);
  }

  /** Starts one of them, and waits until it has its part of the lab. */
  void start(String name) {
    starting(name).join();
    untilReady(name);
  }

  /** Starts one of them without waiting for more than that it serves. */
  CompletableFuture<Void> starting(String name) {
    return CompletableFuture.runAsync(() -> put(name, made(name, "0.1.0")));
  }

  /** Starts a node of another version; gives why it does not. */
  String refused(String name, String version) {
    try (var node = made(name, version)) {
      return "it started at " + node.url();
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }

  private TestNode made(String name, String version) {
    var own = folder.resolve(name);
    var port = ports.get(name);
    var state = states.computeIfAbsent(name, one -> StateFolder.open(own.resolve("state")));
    var found = state.read();
    var earlier =
        found.revisions().isEmpty()
            ? Optional.<LabHistory>empty()
            : Optional.of(LabHistory.of(found.revisions(), found.checkpoints(), found.last()));
    var end = new CountDownLatch(1);
    ends.put(name, end);
    return TestNode.join(
        own,
        new LabStart(Labs.parse(lab), earlier, Optional.of(state)),
        new ClusterSettings(
            name, version, new HostPort("127.0.0.1", port[0]), port[1], port[2], members),
        end::countDown);
  }

  private synchronized void put(String name, TestNode node) {
    nodes.put(name, node);
  }

  /** Ends a node in order. */
  void stop(String name) {
    TestNode node;
    synchronized (this) {
      node = nodes.remove(name);
    }
    node.close();
    states.remove(name).close();
  }

  synchronized TestNode node(String name) {
    return nodes.get(name);
  }

  /** Whether a node has been told to leave. */
  boolean isLeaving(String name) {
    return ends.get(name).getCount() == 0;
  }

  /** What a command prints at a node, as a list. */
  JsonArray list(String name, String... command) {
    var node = node(name);
    int code = node.run(with(command, "--json"));
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + " at " + name + ": " + node.err());
    }
    return node.array();
  }

  private static String[] with(String[] command, String last) {
    var all = new ArrayList<>(List.of(command));
    all.add(last);
    return all.toArray(String[]::new);
  }

  /** The number of the revision that a node is at. */
  long revision(String name) {
    var node = node(name);
    node.run("bus", "request", "lab.revisions");
    return node.object().getJsonObject("data").getLong("current");
  }

  void untilReady(String name) {
    until(
        () -> {
          node(name).run("bus", "request", "sys.ping");
          return node(name).out().contains("\"ready\"")
              && node(name).object().getJsonObject("data").getBoolean("ready");
        },
        () -> name + " has no part of the lab: " + node(name).out() + node(name).err());
  }

  /** Waits until all nodes are content with each other. */
  void untilSound() {
    var last = new StringBuilder();
    until(
        () -> {
          last.setLength(0);
          for (var name : List.copyOf(nodes.keySet())) {
            last.append(list(name, "cluster", "doctor").encode());
          }
          return last.toString().matches("(\\[\\])+");
        },
        last::toString);
  }

  /** Waits for something that happens soon. */
  static void until(BooleanSupplier condition, Supplier<String> otherwise) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    List.copyOf(nodes.keySet()).forEach(this::stop);
    states.values().forEach(StateFolder::close);
  }
}
