package io.hnswitch.launch.it;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;

/**
 * Three nodes of one lab, each a process in a namespace of its own. A bridge in a fourth namespace
 * joins them; a node's cable can be pulled, and a node can be made one that is heard by nobody and
 * hears all.
 */
final class NamespaceCluster implements AutoCloseable {

  static final List<String> NODES = List.of("left", "mid", "right");

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REASONS = 15;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final String id;
  private final Namespace hub;
  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Map<String, NodeProcess> running = new ConcurrentHashMap<>();

  /** Where a node runs. */
  private record Station(
      Namespace namespace, String address, String cable, Place place, Path lab, Asker asker) {

    static Station of(Namespace namespace, String address, String cable, String lab) {
      var place = Place.make();
      return new Station(
          namespace, address, cable, place, place.write("lab.yaml", lab), Asker.in(namespace));
    }
  }

  private NamespaceCluster() {
    id = Long.toString(ProcessHandle.current().pid(), 36) + NUMBERS.incrementAndGet();
    hub = new Namespace("hnit-h" + id);
  }

  /** Makes the namespaces, starts all nodes at once, and waits until the lab is whole. */
  static NamespaceCluster start(String lab) {
    var cluster = new NamespaceCluster();
    try {
      cluster.lay(lab);
      var starting =
          NODES.stream()
              .map(node -> CompletableFuture.runAsync(() -> cluster.launch(node)))
              .toList();
      starting.forEach(CompletableFuture::join);
      cluster.untilSound(PATIENCE);
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void lay(String lab) {
    hub.make();
    ip("-n %s link add br0 type bridge", hub.name());
    ip("-n %s link set br0 up", hub.name());
    for (var node : NODES) {
      var letter = node.substring(0, 1);
      var there = new Namespace("hnit-" + letter + id);
      there.make();
      var address = "10.98.0." + (1 + NODES.indexOf(node));
      var cable = "hn" + letter + id;
      stations.put(node, Station.of(there, address, cable, lab));
      ip("link add %s netns %s type veth peer name eth0 netns %s", cable, hub.name(), there.name());
      ip("-n %s link set %s master br0 up", hub.name(), cable);
      ip("-n %s link set lo up", there.name());
      ip("-n %s link set eth0 up", there.name());
      ip("-n %s address add %s/24 dev eth0", there.name(), address);
    }
  }

  private static void ip(String format, Object... arguments) {
    Running.run(BOUND, ("ip " + format.formatted(arguments)).split(" ")).succeeds();
  }

  private void launch(String node) {
    var station = stations.get(node);
    var members = String.join(",", stations.values().stream().map(Station::address).toList());
    var command =
        Running.with(
            List.of("ip", "netns", "exec", station.namespace().name()),
            Checkout.hnswitch(station.place().temporary()).toArray(String[]::new));
    running.put(
        node,
        NodeProcess.start(
            station.place(),
            command,
            station.lab().toString(),
            "--cluster",
            "--node",
            node,
            "--members",
            members,
            "--state",
            station.place().root().resolve("state").toString()));
  }

  /** Starts a node that is not there; it serves then, and may have no devices yet. */
  void restart(String node) {
    launch(node);
  }

  /** As by {@code kill -9}. */
  void kill(String node) {
    running.remove(node).process().kill();
  }

  /** As Ctrl-C does. */
  Finished stop(String node) {
    return running.remove(node).stop();
  }

  /** Pulls a node's cable. */
  void cut(String node) {
    ip("-n %s link set %s down", hub.name(), stations.get(node).cable());
  }

  void heal(String node) {
    ip("-n %s link set %s up", hub.name(), stations.get(node).cable());
  }

  /** From now on others do not hear a node, which hears them. */
  void mute(String node) {
    blackholes(node, "add");
  }

  void unmute(String node) {
    blackholes(node, "del");
  }

  private void blackholes(String node, String verb) {
    var name = stations.get(node).namespace().name();
    stations.forEach(
        (other, station) -> {
          if (!other.equals(node)) {
            ip("-n %s route %s blackhole %s/32", name, verb, station.address());
          }
        });
  }

  /** A node that runs. */
  Rest rest(String node) {
    return running.get(node).rest(stations.get(node).asker());
  }

  /** Those that run now. */
  List<String> running() {
    return NODES.stream().filter(running::containsKey).toList();
  }

  /** A node; empty when it does not run now. */
  Optional<Rest> find(String node) {
    return Optional.ofNullable(running.get(node))
        .map(process -> process.rest(stations.get(node).asker()));
  }

  /** Waits until all nodes are there and none finds anything wrong; gives how long that was. */
  Duration untilSound(Duration bound) {
    long from = System.nanoTime();
    // Before a node knows the lab it finds nothing wrong.
    var know = Eventually.look(bound, this::allKnowTheLab, all -> all);
    Assertions.assertTrue(know, "without the lab after " + bound);
    var seen = Eventually.look(bound, this::findings, all -> all.equals("[][][]"));
    Assertions.assertEquals("[][][]", seen, "not whole in " + bound);
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private boolean allKnowTheLab() {
    return running().stream().noneMatch(node -> rest(node).list("/cluster/placement").isEmpty());
  }

  private String findings() {
    var all = new StringBuilder();
    for (var node : running()) {
      all.append(new JsonArray(rest(node).list("/cluster/doctor")).encode());
    }
    return all.toString();
  }

  /** What a node says of the cluster. */
  JsonObject health(String node) {
    return rest(node).get("/cluster/health");
  }

  /** Waits for something that happens soon. */
  static void until(Duration bound, BooleanSupplier condition, Supplier<String> otherwise) {
    Assertions.assertTrue(
        Eventually.look(bound, condition::getAsBoolean, there -> there), otherwise);
  }

  /** What nodes have said on standard error and no node should say, with its reasons. */
  List<String> complaints() {
    return running.values().stream()
        .map(node -> node.process().errLines())
        .flatMap(
            lines ->
                IntStream.range(0, lines.size())
                    .filter(line -> lines.get(line).contains("Unhandled exception"))
                    .mapToObj(line -> lines.subList(line, Math.min(lines.size(), line + REASONS))))
        .map(lines -> String.join("\n", lines))
        .toList();
  }

  /** Ends what runs, in order if it can be; removes all. */
  @Override
  public void close() {
    stations.values().forEach(station -> station.asker().close());
    running.values().forEach(NodeProcess::close);
    running.clear();
    stations.values().forEach(station -> station.namespace().remove());
    hub.remove();
    stations.values().forEach(station -> station.place().close());
  }
}
