package io.hnswitch.pairing;

import io.hnswitch.control.Datapath;
import io.hnswitch.control.NicControl.Merged;
import io.hnswitch.pairing.PairingEvent.Failure;
import io.hnswitch.pairing.PairingEvent.MergeAnswered;
import io.hnswitch.pairing.PairingEvent.OffloadsAnswered;
import io.hnswitch.pairing.PairingEvent.Outcome;
import io.hnswitch.pairing.PairingEvent.Refused;
import io.hnswitch.pairing.PairingEvent.RetryDue;
import io.hnswitch.pairing.PairingEvent.Succeeded;
import io.hnswitch.pairing.PairingEvent.Unanswered;
import io.hnswitch.pairing.PairingEvent.WaitElapsed;
import io.hnswitch.pairing.PairingState.BringingUp;
import io.hnswitch.pairing.PairingState.Failed;
import io.hnswitch.pairing.PairingState.HandingOver;
import io.hnswitch.pairing.PairingState.Handover;
import io.hnswitch.pairing.PairingState.Merging;
import io.hnswitch.pairing.PairingState.Paired;
import io.hnswitch.pairing.PairingState.Ready;
import io.hnswitch.pairing.PairingState.Rise;
import io.hnswitch.pairing.PairingState.Switching;
import io.hnswitch.pairing.PairingState.SwitchingBack;
import io.hnswitch.pairing.PairingState.TakingDown;
import io.hnswitch.pairing.PairingState.Undoing;
import io.hnswitch.pairing.PairingState.VfActive;
import io.hnswitch.pairing.PairingState.Waiting;

/**
 * What follows from the outcome of the step that is under way. A refusal changed nothing, so
 * nothing of that step is undone; without an answer it may have been done, so it is. An undo step
 * counts as done whatever its outcome, or a departure would never be answered.
 */
final class PairOutcomes {

  private static final int DEFAULT_MTU = 1500;

  private PairOutcomes() {}

  static Step on(Paired state, Outcome outcome) {
    return switch (state) {
      case Waiting s -> waiting(s, outcome);
      case Merging s -> merging(s, outcome);
      case HandingOver s -> handingOver(s, outcome);
      case BringingUp s -> bringingUp(s, outcome);
      case Switching s -> switching(s, outcome);
      case SwitchingBack s -> switchingBack(s, outcome);
      case TakingDown s ->
          noted(PairCourse.atMerged(s.pair(), s.merged()), outcome, "VF did not go down");
      case Undoing s -> undoing(s, outcome);
      case Failed s -> failed(s, outcome);
      // Nothing is under way.
      case Ready s -> Step.to(s);
      case VfActive s -> Step.to(s);
    };
  }

  private static Step waiting(Waiting state, Outcome outcome) {
    var pair = state.pair();
    return switch (state.step()) {
      case ACCEPT ->
          switch (outcome) {
            case Succeeded _ -> PairCourse.atAccepted(pair);
            case Refused f -> PairCourse.atNothing(pair.failed("hn did not take the VF", f));
            case Unanswered f -> PairCourse.atAccepted(pair.failed("hn did not take the VF", f));
            case MergeAnswered _, OffloadsAnswered _, WaitElapsed _, RetryDue _ ->
                throw bug(state, outcome);
          };
      case OVERRIDE ->
          switch (outcome) {
            case Succeeded _ -> PairCourse.atOverridden(pair);
            case Refused f -> PairCourse.atAccepted(pair.failed("VF kept its input", f));
            case Unanswered f -> PairCourse.atOverridden(pair.failed("VF kept its input", f));
            case MergeAnswered _, OffloadsAnswered _, WaitElapsed _, RetryDue _ ->
                throw bug(state, outcome);
          };
      case SETTLE ->
          switch (outcome) {
            case WaitElapsed _ -> PairCourse.atSettled(pair);
            case Succeeded _, Failure _, MergeAnswered _, OffloadsAnswered _, RetryDue _ ->
                throw bug(state, outcome);
          };
      // Nothing is under way.
      case ALLOCATE -> Step.to(state);
    };
  }

  private static Step merging(Merging state, Outcome outcome) {
    var pair = state.pair();
    return switch (outcome) {
      case MergeAnswered(_, var merged) ->
          PairCourse.atMergeDone(pair.with(pair.nic().merged(merged)), merged);
      case Refused f -> PairCourse.atSettled(pair.failed("hn did not merge", f));
      case Unanswered f -> PairCourse.unmerge(pair.failed("hn did not merge", f));
      case Succeeded _, OffloadsAnswered _, WaitElapsed _, RetryDue _ -> throw bug(state, outcome);
    };
  }

  private static Step handingOver(HandingOver state, Outcome outcome) {
    var pair = state.pair();
    var merged = state.merged();
    return switch (state.step()) {
      case OFFLOADS ->
          switch (outcome) {
            case OffloadsAnswered(_, var enabled) ->
                follow(pair.with(pair.vf().enabling(enabled)), merged);
            // hn follows what the VF has, not what it was asked for.
            case Failure _ -> noted(follow(pair, merged), outcome, "VF kept its offloads");
            case Succeeded _, MergeAnswered _, WaitElapsed _, RetryDue _ ->
                throw bug(state, outcome);
          };
      case FOLLOW ->
          outcome instanceof Failure f
              ? PairCourse.atMerged(pair.failed("hn did not follow the VF's offloads", f), merged)
              : mtu(pair, merged);
      case MTU ->
          outcome instanceof Failure
              ? noted(mtuRefused(pair, merged), outcome, "VF refused the MTU " + merged.mtu())
              : PairCourse.atMerged(pair, merged);
      case NIC_MTU ->
          noted(PairCourse.atMerged(pair, merged), outcome, "hn did not take the MTU 1500");
    };
  }

  private static Step follow(Pair pair, Merged merged) {
    if (isOver(pair)) {
      return PairCourse.atMerged(pair, merged);
    }
    var p = pair.nextAttempt();
    return Step.to(
        new HandingOver(p, merged, Handover.FOLLOW),
        new PairingEffect.FollowEnabled(p.nic().attempt(), p.vf().id(), p.vf().enabled()));
  }

  private static Step mtu(Pair pair, Merged merged) {
    if (merged.mtu() == DEFAULT_MTU || isOver(pair)) {
      return PairCourse.atMerged(pair, merged);
    }
    var p = pair.nextAttempt();
    return Step.to(
        new HandingOver(p, merged, Handover.MTU),
        new PairingEffect.SetVfMtu(p.nic().attempt(), p.vf().id(), merged.mtu()));
  }

  private static Step mtuRefused(Pair pair, Merged merged) {
    if (merged.mtu() < DEFAULT_MTU || isOver(pair)) {
      return PairCourse.atMerged(pair, merged);
    }
    var p = pair.nextAttempt();
    return Step.to(
        new HandingOver(p, merged, Handover.NIC_MTU),
        new PairingEffect.SetNicMtu(p.nic().attempt(), DEFAULT_MTU));
  }

  private static boolean isOver(Pair pair) {
    return switch (pair.aim()) {
      case APART, ROLLED_BACK, SETTLED -> true;
      case READY, VF -> false;
    };
  }

  private static Step bringingUp(BringingUp state, Outcome outcome) {
    return switch (state.step()) {
      case FLAGS -> flagsSet(state, outcome);
      case SURVEY -> surveyed(state, outcome);
      case FOLLOW ->
          PairCourse.atUp(
              outcome instanceof Failure f
                  ? state.pair().failed("hn did not follow the VF's offloads", f)
                  : state.pair(),
              state.merged());
    };
  }

  private static Step flagsSet(BringingUp state, Outcome outcome) {
    var pair = state.pair();
    return switch (outcome) {
      case Succeeded _ -> {
        if (pair.aim() != Pair.Aim.VF) {
          yield PairCourse.atUp(pair, state.merged());
        }
        var p = pair.nextAttempt();
        yield Step.to(
            new BringingUp(p, state.merged(), Rise.SURVEY),
            new PairingEffect.Survey(p.nic().attempt(), p.vf().id()));
      }
      case Refused f -> PairCourse.atMerged(pair.failed("VF did not come up", f), state.merged());
      case Unanswered f -> PairCourse.atUp(pair.failed("VF did not come up", f), state.merged());
      case MergeAnswered _, OffloadsAnswered _, WaitElapsed _, RetryDue _ ->
          throw bug(state, outcome);
    };
  }

  private static Step surveyed(BringingUp state, Outcome outcome) {
    var pair = state.pair();
    return switch (outcome) {
      case OffloadsAnswered(_, var enabled) -> {
        if (pair.aim() != Pair.Aim.VF) {
          yield PairCourse.atUp(pair, state.merged());
        }
        var p = pair.with(pair.vf().enabling(enabled)).nextAttempt();
        yield Step.to(
            new BringingUp(p, state.merged(), Rise.FOLLOW),
            new PairingEffect.FollowEnabled(p.nic().attempt(), p.vf().id(), enabled));
      }
      // What it said before it was up still holds, as far as anybody knows.
      case Failure _ ->
          noted(
              PairCourse.atUp(pair, state.merged()), outcome, "VF did not say what it has enabled");
      case Succeeded _, MergeAnswered _, WaitElapsed _, RetryDue _ -> throw bug(state, outcome);
    };
  }

  private static Step switching(Switching state, Outcome outcome) {
    var pair = state.pair();
    return switch (outcome) {
      case Succeeded _ -> active(pair, state.merged());
      case Refused f ->
          PairCourse.atUp(pair.failed("the path did not move to the VF", f), state.merged());
      // The host may still move it, so it is asked back; nothing that could be drained is known.
      case Unanswered f ->
          PairCourse.switchBack(
              pair.failed("the path did not move to the VF", f).withPathLost(true),
              state.merged(),
              false);
      case MergeAnswered _, OffloadsAnswered _, WaitElapsed _, RetryDue _ ->
          throw bug(state, outcome);
    };
  }

  private static Step active(Pair pair, Merged merged) {
    var vf = pair.vf();
    var step = PairCourse.atVf(pair.succeeded(), merged);
    var linked =
        switch (vf.link()) {
          case UNTOLD -> step;
          case UP -> step.after(new PairingEffect.TellLink(vf.id(), true));
          case DOWN -> step.after(new PairingEffect.TellLink(vf.id(), false));
        };
    return linked.after(new PairingEffect.PublishPathChanged(vf.id(), Datapath.VF, pair.upCause()));
  }

  private static Step switchingBack(SwitchingBack state, Outcome outcome) {
    var pair = state.pair();
    if (outcome instanceof Failure && state.orderly()) {
      return noted(PairCourse.switchBackAtOnce(state, pair), outcome, "hn could not drain the VF");
    }
    var step = PairCourse.atUp(pair.withPathLost(false), state.merged());
    var published =
        state.wasActive()
            ? step.after(
                new PairingEffect.PublishPathChanged(
                    pair.vf().id(),
                    Datapath.SYNTHETIC,
                    pair.vf().isGone() ? SwitchCause.SURPRISE : state.cause()))
            : step;
    return noted(published, outcome, "hn did not confirm the synthetic path");
  }

  private static Step undoing(Undoing state, Outcome outcome) {
    var pair = state.pair();
    return switch (state.step()) {
      case MERGE -> noted(PairCourse.atSettled(pair), outcome, "hn kept the merge");
      case OVERRIDE -> noted(PairCourse.atAccepted(pair), outcome, "VF kept the override");
      case ACCEPT -> noted(PairCourse.atNothing(pair), outcome, "hn still takes the VF's frames");
    };
  }

  private static Step failed(Failed state, Outcome outcome) {
    return switch (outcome) {
      case RetryDue _ -> {
        var pair = state.pair().retrying();
        yield state.overridden() ? PairCourse.atSettled(pair) : PairCourse.atNothing(pair);
      }
      case Succeeded _, Failure _, MergeAnswered _, OffloadsAnswered _, WaitElapsed _ ->
          throw bug(state, outcome);
    };
  }

  private static Step noted(Step step, Outcome outcome, String what) {
    return outcome instanceof Failure failure
        ? step.after(new PairingEffect.Note(what + ": " + failure.detail()))
        : step;
  }

  private static IllegalStateException bug(Paired state, Outcome outcome) {
    return new IllegalStateException("no such outcome here: " + outcome + " in " + state);
  }
}
