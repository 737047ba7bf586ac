package io.hnswitch.launch;

import io.hnswitch.bus.Lab;
import io.hnswitch.lab.LabSpec;
import io.hnswitch.launch.cluster.ClusterNode;
import io.hnswitch.wire.WireAddress;
import io.hnswitch.wire.WireDirectory;
import io.hnswitch.wire.WireHub;
import io.hnswitch.wire.WireSettings;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where the wires of this node to others end. The secret that nodes show each other is one that
 * only they share. Used on the lab's event loop only.
 */
final class ClusterWires implements WireDirectory {

  private static final String SECRET = "wires";
  private static final int SECRET_BYTES = 32;

  private final ClusterNode cluster;
  private final Lab lab;
  private final Supplier<LabSpec> spec;
  private final Consumer<WireHub> made;
  private Optional<WireHub> hub = Optional.empty();

  /**
   * @param spec gives the lab that runs
   * @param made gets the hub, before any link is made
   */
  ClusterWires(ClusterNode cluster, Lab lab, Supplier<LabSpec> spec, Consumer<WireHub> made) {
    this.cluster = cluster;
    this.lab = lab;
    this.spec = spec;
    this.made = made;
  }

  /** Listens, if it does not yet. */
  Future<Void> open() {
    return hub.isPresent() ? Future.succeededFuture() : secret().compose(this::open);
  }

  private Future<Void> open(String secret) {
    var settings = cluster.settings();
    var fresh =
        new WireHub(
            lab,
            new WireSettings(settings.node(), settings.own().host(), settings.wirePort(), secret),
            this);
    return fresh
        .start()
        .onSuccess(
            listening -> {
              hub = Optional.of(fresh);
              made.accept(fresh);
            })
        .mapEmpty();
  }

  /** The one that is there, or a new one: whoever is first makes it. */
  private Future<String> secret() {
    return cluster
        .secrets()
        .get(SECRET)
        .compose(
            there ->
                there
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            cluster
                                .secrets()
                                .putIfAbsent(SECRET, random())
                                .compose(done -> secret())));
  }

  private static String random() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Nodes have come or gone, or devices have moved. */
  void changed() {
    hub.ifPresent(WireHub::directoryChanged);
  }

  Future<Void> close() {
    return hub.map(WireHub::stop).orElseGet(Future::succeededFuture);
  }

  @Override
  public Optional<String> nodeOf(String adapter) {
    return Optional.of(spec.get().placeOfAdapter(adapter)).filter(node -> !node.isEmpty());
  }

  @Override
  public Optional<WireAddress> addressOf(String node) {
    return cluster
        .members()
        .named(node)
        .map(member -> new WireAddress(member.host(), member.wirePort()));
  }
}
