package io.hnswitch.launch.migrate;

import io.hnswitch.migration.MigrationId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Another node, as a migration reaches it. Messages may be lost, delayed or come twice; frames in
 * the tunnel may be lost only with all that follow.
 */
public interface MigrationPeer {

  /** The node's name. */
  String node();

  /**
   * Gives a message to {@link Migrations#receive} of the other node.
   *
   * @return its answer; fails when there is none in time
   */
  Future<JsonObject> request(JsonObject message, Duration patience);

  /** Opens the way for the frames of a migration that leaves this node. */
  Future<Tunnel> tunnel(MigrationId id);
}
