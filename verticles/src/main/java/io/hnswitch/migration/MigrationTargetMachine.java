package io.hnswitch.migration;

import io.hnswitch.migration.TargetEffect.Activate;
import io.hnswitch.migration.TargetEffect.Arm;
import io.hnswitch.migration.TargetEffect.Confirm;
import io.hnswitch.migration.TargetEffect.Decide;
import io.hnswitch.migration.TargetEffect.Deploy;
import io.hnswitch.migration.TargetEffect.Finish;
import io.hnswitch.migration.TargetEffect.Import;
import io.hnswitch.migration.TargetEffect.Listen;
import io.hnswitch.migration.TargetEffect.Refuse;
import io.hnswitch.migration.TargetEffect.Release;
import io.hnswitch.migration.TargetEffect.Remove;
import io.hnswitch.migration.TargetEvent.Aborted;
import io.hnswitch.migration.TargetEvent.Active;
import io.hnswitch.migration.TargetEvent.Asked;
import io.hnswitch.migration.TargetEvent.Decided;
import io.hnswitch.migration.TargetEvent.DeployFailed;
import io.hnswitch.migration.TargetEvent.Deployed;
import io.hnswitch.migration.TargetEvent.Elapsed;
import io.hnswitch.migration.TargetEvent.GoodbyeHeard;
import io.hnswitch.migration.TargetEvent.ImportFailed;
import io.hnswitch.migration.TargetEvent.Imported;
import io.hnswitch.migration.TargetEvent.PeerLost;
import io.hnswitch.migration.TargetEvent.Released;
import io.hnswitch.migration.TargetEvent.Removed;
import io.hnswitch.migration.TargetEvent.TunnelEnded;
import io.hnswitch.migration.TargetEvent.Undecided;
import io.hnswitch.migration.TargetState.Activating;
import io.hnswitch.migration.TargetState.Claiming;
import io.hnswitch.migration.TargetState.Ended;
import io.hnswitch.migration.TargetState.Holding;
import io.hnswitch.migration.TargetState.Idle;
import io.hnswitch.migration.TargetState.Importing;
import io.hnswitch.migration.TargetState.Listening;
import io.hnswitch.migration.TargetState.Prepared;
import io.hnswitch.migration.TargetState.Preparing;
import io.hnswitch.migration.TargetState.Ready;
import io.hnswitch.migration.TargetState.Releasing;
import io.hnswitch.migration.TargetState.Removing;
import io.hnswitch.state.StateTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides at the new node of a guest that comes; the states and where they go are in {@link
 * TargetState}. The guest is never let run without the arbiter's word; the arbiter is never asked
 * without the source's; and when it has said that the guest is this side's, nothing takes it away
 * again.
 */
public final class MigrationTargetMachine {

  /** How long the source may take to stop the guest; it may have VFs to give back. */
  public static final Duration STATE_TIME = Duration.ofSeconds(90);

  /** How long the source may take to give the word. */
  public static final Duration WORD_TIME = Duration.ofSeconds(5);

  /**
   * How long the end of the tunnel is waited for when the guest runs: longer than a source takes
   * that has not heard of it and asks the arbiter.
   */
  public static final Duration TUNNEL_TIME = Duration.ofSeconds(3);

  /** Between two questions to the arbiter. */
  public static final Duration DECIDE_AGAIN = Duration.ofMillis(250);

  private MigrationTargetMachine() {}

  private static Step<TargetState, TargetEffect> to(TargetState next, TargetEffect... effects) {
    return new Step<>(next, List.of(effects));
  }

  /** What follows from an event; one that a state does not wait for changes nothing. */
  public static Step<TargetState, TargetEffect> on(TargetState state, TargetEvent event) {
    if (event instanceof Asked(var ask, var saved)) {
      return asked(state, ask, saved);
    }
    return switch (state) {
      case Idle _ -> to(state);
      case Preparing preparing -> preparing(preparing, event);
      case Prepared _, Ready _ -> undo(state, event).map(why -> remove(why)).orElse(to(state));
      case Importing importing -> importing(importing, event);
      case Listening _ -> listening(state, event);
      case Claiming _ -> claiming(state, event);
      case Activating(var ended) -> activating(ended, event);
      case Holding _ -> holding(state, event);
      case Releasing _ ->
          event instanceof Released
              ? to(new Ended(Side.TARGET, ""), new Finish(Side.TARGET, ""))
              : to(state);
      case Removing(var why) ->
          event instanceof Removed
              ? to(new Ended(Side.SOURCE, why), new Finish(Side.SOURCE, why))
              : to(state);
      case Ended _ -> to(state);
    };
  }

  /** The first time begins something; a repeated question gets the answer of the first. */
  private static Step<TargetState, TargetEffect> asked(
      TargetState state, Ask ask, StateTree saved) {
    return switch (state) {
      case Idle _ ->
          ask == Ask.PREPARE
              ? to(new Preparing(Optional.empty()), new Deploy())
              : to(state, new Refuse(ask, "no such migration"));
      case Prepared _ ->
          switch (ask) {
            case PREPARE -> to(state, new Confirm(ask));
            case TRANSFER -> to(new Importing(Optional.empty()), new Import(saved));
            case RESUME -> to(state, new Refuse(ask, "there is nothing to go on with"));
          };
      case Ready _ ->
          ask == Ask.RESUME ? to(new Listening(), new Listen()) : to(state, new Confirm(ask));
      case Preparing _ -> early(state, ask, Ask.PREPARE);
      case Importing _ -> early(state, ask, Ask.TRANSFER);
      // Answered when that is known.
      case Listening _, Claiming _, Activating _ -> early(state, ask, Ask.RESUME);
      case Holding _, Releasing _ -> to(state, new Confirm(ask));
      case Removing(var why) -> to(state, new Refuse(ask, why));
      case Ended(var side, var why) ->
          to(state, side == Side.TARGET ? new Confirm(ask) : new Refuse(ask, why));
    };
  }

  private static Step<TargetState, TargetEffect> early(TargetState state, Ask ask, Ask underWay) {
    if (ask == underWay) {
      return to(state);
    }
    return ask.compareTo(underWay) < 0
        ? to(state, new Confirm(ask))
        : to(state, new Refuse(ask, "not yet"));
  }

  /** Why an event ends what only waits; empty when it does not. */
  private static Optional<String> undo(TargetState state, TargetEvent event) {
    return switch (event) {
      case Aborted(var why) -> Optional.of(why);
      case PeerLost _ -> Optional.of("the source is gone");
      case Elapsed(var in) ->
          in == state.getClass() ? Optional.of("the source said nothing more") : Optional.empty();
      case Asked _,
          Deployed _,
          DeployFailed _,
          Imported _,
          ImportFailed _,
          GoodbyeHeard _,
          Decided _,
          Undecided _,
          Active _,
          TunnelEnded _,
          Released _,
          Removed _ ->
          Optional.empty();
    };
  }

  private static Step<TargetState, TargetEffect> remove(String why, Ask... unanswered) {
    List<TargetEffect> effects = new ArrayList<>();
    for (var ask : unanswered) {
      effects.add(new Refuse(ask, why));
    }
    effects.add(new Remove());
    return new Step<>(new Removing(why), effects);
  }

  /** What was begun ends before it is undone. */
  private static Step<TargetState, TargetEffect> preparing(Preparing state, TargetEvent event) {
    if (event instanceof Deployed) {
      return state
          .undo()
          .map(why -> remove(why, Ask.PREPARE))
          .orElseGet(
              () ->
                  to(
                      new Prepared(),
                      new Confirm(Ask.PREPARE),
                      new Arm(STATE_TIME, Prepared.class)));
    }
    if (event instanceof DeployFailed(var why)) {
      return remove(why, Ask.PREPARE);
    }
    var why = undo(state, event);
    return to(state.undo().isPresent() || why.isEmpty() ? state : new Preparing(why));
  }

  private static Step<TargetState, TargetEffect> importing(Importing state, TargetEvent event) {
    if (event instanceof Imported) {
      return state
          .undo()
          .map(why -> remove(why, Ask.TRANSFER))
          .orElseGet(
              () -> to(new Ready(), new Confirm(Ask.TRANSFER), new Arm(WORD_TIME, Ready.class)));
    }
    if (event instanceof ImportFailed(var why)) {
      return remove(why, Ask.TRANSFER);
    }
    var why = undo(state, event);
    return to(state.undo().isPresent() || why.isEmpty() ? state : new Importing(why));
  }

  /** A source that is gone is no reason to stop: it may have meant this side to have the guest. */
  private static Step<TargetState, TargetEffect> listening(TargetState state, TargetEvent event) {
    if (event instanceof GoodbyeHeard) {
      return to(new Claiming(), new Decide());
    }
    return event instanceof Aborted(var why) ? remove(why, Ask.RESUME) : to(state);
  }

  /** An abort says what the arbiter will say; only the arbiter can tell it from a stray one. */
  private static Step<TargetState, TargetEffect> claiming(TargetState state, TargetEvent event) {
    if (event instanceof Decided(var side)) {
      return switch (side) {
        case TARGET -> to(new Activating(false), new Activate());
        case SOURCE -> remove("the source has taken the guest back", Ask.RESUME);
      };
    }
    if (event instanceof Undecided) {
      return to(state, new Arm(DECIDE_AGAIN, Claiming.class));
    }
    return event instanceof Elapsed(var in) && in == Claiming.class
        ? to(state, new Decide())
        : to(state);
  }

  private static Step<TargetState, TargetEffect> activating(
      boolean tunnelEnded, TargetEvent event) {
    if (event instanceof Active) {
      return tunnelEnded
          ? to(new Releasing(), new Confirm(Ask.RESUME), new Release(false))
          : to(new Holding(), new Confirm(Ask.RESUME), new Arm(TUNNEL_TIME, Holding.class));
    }
    boolean ended = event instanceof TunnelEnded || event instanceof PeerLost;
    return to(new Activating(tunnelEnded || ended));
  }

  private static Step<TargetState, TargetEffect> holding(TargetState state, TargetEvent event) {
    if (event instanceof TunnelEnded) {
      return to(new Releasing(), new Release(false));
    }
    boolean vain = event instanceof Elapsed(var in) && in == Holding.class;
    return vain || event instanceof PeerLost ? to(new Releasing(), new Release(true)) : to(state);
  }
}
