package io.hnswitch.launch;

import io.hnswitch.launch.cluster.Peers;
import io.hnswitch.launch.migrate.Tunnel;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a migration's frames by the event bus that the nodes share: in order, each message
 * acknowledged. When one is lost, so is all that follows.
 */
final class ClusterTunnel implements Tunnel {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterTunnel.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OUTSTANDING_MAX = 64;

  private final Peers peers;
  private final String node;
  private final MigrationId id;
  private final Consumer<ClusterTunnel> closed;
  private final List<Runnable> waiting = new ArrayList<>();
  private int outstanding;
  private boolean broken;

  /**
   * @param closed told when nothing more will be sent
   */
  ClusterTunnel(Peers peers, String node, MigrationId id, Consumer<ClusterTunnel> closed) {
    this.peers = peers;
    this.node = node;
    this.id = id;
    this.closed = closed;
  }

  @Override
  public void send(Buffer message) {
    if (broken) {
      return;
    }
    outstanding++;
    peers
        .pass(node, id.toString(), message, PATIENCE)
        .onComplete(
            done -> {
              outstanding--;
              if (done.failed()) {
                breaks(done.cause().getMessage());
              }
              tellOfRoom();
            });
  }

  private void breaks(String why) {
    if (!broken) {
      broken = true;
      LOG.warn("the tunnel of migration {} to {} is broken: {}", id, node, why);
    }
  }

  private void tellOfRoom() {
    if (!isFull()) {
      var told = List.copyOf(waiting);
      waiting.clear();
      told.forEach(Runnable::run);
    }
  }

  /** A node is there no more; whoever waits for it to take something waits in vain. */
  void lost(String gone) {
    if (gone.equals(node)) {
      breaks("it has gone");
      tellOfRoom();
    }
  }

  @Override
  public boolean isFull() {
    return !broken && outstanding >= OUTSTANDING_MAX;
  }

  @Override
  public void onRoom(Runnable action) {
    waiting.add(action);
  }

  @Override
  public void close() {
    waiting.clear();
    closed.accept(this);
  }
}
