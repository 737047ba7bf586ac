package io.hnswitch.pairing;

import io.hnswitch.pairing.PairingEvent.AssociationTold;
import io.hnswitch.pairing.PairingEvent.HostSwitchedBack;
import io.hnswitch.pairing.PairingEvent.NicDetaching;
import io.hnswitch.pairing.PairingEvent.NicDown;
import io.hnswitch.pairing.PairingEvent.NicFiltersChanged;
import io.hnswitch.pairing.PairingEvent.NicUp;
import io.hnswitch.pairing.PairingEvent.Outcome;
import io.hnswitch.pairing.PairingEvent.SyntheticBack;
import io.hnswitch.pairing.PairingEvent.SyntheticLost;
import io.hnswitch.pairing.PairingEvent.VfAttached;
import io.hnswitch.pairing.PairingEvent.VfDeparting;
import io.hnswitch.pairing.PairingEvent.VfLinkChanged;
import io.hnswitch.pairing.PairingEvent.VfUpChanged;
import io.hnswitch.pairing.PairingState.Adoption;
import io.hnswitch.pairing.PairingState.BringingUp;
import io.hnswitch.pairing.PairingState.Failed;
import io.hnswitch.pairing.PairingState.Gone;
import io.hnswitch.pairing.PairingState.HandingOver;
import io.hnswitch.pairing.PairingState.Handover;
import io.hnswitch.pairing.PairingState.Merging;
import io.hnswitch.pairing.PairingState.Paired;
import io.hnswitch.pairing.PairingState.Ready;
import io.hnswitch.pairing.PairingState.Switching;
import io.hnswitch.pairing.PairingState.SwitchingBack;
import io.hnswitch.pairing.PairingState.Synthetic;
import io.hnswitch.pairing.PairingState.TakingDown;
import io.hnswitch.pairing.PairingState.Undoing;
import io.hnswitch.pairing.PairingState.VfActive;
import io.hnswitch.pairing.PairingState.Waiting;

/**
 * The pairing of one hn. A fact from outside changes what the pair aims at; if nothing is under way
 * the next step follows at once, otherwise the outcome of what is under way decides first. Only
 * what cannot be waited for is broken off: everything asked of a VF that has vanished, and a
 * switch-over whose VF path is lost. An outcome whose attempt number is not the last one is of
 * something broken off and is ignored.
 */
final class PairingMachine {

  private PairingMachine() {}

  static Step on(PairingState state, PairingEvent event) {
    var step =
        switch (state) {
          case Synthetic s -> alone(s, event);
          case Paired s -> paired(s, event);
          case DirectState s -> DirectMachine.on(s, event);
          case Gone s -> gone(s, event);
        };
    var from = StateWords.name(state);
    var to = StateWords.name(step.next());
    return from.equals(to)
        ? step
        : step.before(new PairingEffect.PublishState(from, to, StateWords.reason(step.next())));
  }

  private static Step alone(Synthetic state, PairingEvent event) {
    var nic = state.nic();
    return switch (event) {
      case VfAttached(var vf) ->
          nic.transparent()
              ? PairCourse.atNothing(Pair.of(nic, vf))
              : DirectMachine.atOff(DirectPair.of(nic, vf));
      case VfDeparting(var vf, _) -> Step.to(state, new PairingEffect.AnswerDeparture(vf));
      case NicUp _ -> PairCourse.alone(nic.goingUp());
      case NicDown _ -> PairCourse.alone(nic.goingDown());
      case NicDetaching _ -> PairCourse.alone(nic.goingAway());
      case AssociationTold(var allocated, var serial) ->
          PairCourse.alone(nic.with(nic.host().told(allocated, serial)));
      case SyntheticLost _ -> PairCourse.alone(nic.with(nic.host().lost()));
      case SyntheticBack _ -> PairCourse.alone(nic.with(nic.host().back()));
      case NicFiltersChanged(var filters) -> PairCourse.alone(nic.with(filters));
      case VfLinkChanged _, VfUpChanged _, HostSwitchedBack _, Outcome _ -> Step.to(state);
    };
  }

  private static Step gone(Gone state, PairingEvent event) {
    return switch (event) {
      case VfDeparting(var vf, _) -> Step.to(state, new PairingEffect.AnswerDeparture(vf));
      case NicUp _ -> Step.to(state, new PairingEffect.AnswerNicUp());
      case NicDown _ -> Step.to(state, new PairingEffect.AnswerNicDown());
      case NicDetaching _ -> Step.to(state, new PairingEffect.AnswerDetaching());
      case VfAttached _,
          VfLinkChanged _,
          VfUpChanged _,
          HostSwitchedBack _,
          AssociationTold _,
          SyntheticLost _,
          SyntheticBack _,
          NicFiltersChanged _,
          Outcome _ ->
          Step.to(state);
    };
  }

  private static Step paired(Paired state, PairingEvent event) {
    var pair = state.pair();
    var nic = pair.nic();
    return switch (event) {
      case Outcome outcome ->
          outcome.attempt() == nic.attempt() ? PairOutcomes.on(state, outcome) : Step.to(state);
      case VfAttached(var vf) ->
          Step.to(
              state,
              new PairingEffect.Note(
                  "VF " + vf.id() + " not paired: hn has VF " + pair.vf().id() + " already"));
      case VfDeparting(var vf, var orderly) ->
          vf.equals(pair.vf().id())
              ? noticed(state.with(pair.with(pair.vf().departing(orderly))))
              : Step.to(state, new PairingEffect.AnswerDeparture(vf));
      case VfLinkChanged(var vf, var up) ->
          vf.equals(pair.vf().id()) ? linked(state, up) : Step.to(state);
      case NicUp _ -> nicUp(state, pair.with(nic.goingUp()));
      case NicDown _ -> noticed(state.with(pair.with(nic.goingDown())));
      case NicDetaching _ -> noticed(state.with(pair.with(nic.goingAway())));
      case AssociationTold(var allocated, var serial) ->
          hostChanged(state, nic.host().told(allocated, serial));
      case SyntheticLost _ -> hostChanged(state, nic.host().lost());
      case SyntheticBack _ -> hostChanged(state, nic.host().back());
      case NicFiltersChanged(var filters) -> Step.to(state.with(pair.with(nic.with(filters))));
      case VfUpChanged(var vf, var up) ->
          vf.equals(pair.vf().id())
              ? Step.to(state.with(pair.with(pair.vf().goingUp(up))))
              : Step.to(state);
      case HostSwitchedBack _ -> hostSwitchedBack(state);
    };
  }

  private static Step nicUp(Paired state, Pair pair) {
    boolean wasDown = !state.pair().nic().up();
    return switch (state) {
      // The VF is about to be used because it attached, whether hn is up early or late.
      case Waiting _, Merging _, HandingOver _ -> noticed(state.with(pair));
      case Failed _ -> noticed(state.with(pair.causedBy(SwitchCause.NIC_UP).encouraged()));
      case Ready _,
          BringingUp _,
          Switching _,
          VfActive _,
          SwitchingBack _,
          TakingDown _,
          Undoing _ ->
          noticed(state.with(wasDown ? pair.causedBy(SwitchCause.NIC_UP) : pair));
    };
  }

  /**
   * The host gives the VF, or gives it anew, or withdraws it, or cannot be reached. A VF that was
   * on its way up under the host's former word is rolled back and tried again later; one that was
   * up goes the whole way down before it is used again.
   */
  private static Step hostChanged(Paired state, HostFacts host) {
    var pair = state.pair();
    var before = pair.nic().host();
    boolean again = host.givesVf() && !before.givesVf();
    boolean anew = host.generation() != before.generation();
    var told = pair.with(pair.nic().with(host));
    var caused = host.givesVf() && (again || anew) ? told.causedBy(SwitchCause.HOST) : told;
    return switch (state) {
      case Failed _ -> again ? noticed(state.with(caused.encouraged())) : Step.to(state.with(told));
      case BringingUp _, Switching _ ->
          noticed(
              state.with(
                  anew && pair.aim() == Pair.Aim.VF
                      ? told.failed("the host's association changed while the VF was brought up")
                      : told));
      case Waiting(_, var step) -> noticed(state.with(step == Adoption.ALLOCATE ? caused : told));
      case Merging _, HandingOver _, Undoing _ -> noticed(state.with(told));
      case Ready _, VfActive _, SwitchingBack _, TakingDown _ -> noticed(state.with(caused));
    };
  }

  /** The host's word, whoever else wanted something: frames by the VF lead nowhere now. */
  private static Step hostSwitchedBack(Paired state) {
    var pair = state.pair();
    return switch (state) {
      case VfActive _, Switching _, SwitchingBack _ -> {
        var lost = pair.withPathLost(true);
        yield noticed(
            state.with(
                pair.aim() == Pair.Aim.VF
                    ? lost.failed("the host switched back to the synthetic path")
                        .causedBy(SwitchCause.HOST)
                    : lost));
      }
      case Waiting _,
          Merging _,
          HandingOver _,
          Ready _,
          BringingUp _,
          TakingDown _,
          Undoing _,
          Failed _ ->
          Step.to(state);
    };
  }

  private static Step linked(Paired state, boolean up) {
    var next = state.with(state.pair().with(state.pair().vf().linked(up)));
    return state instanceof VfActive
        ? Step.to(next, new PairingEffect.TellLink(state.pair().vf().id(), up))
        : Step.to(next);
  }

  /** A fact has changed; what is under way goes on unless it cannot. */
  private static Step noticed(Paired state) {
    var pair = state.pair();
    boolean gone = pair.vf().isGone();
    return switch (state) {
      case Waiting(_, var step) -> noticedWaiting(state, step);
      case Ready(_, var merged) -> PairCourse.atMerged(pair, merged);
      case VfActive(_, var merged) -> PairCourse.atVf(pair, merged);
      case Failed(_, var overridden) -> noticedFailed(state, overridden);
      case HandingOver(_, var merged, var step) ->
          gone && (step == Handover.OFFLOADS || step == Handover.MTU)
              ? PairCourse.atMerged(pair, merged)
              : Step.to(state);
      case BringingUp(_, var merged, _) -> gone ? PairCourse.atUp(pair, merged) : Step.to(state);
      case TakingDown(_, var merged) -> gone ? PairCourse.atMerged(pair, merged) : Step.to(state);
      case Switching(_, var merged) ->
          pair.isDrainable() ? Step.to(state) : PairCourse.switchBack(pair, merged, false);
      case SwitchingBack back ->
          back.orderly() && !pair.isDrainable()
              ? PairCourse.switchBackAtOnce(back, pair)
              : Step.to(state);
      case Merging _, Undoing _ -> Step.to(state);
    };
  }

  private static Step noticedWaiting(Paired state, Adoption step) {
    var pair = state.pair();
    if (step == Adoption.SETTLE && pair.aim() == Pair.Aim.APART) {
      return PairCourse.atOverridden(pair).after(new PairingEffect.CancelWait());
    }
    if (step == Adoption.OVERRIDE && pair.vf().isGone()) {
      return PairCourse.atOverridden(pair);
    }
    if (step == Adoption.ALLOCATE) {
      return PairCourse.atSettled(pair);
    }
    return PairCourse.rest(state);
  }

  private static Step noticedFailed(Paired state, boolean overridden) {
    var pair = state.pair();
    if (pair.aim() == Pair.Aim.ROLLED_BACK) {
      return PairCourse.rest(state);
    }
    var step = overridden ? PairCourse.atSettled(pair) : PairCourse.atNothing(pair);
    return step.after(new PairingEffect.CancelRetry());
  }
}
