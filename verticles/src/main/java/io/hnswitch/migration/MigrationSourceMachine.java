package io.hnswitch.migration;

import io.hnswitch.migration.SourceEffect.Arm;
import io.hnswitch.migration.SourceEffect.Decide;
import io.hnswitch.migration.SourceEffect.EndTunnel;
import io.hnswitch.migration.SourceEffect.Finish;
import io.hnswitch.migration.SourceEffect.Forward;
import io.hnswitch.migration.SourceEffect.GoOn;
import io.hnswitch.migration.SourceEffect.Leave;
import io.hnswitch.migration.SourceEffect.Request;
import io.hnswitch.migration.SourceEffect.RevokeVfs;
import io.hnswitch.migration.SourceEffect.SendAbort;
import io.hnswitch.migration.SourceEffect.Suspend;
import io.hnswitch.migration.SourceEvent.Cancel;
import io.hnswitch.migration.SourceEvent.Decided;
import io.hnswitch.migration.SourceEvent.Done;
import io.hnswitch.migration.SourceEvent.Elapsed;
import io.hnswitch.migration.SourceEvent.Forwarded;
import io.hnswitch.migration.SourceEvent.Left;
import io.hnswitch.migration.SourceEvent.PeerLost;
import io.hnswitch.migration.SourceEvent.Refused;
import io.hnswitch.migration.SourceEvent.Returned;
import io.hnswitch.migration.SourceEvent.RevokeFailed;
import io.hnswitch.migration.SourceEvent.Revoked;
import io.hnswitch.migration.SourceEvent.Start;
import io.hnswitch.migration.SourceEvent.SuspendFailed;
import io.hnswitch.migration.SourceEvent.Suspended;
import io.hnswitch.migration.SourceEvent.Undecided;
import io.hnswitch.migration.SourceState.Asking;
import io.hnswitch.migration.SourceState.Deciding;
import io.hnswitch.migration.SourceState.Ended;
import io.hnswitch.migration.SourceState.Forwarding;
import io.hnswitch.migration.SourceState.Handing;
import io.hnswitch.migration.SourceState.Idle;
import io.hnswitch.migration.SourceState.Leaving;
import io.hnswitch.migration.SourceState.Returning;
import io.hnswitch.migration.SourceState.Revoking;
import io.hnswitch.migration.SourceState.Suspending;
import io.hnswitch.migration.SourceState.Transferring;
import io.hnswitch.state.StateTree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Decides at the old node of a guest that leaves; the states and where they go are in {@link
 * SourceState}. Until the target was asked to let the guest go on ({@link Handing}) this side can
 * change its mind by itself; from then on only the arbiter says whose the guest is, or the target's
 * word that it runs there.
 */
public final class MigrationSourceMachine {

  /** How long the target may take to make room. */
  public static final Duration PREPARE_TIME = Duration.ofSeconds(10);

  /** How long it may take to take over the state: the guest stands still. */
  public static final Duration TRANSFER_TIME = Duration.ofSeconds(3);

  /** How long it may take to let the guest go on; it waits for the goodbye in that time. */
  public static final Duration RESUME_TIME = Duration.ofSeconds(1);

  /** Between two questions to the arbiter. */
  public static final Duration DECIDE_AGAIN = Duration.ofMillis(250);

  private MigrationSourceMachine() {}

  private static Step<SourceState, SourceEffect> to(SourceState next, SourceEffect... effects) {
    return new Step<>(next, List.of(effects));
  }

  /** What follows from an event; one that a state does not wait for changes nothing. */
  public static Step<SourceState, SourceEffect> on(SourceState state, SourceEvent event) {
    return switch (state) {
      case Idle _ ->
          event instanceof Start
              ? to(
                  new Asking(),
                  new Request(Ask.PREPARE, StateTree.EMPTY),
                  new Arm(PREPARE_TIME, Asking.class))
              : to(state);
      case Asking _ -> asking(state, event);
      case Revoking revoking -> revoking(revoking, event);
      case Suspending suspending -> suspending(suspending, event);
      case Transferring _ -> transferring(state, event);
      case Handing _ -> handing(state, event);
      case Deciding deciding -> deciding(deciding, event);
      case Forwarding _ ->
          event instanceof Forwarded ? to(new Leaving(), new EndTunnel(), new Leave()) : to(state);
      case Leaving _ ->
          event instanceof Left
              ? to(new Ended(Side.TARGET, ""), new Finish(Side.TARGET, ""))
              : to(state);
      case Returning(var why) ->
          event instanceof Returned
              ? to(new Ended(Side.SOURCE, why), new Finish(Side.SOURCE, why))
              : to(state);
      case Ended _ -> to(state);
    };
  }

  /** Why an event ends what can still be undone here; empty when it does not. */
  private static Optional<String> undo(SourceState state, SourceEvent event) {
    return switch (event) {
      case Refused(var _, var why) -> Optional.of(why);
      case RevokeFailed(var why) -> Optional.of(why);
      case SuspendFailed(var why) -> Optional.of(why);
      case PeerLost _ -> Optional.of("the target is gone");
      case Cancel _ -> Optional.of("cancelled");
      case Elapsed(var in) ->
          in == state.getClass()
              ? Optional.of("the target did not answer in time")
              : Optional.empty();
      case Start _,
          Done _,
          Revoked _,
          Suspended _,
          Decided _,
          Undecided _,
          Forwarded _,
          Left _,
          Returned _ ->
          Optional.empty();
    };
  }

  private static Step<SourceState, SourceEffect> asking(SourceState state, SourceEvent event) {
    if (event instanceof Done(var ask) && ask == Ask.PREPARE) {
      return to(new Revoking(Optional.empty()), new RevokeVfs());
    }
    return undo(state, event)
        .map(
            why ->
                to(new Ended(Side.SOURCE, why), new SendAbort(why), new Finish(Side.SOURCE, why)))
        .orElseGet(() -> to(state));
  }

  /** What was begun with the guest ends before it is undone. */
  private static Step<SourceState, SourceEffect> revoking(Revoking state, SourceEvent event) {
    if (event instanceof Revoked) {
      return state
          .undo()
          .map(MigrationSourceMachine::goBack)
          .orElseGet(() -> to(new Suspending(Optional.empty()), new Suspend()));
    }
    var why = undo(state, event);
    if (event instanceof RevokeFailed) {
      return goBack(why.orElseThrow());
    }
    return to(state.undo().isPresent() || why.isEmpty() ? state : new Revoking(why));
  }

  private static Step<SourceState, SourceEffect> suspending(Suspending state, SourceEvent event) {
    if (event instanceof Suspended(var saved)) {
      return state
          .undo()
          .map(MigrationSourceMachine::goBack)
          .orElseGet(
              () ->
                  to(
                      new Transferring(),
                      new Request(Ask.TRANSFER, saved),
                      new Arm(TRANSFER_TIME, Transferring.class)));
    }
    var why = undo(state, event);
    if (event instanceof SuspendFailed) {
      return goBack(why.orElseThrow());
    }
    return to(state.undo().isPresent() || why.isEmpty() ? state : new Suspending(why));
  }

  private static Step<SourceState, SourceEffect> transferring(
      SourceState state, SourceEvent event) {
    if (event instanceof Done(var ask) && ask == Ask.TRANSFER) {
      return to(
          new Handing(),
          new Request(Ask.RESUME, StateTree.EMPTY),
          new Arm(RESUME_TIME, Handing.class));
    }
    if (event instanceof Refused(var ask, var _) && ask != Ask.TRANSFER) {
      return to(state);
    }
    return undo(state, event).map(MigrationSourceMachine::goBack).orElseGet(() -> to(state));
  }

  private static Step<SourceState, SourceEffect> goBack(String why) {
    return to(new Returning(why), new SendAbort(why), new GoOn());
  }

  private static Step<SourceState, SourceEffect> handing(SourceState state, SourceEvent event) {
    if (event instanceof Done(var ask) && ask == Ask.RESUME) {
      return to(new Forwarding(), new Forward());
    }
    // It may run there all the same, unless it was wanted back only: that is too late.
    boolean wrongAnswer = event instanceof Refused(var ask, var _) && ask != Ask.RESUME;
    if (event instanceof Cancel || wrongAnswer) {
      return to(state);
    }
    return undo(state, event)
        .map(why -> to(new Deciding(why), new Decide()))
        .orElseGet(() -> to(state));
  }

  private static Step<SourceState, SourceEffect> deciding(Deciding state, SourceEvent event) {
    return switch (event) {
      case Decided(var side) ->
          switch (side) {
            case SOURCE -> goBack(state.why());
            case TARGET -> to(new Forwarding(), new Forward());
          };
      case Undecided _ -> to(state, new Arm(DECIDE_AGAIN, Deciding.class));
      case Elapsed(var in) -> in == Deciding.class ? to(state, new Decide()) : to(state);
      // The target says so only after the arbiter has.
      case Done(var ask) -> ask == Ask.RESUME ? to(new Forwarding(), new Forward()) : to(state);
      case Start _,
          Refused _,
          Revoked _,
          RevokeFailed _,
          Suspended _,
          SuspendFailed _,
          Forwarded _,
          Left _,
          Returned _,
          PeerLost _,
          Cancel _ ->
          to(state);
    };
  }
}
