package io.hnswitch.hn;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.migration.FrameStore;
import io.hnswitch.migration.MigrationId;
import io.hnswitch.migration.MigrationMark;
import io.hnswitch.migration.Sightings;
import io.hnswitch.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * The port of a guest that comes from another node. At first it has no address but that of the
 * goodbye. When the guest runs here, what the tunnel brings goes to it at once, and what the switch
 * has for it waits until the tunnel has ended; a frame that came both ways is given once.
 */
final class PortJoining implements PortMigration {

  /** How long the goodbye, and later the tunnel, are waited for at most. */
  static final Duration HOLD = Duration.ofMillis(500);

  /** How long after the tunnel has ended a copy of one of its frames may still be on its way. */
  static final Duration LINGER = Duration.ofMillis(500);

  enum Stage {
    /** The guest runs elsewhere. */
    WAITING,
    /** The guest runs here; the tunnel has not ended. */
    HOLDING,
    /** What was held goes to the guest. */
    RELEASING,
    /** Frames go to the guest as they come; copies are still looked for. */
    LINGERING,
    OVER
  }

  private final MigrationId id;
  private final Parts parts;
  private final Owner owner;
  private final FrameStore store;
  private final MemorySegment bytes;
  private final Sightings sightings;
  private final Promise<Outcome> goodbye = Promise.promise();
  private Timers.Timer wait = () -> {};
  private Stage stage = Stage.WAITING;

  PortJoining(MigrationId id, Parts parts, Owner owner) {
    this.id = id;
    this.parts = parts;
    this.owner = owner;
    this.store = new FrameStore(parts.lab().memory(), parts.executor(), parts.ledger());
    this.bytes = parts.lab().memory().segment();
    this.sightings = new Sightings(parts.lab().memory());
  }

  @Override
  public MigrationId id() {
    return id;
  }

  /** Whether the guest runs elsewhere. */
  boolean isWaiting() {
    return stage == Stage.WAITING;
  }

  /** Whether only copies are still looked for. */
  boolean isLingering() {
    return stage == Stage.LINGERING;
  }

  @Override
  public void fromSwitch(FrameBurst burst) {
    switch (stage) {
      case WAITING -> lookForGoodbye(burst);
      case HOLDING, RELEASING -> store.add(burst);
      case LINGERING, OVER -> give(burst);
    }
  }

  private void lookForGoodbye(FrameBurst burst) {
    var slab = burst.slab();
    int found = 0;
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      if (MigrationMark.isGoodbye(bytes, slab.address(slot), slab.length(slot), id, parts.mac())) {
        found++;
      }
    }
    parts.ledger().delivered(found);
    parts.ledger().filtered(burst.size() - found);
    burst.release();
    if (found > 0) {
      goodbye.tryComplete(Outcome.DONE);
    }
  }

  /** Done when the goodbye has come, or did not come in time. */
  Future<Outcome> whenGoodbye() {
    if (!goodbye.future().isComplete()) {
      wait.cancel();
      wait =
          parts
              .timers()
              .after(
                  HOLD,
                  () -> {
                    if (goodbye.tryComplete(Outcome.DONE)) {
                      owner.missed();
                    }
                  });
    }
    return goodbye.future();
  }

  /** The guest runs here. Done when every switch will hear of it in front of its first frame. */
  Future<Outcome> arrive() {
    if (stage != Stage.WAITING) {
      return Future.succeededFuture(Outcome.DONE);
    }
    wait.cancel();
    stage = Stage.HOLDING;
    return owner
        .openFilter()
        .compose(open -> owner.onSwitch(new SwitchControl.Own(parts.nic().toString(), parts.mac())))
        .onSuccess(own -> owner.toSwitch(parts.marks().announcement()));
  }

  /** Frames of the tunnel: they are older than what the switch has. */
  void fromTunnel(FrameBurst burst) {
    sightings.note(burst);
    parts.port().transmit(burst);
  }

  /** The tunnel has ended, or is not waited for any more. */
  Future<Outcome> release(boolean inVain) {
    if (stage != Stage.HOLDING) {
      return stage == Stage.WAITING
          ? Future.succeededFuture(
              Outcome.refused(Refusal.STATE_CONFLICT, parts.nic() + " has not arrived"))
          : Future.succeededFuture(Outcome.DONE);
    }
    stage = Stage.RELEASING;
    if (inVain) {
      owner.missed();
    }
    store.open(this::give, this::released);
    return Future.succeededFuture(Outcome.DONE);
  }

  private void released() {
    if (stage == Stage.RELEASING) {
      stage = Stage.LINGERING;
      store.close();
      wait = parts.timers().after(LINGER, this::over);
    }
  }

  private void over() {
    stage = Stage.OVER;
    owner.over();
  }

  private void give(FrameBurst burst) {
    int copies = sightings.strike(burst);
    if (copies > 0) {
      parts.ledger().filtered(copies);
      owner.copies(copies);
    }
    if (burst.size() == 0) {
      burst.release();
    } else {
      parts.port().transmit(burst);
    }
  }

  @Override
  public long held() {
    return store.held();
  }

  @Override
  public void close(DropReason reason) {
    wait.cancel();
    goodbye.tryComplete(Outcome.refused(Refusal.STATE_CONFLICT, parts.nic() + " was taken down"));
    store.drop(reason);
    store.close();
  }
}
