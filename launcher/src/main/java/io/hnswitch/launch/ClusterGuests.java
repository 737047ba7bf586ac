package io.hnswitch.launch;

import io.hnswitch.lab.GuestSpec;
import io.hnswitch.launch.migrate.GuestHome;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Guests that come and go where several nodes have one lab: a guest that comes is placed here by a
 * new revision, one that goes is placed elsewhere by the other node's. As long as one is on its way
 * here, the lab as a whole is not changed. Used on the lab's event loop only.
 */
final class ClusterGuests implements GuestHome {

  private final GuestHome home;
  private final LabState state;
  private final ChangeGate gate;
  private final Consumer<GuestSpec> came;
  private final Consumer<GuestSpec> went;
  private final Map<String, Promise<Void>> coming = new HashMap<>();

  /**
   * @param home what a guest's devices are made by
   * @param came told before the revision is made
   * @param went told when the guest is the other node's
   */
  ClusterGuests(
      GuestHome home,
      LabState state,
      ChangeGate gate,
      Consumer<GuestSpec> came,
      Consumer<GuestSpec> went) {
    this.home = home;
    this.state = state;
    this.gate = gate;
    this.came = came;
    this.went = went;
  }

  @Override
  public GuestSpec guest(String name) {
    return home.guest(name);
  }

  @Override
  public JsonObject describe(GuestSpec guest) {
    return home.describe(guest);
  }

  @Override
  public GuestSpec admit(String name, JsonObject description) {
    return home.admit(name, description);
  }

  /**
   * Fails at once when the lab is being changed. Waiting could be for ever: the change waits for
   * the node that the guest leaves, and that one for this.
   */
  @Override
  public Future<Void> deploy(GuestSpec guest, MigrationId id) {
    if (gate.isHeld()) {
      return Future.failedFuture("the lab is being changed");
    }
    Promise<Void> over = Promise.promise();
    Promise<Void> made = Promise.promise();
    coming.put(guest.name(), over);
    gate.beside(
        () -> {
          if (over.future().isComplete()) {
            made.fail("the guest stays");
            return Future.succeededFuture();
          }
          home.deploy(guest, id).onComplete(made);
          return over.future();
        });
    return made.future().onFailure(cause -> over(guest));
  }

  private void over(GuestSpec guest) {
    Optional.ofNullable(coming.remove(guest.name())).ifPresent(Promise::tryComplete);
  }

  @Override
  public Future<Void> remove(GuestSpec guest) {
    return home.remove(guest).onComplete(done -> over(guest));
  }

  @Override
  public Future<Void> revokeVfs(GuestSpec guest) {
    return home.revokeVfs(guest);
  }

  @Override
  public Future<Void> offerVfs(GuestSpec guest) {
    return home.offerVfs(guest);
  }

  @Override
  public void arrived(GuestSpec guest) {
    came.accept(guest);
    state.edit(
        lab -> {
          var guests = new LinkedHashMap<>(lab.guests());
          guests.put(guest.name(), guest);
          return lab.withGuests(guests);
        },
        Cause.MIGRATION);
    over(guest);
  }

  @Override
  public void left(GuestSpec guest) {
    went.accept(guest);
  }
}
