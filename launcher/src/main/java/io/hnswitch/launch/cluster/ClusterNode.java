package io.hnswitch.launch.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/** This node as one of several: Vert.x on Hazelcast, and what all nodes share. */
public final class ClusterNode {

  private static final Duration PING = Duration.ofSeconds(2);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration NAMESAKE = Duration.ofSeconds(15);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final ClusterSettings settings;
  private final String run;
  private final Vertx vertx;
  private final Members members;
  private final SharedMap revisions;
  private final SharedMap nodes;
  private final SharedMap secrets;
  private final SharedMap migrations;
  private final Owners owners;
  private final Peers peers;
  private final SelfProbe probe;

  private ClusterNode(
      ClusterSettings settings, String run, Vertx vertx, HazelcastClusterManager manager) {
    var hazelcast = manager.getHazelcastInstance();
    this.settings = settings;
    this.run = run;
    this.vertx = vertx;
    members = new Members(vertx, hazelcast, settings.quorum());
    revisions = new SharedMap(vertx, hazelcast, "hnswitch.revisions");
    nodes = new SharedMap(vertx, hazelcast, "hnswitch.nodes");
    secrets = new SharedMap(vertx, hazelcast, "hnswitch.secrets");
    migrations = new SharedMap(vertx, hazelcast, HazelcastSettings.MIGRATIONS);
    owners = new Owners(new SharedMap(vertx, hazelcast, "hnswitch.owners"), members);
    peers = new Peers(vertx, settings.node(), members);
    probe = new SelfProbe(peers, members, () -> announce(manager), System::nanoTime);
  }

  /** Where this node's event bus is may have been lost with what it has registered. */
  private static Future<Void> announce(HazelcastClusterManager manager) {
    Promise<Void> promise = Promise.promise();
    manager.setNodeInfo(manager.getNodeInfo(), promise);
    return promise.future();
  }

  /**
   * Joins the others, or begins alone; blocks for some seconds.
   *
   * @param builders makes builders of a Vert.x with its options and metrics, not yet for a cluster
   * @param options makes those options
   * @param patience how long each of at most {@value Attempts#MOST} attempts may take
   * @throws ClusterException when it cannot be one of them
   */
  public static ClusterNode join(
      ClusterSettings settings,
      Function<VertxOptions, VertxBuilder> builders,
      Supplier<VertxOptions> options,
      Duration patience) {
    var node = Attempts.of(() -> attempt(settings, builders, options.get(), patience));
    try {
      node.requireFit();
      return node;
    } catch (RuntimeException e) {
      node.vertx.close();
      throw e;
    }
  }

  private static ClusterNode attempt(
      ClusterSettings settings,
      Function<VertxOptions, VertxBuilder> builders,
      VertxOptions options,
      Duration patience) {
    var run = UUID.randomUUID().toString();
    options
        .getEventBusOptions()
        .setHost(settings.own().host())
        .setPort(settings.busPort())
        .setClusterPublicHost(settings.own().host())
        .setClusterPublicPort(settings.busPort())
        .setClusterPingInterval(PING.toMillis())
        .setClusterPingReplyInterval(PING.toMillis())
        .setConnectTimeout((int) CONNECT.toMillis());
    var manager = new HazelcastClusterManager(HazelcastSettings.of(settings, run));
    var builder = builders.apply(options).with(options).withClusterManager(manager);
    try {
      return new ClusterNode(settings, run, await(builder, settings, patience), manager);
    } catch (ClusterException e) {
      terminate(manager);
      throw e;
    }
  }

  /** Its ports are free afterwards. */
  private static void terminate(HazelcastClusterManager manager) {
    var hazelcast = manager.getHazelcastInstance();
    if (hazelcast != null) {
      hazelcast.getLifecycleService().terminate();
    }
  }

  private static Vertx await(VertxBuilder builder, ClusterSettings settings, Duration patience) {
    try {
      return builder
          .buildClustered()
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new ClusterException(
          "cannot meet other nodes at " + settings.own() + ": " + reason(e.getCause()),
          e.getCause());
    } catch (TimeoutException e) {
      throw new ClusterException(
          "cannot meet other nodes at "
              + settings.own()
              + ": nothing happened in "
              + patience.toSeconds()
              + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted");
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** A node of the same name that has just died may be there for some seconds still. */
  private void requireFit() {
    long end = System.nanoTime() + NAMESAKE.toNanos();
    while (hasNamesake()) {
      if (System.nanoTime() - end > 0) {
        throw new ClusterException(
            "a node called " + settings.node() + " is in the cluster: --node gives another name");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    for (var member : members.all()) {
      if (!VersionRule.fit(member.version(), settings.version())) {
        throw new ClusterException(
            "this is version "
                + settings.version()
                + ", and node "
                + member.name()
                + " is "
                + member.version()
                + ": versions that differ by more than one minor step do not run one lab");
      }
    }
  }

  private boolean hasNamesake() {
    return members.all().stream()
        .anyMatch(member -> !member.self() && member.name().equals(settings.node()));
  }

  public ClusterSettings settings() {
    return settings;
  }

  /** This node's name. */
  public String name() {
    return settings.node();
  }

  /** Names this run of the node. */
  public String run() {
    return run;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Members members() {
    return members;
  }

  /** The revisions of the lab: their numbers, and what each is. */
  public SharedMap revisions() {
    return revisions;
  }

  /** What nodes say of themselves, by name. */
  public SharedMap nodes() {
    return nodes;
  }

  /** What only nodes know. */
  public SharedMap secrets() {
    return secrets;
  }

  /** Whose a guest is that was on its way, by migration; for a while. */
  public SharedMap migrations() {
    return migrations;
  }

  public Owners owners() {
    return owners;
  }

  public Peers peers() {
    return peers;
  }

  /** Keeps this node reachable. */
  public SelfProbe probe() {
    return probe;
  }
}
