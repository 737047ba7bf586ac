package io.hnswitch.hn;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.migration.FrameStore;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.time.Timers;
import io.hnswitch.time.Until;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The port of a guest that leaves for another node. What comes for it is kept, in order. When the
 * guest runs elsewhere, all of it goes to the tunnel until the switch says that its address has
 * moved; when it stays after all, it gets it.
 */
final class PortLeaving implements PortMigration {

  /** How long the guest may take to let go of what it was given, and to hand over what it sent. */
  static final Duration DRAIN_TIME = Duration.ofSeconds(2);

  /** How long after the guest has arrived the switch may still have frames for it here. */
  static final Duration MOVE_TIME = Duration.ofMillis(500);

  private final MigrationId id;
  private final Parts parts;
  private final Owner owner;
  private final FrameStore store;
  private final Promise<Outcome> end = Promise.promise();
  private Timers.Timer wait = () -> {};
  private boolean forwarding;
  private boolean ending;
  private boolean moved;

  PortLeaving(MigrationId id, Parts parts, Owner owner) {
    this.id = id;
    this.parts = parts;
    this.owner = owner;
    this.store = new FrameStore(parts.lab().memory(), parts.executor(), parts.ledger());
  }

  @Override
  public MigrationId id() {
    return id;
  }

  @Override
  public void fromSwitch(FrameBurst burst) {
    if (moved) {
      // For groups: the new port has these from its own switch.
      parts.ledger().filtered(burst.size());
      burst.release();
    } else {
      store.add(burst);
    }
  }

  /** Done when the guest has let go of everything that it was given. */
  Future<Outcome> whenGuestHasAll() {
    return when(parts.port()::isGuestDone, "its guest does not let go of what it was given");
  }

  /** Behind the last frame of the guest: gives its address up and sends the goodbye. */
  Future<Outcome> goodbye() {
    return when(parts.port()::isHostDone, "its guest's channel does not become empty")
        .compose(
            done ->
                done instanceof Outcome.Done
                    ? owner.onSwitch(new SwitchControl.Yield(parts.nic().toString()))
                    : Future.succeededFuture(done))
        .onSuccess(
            done -> {
              if (done instanceof Outcome.Done) {
                owner.toSwitch(parts.marks().goodbye(id));
              }
            });
  }

  private Future<Outcome> when(BooleanSupplier condition, String otherwise) {
    Promise<Outcome> promise = Promise.promise();
    var late = Outcome.refused(Refusal.PEER_TIMEOUT, parts.nic() + ": " + otherwise);
    wait.cancel();
    wait =
        Until.holds(
            parts.executor(),
            parts.timers(),
            () -> {
              parts.port().pump();
              return condition.getAsBoolean();
            },
            DRAIN_TIME,
            () -> promise.complete(Outcome.DONE),
            () -> promise.complete(late));
    return promise.future();
  }

  /** The address was heard on an uplink: nothing comes here any more. */
  void moved() {
    moved = true;
    endIfDone();
  }

  /** The guest runs elsewhere. Done behind the last frame that goes to the tunnel. */
  Future<Outcome> forward() {
    if (!forwarding) {
      forwarding = true;
      wait.cancel();
      wait =
          parts
              .timers()
              .after(
                  MOVE_TIME,
                  () -> {
                    if (!moved) {
                      owner.missed();
                      moved();
                    }
                  });
      store.open(owner::toTunnel, this::endIfDone);
    }
    return end.future();
  }

  private void endIfDone() {
    if (forwarding && moved && store.isEmpty() && !ending) {
      ending = true;
      wait.cancel();
      owner.sent().onComplete(sent -> end.tryComplete(Outcome.DONE));
    }
  }

  /** The guest stays. Done when its address is its own again; what was kept follows. */
  Future<Outcome> stay() {
    wait.cancel();
    return owner
        .onSwitch(new SwitchControl.Own(parts.nic().toString(), parts.mac()))
        .onComplete(done -> store.open(parts.port()::transmit, this::over));
  }

  private void over() {
    store.close();
    owner.over();
  }

  @Override
  public long held() {
    return store.held();
  }

  @Override
  public void close(DropReason reason) {
    wait.cancel();
    end.tryComplete(Outcome.refused(Refusal.STATE_CONFLICT, parts.nic() + " was taken down"));
    store.drop(reason);
    store.close();
  }
}
