package io.hnswitch.launch.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Nodes of one cluster, each a process in a network namespace of its own; a bridge in another one
 * joins them. A node may be killed and started anew: its state is kept.
 */
final class ClusterLan implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final int PORT = 5701;
  private static final String NETWORK = "10.97.0.";

  private final String id =
      Long.toString(ProcessHandle.current().pid(), 36) + NUMBERS.incrementAndGet();
  private final Namespace hub = new Namespace("hm-" + id + "-hub");
  private final List<String> names;
  private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
  private final Map<String, Asker> askers = new LinkedHashMap<>();
  private final Map<String, Rest> rests = new LinkedHashMap<>();
  private final List<Namespace> guests = new ArrayList<>();
  private String lab = "";
  private Function<String, List<String>> options = name -> List.of();

  /**
   * Makes the network; no node runs.
   *
   * @param names of the nodes
   */
  ClusterLan(String... names) {
    this.names = List.of(names);
    hub.make();
    hub.run("ip", "link", "add", "br0", "type", "bridge").succeeds();
    hub.run("ip", "link", "set", "br0", "up").succeeds();
    for (var name : names) {
      places.put(name, Place.make());
      var namespace = new Namespace("hm-" + id + "-" + name);
      namespaces.put(name, namespace);
      join(namespace, name);
      askers.put(name, Asker.in(namespace));
    }
  }

  private void join(Namespace namespace, String name) {
    namespace.make();
    hub.run(
            "ip",
            "link",
            "add",
            name,
            "type",
            "veth",
            "peer",
            "name",
            "eth0",
            "netns",
            namespace.name())
        .succeeds();
    hub.run("ip", "link", "set", name, "master", "br0", "up").succeeds();
    namespace.run("ip", "link", "set", "lo", "up").succeeds();
    namespace.run("ip", "link", "set", "eth0", "up").succeeds();
    namespace.run("ip", "address", "add", address(name) + "/24", "dev", "eth0").succeeds();
  }

  private String address(String name) {
    return NETWORK + (names.indexOf(name) + 1);
  }

  /** A namespace for the stack of a guest, that outlives any node. */
  Namespace guest(String name) {
    var namespace = new Namespace("hm-" + id + "-g" + name);
    namespace.make();
    guests.add(namespace);
    return namespace;
  }

  /** A name for an interface that nobody else on this machine has. */
  String tap(String name) {
    return "hm" + id + name;
  }

  /**
   * Starts all nodes at once, and waits until each has its part of the lab.
   *
   * @param options of the JVM of each
   */
  void startAll(String lab, Function<String, List<String>> options) {
    this.lab = lab;
    this.options = options;
    CompletableFuture.allOf(
            names.stream()
                .map(name -> CompletableFuture.runAsync(() -> start(name)))
                .toArray(CompletableFuture[]::new))
        .join();
    untilSound();
  }

  void startAll(String lab) {
    startAll(lab, name -> List.of());
  }

  /** A folder that is a node's own, also when it is started anew. */
  Path folder(String name) {
    return places.get(name).root();
  }

  /** Starts those that have died. */
  void startMissing() {
    names.stream().filter(name -> !node(name).process().isAlive()).forEach(name -> start(name));
  }

  /** Starts one of them, and waits until it serves. */
  void start(String name) {
    var place = places.get(name);
    var command = Running.with(namespaces.get(name).wrapper());
    var hnswitch = Checkout.hnswitch(place.temporary());
    command.add(hnswitch.getFirst());
    command.addAll(options.apply(name));
    command.addAll(hnswitch.subList(1, hnswitch.size()));
    var members =
        IntStream.rangeClosed(1, names.size())
            .mapToObj(number -> NETWORK + number + ":" + PORT)
            .collect(Collectors.joining(","));
    var node =
        NodeProcess.start(
            place,
            command,
            place.write("lab.yaml", lab).toString(),
            "--cluster",
            "--node",
            name,
            "--members",
            members,
            "--state",
            place.root().resolve("state").toString());
    synchronized (this) {
      nodes.put(name, node);
      rests.put(name, node.rest(askers.get(name)));
    }
  }

  synchronized Rest rest(String name) {
    return rests.get(name);
  }

  synchronized NodeProcess node(String name) {
    return nodes.get(name);
  }

  /** Where a guest is, by what the node that is asked knows. */
  String placeOf(String guest, String asked) {
    for (var device : rest(asked).list("/cluster/placement")) {
      if (device.getString("device").equals("guest " + guest)) {
        return device.getString("owner", "");
      }
    }
    return "";
  }

  /** Moves a guest; how long it was dark. */
  Duration migrate(String guest, String from, String to) {
    var answer =
        rest(from).post("/guests/" + guest + "/actions/migrate", new JsonObject().put("to", to));
    return Duration.ofNanos(answer.getLong("darkMicros") * 1_000);
  }

  /** What the nodes find wrong, all of them; also that one does not say. */
  List<String> findings() {
    var all = new ArrayList<String>();
    for (var name : names) {
      try {
        rest(name).list("/cluster/doctor").forEach(finding -> all.add(finding.encode()));
      } catch (AssertionError | UncheckedIOException e) {
        all.add(name + ": " + e.getMessage());
      }
    }
    return all;
  }

  /** Whether a node knows the lab: before it does, it finds nothing wrong. */
  private boolean knowsTheLab(String name) {
    try {
      return !rest(name).list("/cluster/placement").isEmpty();
    } catch (AssertionError | UncheckedIOException e) {
      return false;
    }
  }

  /** Waits until all nodes have the lab and are content with each other. */
  void untilSound() {
    for (var name : names) {
      assertTrue(Eventually.look(BOUND, () -> knowsTheLab(name), Boolean::booleanValue), name);
    }
    var last = Eventually.look(BOUND, this::findings, List::isEmpty);
    assertEquals(List.of(), last);
  }

  @Override
  public void close() {
    nodes.values().forEach(NodeProcess::close);
    askers.values().forEach(Asker::close);
    guests.forEach(Namespace::remove);
    namespaces.values().forEach(Namespace::remove);
    hub.remove();
    places.values().forEach(Place::close);
  }
}
