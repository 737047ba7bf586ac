package io.hnswitch.launch.it;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Looks all the time at what each process really runs, and whether two run one device. It asks the
 * devices themselves, by the metrics of each node: neither the owners that nodes have written down
 * nor what a node believes to have counts.
 */
final class OwnerWatch implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration END = Duration.ofSeconds(20);

  /** A switch, what is plugged into it, and NICs. */
  private static final List<Pattern> RUNS =
      List.of(
          Pattern.compile("^hnswitch_fdb_entries\\{switch=\"([^\"]+)\""),
          Pattern.compile("^hnswitch_port_frames_total\\{.*port=\"([^\"]+)\""),
          Pattern.compile("^hnswitch_pair_state\\{nic=\"([^\"]+)\""));

  private final NamespaceCluster cluster;
  private final Map<String, Set<String>> last = new HashMap<>();
  private final Set<Suspicion> suspicions = new HashSet<>();
  private final Set<Suspicion> doubles = new LinkedHashSet<>();
  private final Set<String> seen = new TreeSet<>();
  private int rounds;
  private final long beganNanos = System.nanoTime();
  private final Thread thread = Thread.ofPlatform().daemon().name("owners").unstarted(this::watch);
  private volatile boolean ended;
  private volatile boolean moving;
  private Throwable trouble;

  /** A device was with one node, and after that with another. */
  private record Suspicion(String device, String first, String other) {}

  private OwnerWatch(NamespaceCluster cluster) {
    this.cluster = cluster;
  }

  static OwnerWatch start(NamespaceCluster cluster) {
    var watch = new OwnerWatch(cluster);
    watch.thread.start();
    return watch;
  }

  /**
   * While guests move, their devices are with both nodes, of which one waits and then the other
   * does: then only what does not move is looked at.
   */
  void moving(boolean on) {
    moving = on;
  }

  private void watch() {
    try {
      while (!ended) {
        NamespaceCluster.NODES.forEach(this::look);
        rounds++;
        LockSupport.parkNanos(STEP.toNanos());
      }
    } catch (RuntimeException | Error e) {
      trouble = e;
    }
  }

  private void look(String node) {
    var rest = cluster.find(node);
    if (rest.isEmpty()) {
      saw(node, Set.of());
      return;
    }
    try {
      saw(node, devices(rest.get().metrics()));
    } catch (UncheckedIOException e) {
      // It has been killed meanwhile.
      saw(node, Set.of());
    }
  }

  private static Set<String> devices(String metrics) {
    var devices = new HashSet<String>();
    for (var line : metrics.split("\n")) {
      for (var pattern : RUNS) {
        var found = pattern.matcher(line);
        if (found.find()) {
          devices.add(found.group(1));
        }
      }
    }
    return devices;
  }

  /**
   * Nodes are looked at one after the other, and a device may have gone from one to the other
   * between two looks: two have it when the first has it before and after the second.
   */
  private void saw(String node, Set<String> all) {
    seen.addAll(all);
    var devices = moving ? all.stream().filter(one -> !isNic(one)).collect(toSet()) : all;
    suspicions.removeIf(
        one -> {
          if (one.first().equals(node) && devices.contains(one.device())) {
            doubles.add(one);
          }
          return one.first().equals(node);
        });
    last.put(node, devices);
    last.forEach(
        (other, its) -> {
          if (!other.equals(node)) {
            its.stream()
                .filter(devices::contains)
                .forEach(device -> suspicions.add(new Suspicion(device, other, node)));
          }
        });
  }

  private static boolean isNic(String device) {
    return device.indexOf(':') >= 0;
  }

  /**
   * Ends; fails when two nodes had one device, when some device was never seen, or when it looked
   * too seldom to tell.
   *
   * @return for people
   */
  String finish(Set<String> devices) {
    long seconds = Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds();
    close();
    assertEquals(null, trouble, () -> "the watch ended: " + trouble);
    assertEquals(Set.of(), doubles, "devices that two nodes had");
    assertTrue(seen.containsAll(devices), () -> "only seen: " + seen);
    var often = "looked at what nodes run " + rounds + " times in " + seconds + " s";
    assertTrue(rounds > seconds, often);
    return often + ", no device was with two";
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
