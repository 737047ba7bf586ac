package io.hnswitch.launch.migrate;

import io.hnswitch.lab.GuestSpec;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What the lab of a node has to do with a guest that leaves it or comes. On the lab's loop. */
public interface GuestHome {

  /**
   * A guest of this lab, as it is wanted now.
   *
   * @throws io.hnswitch.api.ProblemException when there is none
   */
  GuestSpec guest(String name);

  /** A guest for another node, which knows nothing of this lab. */
  JsonObject describe(GuestSpec guest);

  /**
   * A guest as it will be here: on a switch and with adapters of this lab.
   *
   * @param description checked like a lab file; nobody is trusted with it
   * @throws io.hnswitch.api.ProblemException when it cannot come
   */
  GuestSpec admit(String name, JsonObject description);

  /** Makes the devices of a guest that comes; they wait. All or none. */
  Future<Void> deploy(GuestSpec guest, MigrationId id);

  /** Takes the devices of a guest down; the guest is, or stays, elsewhere. */
  Future<Void> remove(GuestSpec guest);

  /** Takes the VFs that the guest has back, in order; none is fine. */
  Future<Void> revokeVfs(GuestSpec guest);

  /** Gives the guest the VFs that are wanted for it. */
  Future<Void> offerVfs(GuestSpec guest);

  /** The guest is one of this lab's from now on. */
  void arrived(GuestSpec guest);

  /** The guest is none of this lab's any more. */
  void left(GuestSpec guest);
}
