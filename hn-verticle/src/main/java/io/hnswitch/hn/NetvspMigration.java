package io.hnswitch.hn;

import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.migration.MigrationId;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which migration a netvsp is in, and what it is told about it. */
final class NetvspMigration {

  private final PortMigration.Parts parts;
  private final PortMigration.Owner owner;
  private Optional<PortMigration> current;
  private long missed;
  private long copies;

  /**
   * @param joining the migration that the guest comes by, if it does
   */
  NetvspMigration(
      PortMigration.Parts parts, PortMigration.Owner owner, Optional<MigrationId> joining) {
    this.parts = parts;
    this.owner = owner;
    this.current = joining.map(id -> new PortJoining(id, parts, owner));
  }

  /** Frames that the switch has for the guest; they are taken over. */
  void fromSwitch(FrameBurst burst) {
    if (current.isPresent()) {
      current.get().fromSwitch(burst);
    } else {
      parts.port().transmit(burst);
    }
  }

  /** Frames of a guest that has come from elsewhere, late by their way. */
  void fromTunnel(FrameBurst burst) {
    if (current.isPresent() && current.get() instanceof PortJoining joining) {
      joining.fromTunnel(burst);
    } else {
      parts.port().transmit(burst);
    }
  }

  /** The address was heard on an uplink. */
  void moved() {
    if (current.isPresent() && current.get() instanceof PortLeaving leaving) {
      leaving.moved();
    }
  }

  /** Whether the guest runs elsewhere, and is to come here. */
  boolean isWaiting() {
    return current.isPresent()
        && current.get() instanceof PortJoining joining
        && joining.isWaiting();
  }

  /** Whether a migration is under way. */
  boolean isActive() {
    return current.isPresent();
  }

  void over() {
    current = Optional.empty();
  }

  void missed() {
    missed++;
  }

  void copies(int frames) {
    copies += frames;
  }

  Future<Outcome> leave(MigrationId id) {
    if (current.isPresent()
        && current.get() instanceof PortJoining joining
        && joining.isLingering()) {
      joining.close(DropReason.SHUTDOWN); // It holds nothing any more.
      current = Optional.empty();
    }
    if (current.isEmpty()) {
      current = Optional.of(new PortLeaving(id, parts, owner));
    }
    return leaving(id, PortLeaving::whenGuestHasAll);
  }

  Future<Outcome> leaving(MigrationId id, Function<PortLeaving, Future<Outcome>> what) {
    return current.isPresent()
            && current.get() instanceof PortLeaving leaving
            && leaving.id().equals(id)
        ? what.apply(leaving)
        : notIn(id);
  }

  Future<Outcome> joining(MigrationId id, Function<PortJoining, Future<Outcome>> what) {
    return current.isPresent()
            && current.get() instanceof PortJoining joining
            && joining.id().equals(id)
        ? what.apply(joining)
        : notIn(id);
  }

  private Future<Outcome> notIn(MigrationId id) {
    return Future.succeededFuture(
        Outcome.refused(Refusal.STATE_CONFLICT, parts.nic() + " is not in migration " + id));
  }

  /** What concerns one migration. */
  Future<Outcome> on(NetvspControl.Migration message) {
    return switch (message) {
      case NetvspControl.Leave(var id) -> leave(id);
      case NetvspControl.SayGoodbye(var id) -> leaving(id, PortLeaving::goodbye);
      case NetvspControl.Forward(var id) -> leaving(id, PortLeaving::forward);
      case NetvspControl.Stay(var id) -> leaving(id, PortLeaving::stay);
      case NetvspControl.AwaitGoodbye(var id) -> joining(id, PortJoining::whenGoodbye);
      case NetvspControl.Arrive(var id) -> joining(id, PortJoining::arrive);
      case NetvspControl.Release(var id, var inVain) ->
          joining(id, joining -> joining.release(inVain));
      case NetvspControl.Save _, NetvspControl.Restore _ ->
          throw new IllegalStateException("not about one migration: " + message);
    };
  }

  long held() {
    return current.map(PortMigration::held).orElse(0L);
  }

  void countInto(Map<String, Long> view) {
    if (missed + copies > 0) {
      view.put("migration-missed", missed);
      view.put("migration-copies", copies);
    }
  }

  void close(DropReason reason) {
    current.ifPresent(now -> now.close(reason));
  }
}
