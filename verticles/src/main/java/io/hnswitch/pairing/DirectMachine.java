package io.hnswitch.pairing;

import static io.hnswitch.control.RxVfStep.DATAPATH;
import static io.hnswitch.control.RxVfStep.FILTER;
import static io.hnswitch.control.RxVfStep.LINK;
import static io.hnswitch.control.RxVfStep.REDIRECTION;
import static io.hnswitch.control.RxVfStep.RSS;

import io.hnswitch.control.RxVfStep;
import io.hnswitch.pairing.DirectPair.Aim;
import io.hnswitch.pairing.DirectState.Aside;
import io.hnswitch.pairing.DirectState.Receiving;
import io.hnswitch.pairing.DirectState.Stalled;
import io.hnswitch.pairing.DirectState.TurningOff;
import io.hnswitch.pairing.DirectState.TurningOn;
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
import java.util.List;

/**
 * The pairing of one hn in non-transparent mode. No input is overridden and nothing is waited for;
 * the VF's interface coming up and going down is what counts. As in {@link PairingMachine}, what is
 * under way is finished before a changed fact has its effect.
 */
final class DirectMachine {

  /** The order of the way on: the redirection before the host switches. */
  private static final List<RxVfStep> ON = List.of(FILTER, REDIRECTION, DATAPATH, RSS, LINK);

  /** The order of the way off. */
  private static final List<RxVfStep> OFF = List.of(FILTER, DATAPATH, REDIRECTION, RSS, LINK);

  private DirectMachine() {}

  static Step on(DirectState state, PairingEvent event) {
    var pair = state.pair();
    var nic = pair.nic();
    return switch (event) {
      case Outcome outcome ->
          outcome.attempt() == nic.attempt() ? outcome(state, outcome) : Step.to(state);
      case VfAttached(var vf) ->
          Step.to(
              state,
              new PairingEffect.Note(
                  "VF " + vf.id() + " not paired: hn has VF " + pair.vf().id() + " already"));
      case VfDeparting(var vf, var orderly) ->
          vf.equals(pair.vf().id())
              ? noticed(state.with(pair.with(pair.vf().departing(orderly))))
              : Step.to(state, new PairingEffect.AnswerDeparture(vf));
      case VfUpChanged(var vf, var up) ->
          vf.equals(pair.vf().id()) ? upChanged(state, up) : Step.to(state);
      case VfLinkChanged(var vf, var up) ->
          vf.equals(pair.vf().id())
              ? Step.to(state.with(pair.with(pair.vf().linked(up))))
              : Step.to(state);
      case NicUp _ -> nicUpOrDown(state.with(pair.with(nic.goingUp())));
      case NicDown _ -> nicUpOrDown(state.with(pair.with(nic.goingDown())));
      case NicDetaching _ -> noticed(state.with(pair.with(nic.goingAway())));
      case AssociationTold(var allocated, var serial) ->
          noticed(state.with(pair.with(nic.host().told(allocated, serial))));
      case SyntheticLost _ -> noticed(state.with(pair.with(nic.host().lost())));
      case SyntheticBack _ -> noticed(state.with(pair.with(nic.host().back())));
      case NicFiltersChanged(var filters) -> Step.to(state.with(pair.with(nic.with(filters))));
      case HostSwitchedBack _ -> hostSwitchedBack(state);
    };
  }

  private static Step upChanged(DirectState state, boolean up) {
    var pair = state.pair().with(state.pair().vf().goingUp(up));
    return noticed(state.with(state instanceof Stalled && up ? pair.encouraged() : pair));
  }

  private static Step hostSwitchedBack(DirectState state) {
    return switch (state) {
      case Receiving _, TurningOn _ ->
          noticed(state.with(state.pair().failed("the host switched back to the synthetic path")));
      case Aside _, TurningOff _, Stalled _ -> Step.to(state);
    };
  }

  /**
   * hn going up or down programs its receive filter, so that of the VF is asked for again: after
   * the answer, for which hn waits to do it.
   */
  private static Step nicUpOrDown(DirectState state) {
    if (state instanceof Receiving && state.pair().aim() == Aim.ON) {
      var p = state.pair().nextAttempt();
      var answered = PairCourse.answering(Step.to(new Receiving(p.answered())), p.nic());
      return answered.before(rxVf(p, FILTER, true));
    }
    return noticed(state);
  }

  /** A fact has changed; what is under way goes on. */
  private static Step noticed(DirectState state) {
    var pair = state.pair();
    return switch (state) {
      case Aside _ -> atOff(pair);
      case Receiving _ -> pair.aim() == Aim.ON ? rest(state) : turnOff(pair, LINK, true);
      case TurningOn _, TurningOff _ -> Step.to(state);
      case Stalled _ ->
          pair.aim() == Aim.ROLLED_BACK
              ? rest(state)
              : atOff(pair).after(new PairingEffect.CancelRetry());
    };
  }

  /** Paired, and nothing of it is done. */
  static Step atOff(DirectPair off) {
    var pair = off.anew();
    return switch (pair.aim()) {
      case APART -> PairCourse.apart(pair.nic(), pair.vf());
      case OFF -> rest(new Aside(pair));
      case ROLLED_BACK -> {
        var p = pair.nextAttempt();
        var stalled = rest(new Stalled(p));
        yield stalled.before(
            new PairingEffect.StartRetry(p.nic().attempt(), PairCourse.retryDelay(p.failures())));
      }
      case ON -> turnOn(pair, ON.getFirst());
    };
  }

  private static Step turnOn(DirectPair pair, RxVfStep step) {
    var p = pair.nextAttempt();
    return Step.to(new TurningOn(p, step), rxVf(p, step, true));
  }

  /** Turns off whatever was turned on up to a step, this included. */
  private static Step turnOff(DirectPair pair, RxVfStep furthest, boolean wasReceiving) {
    int done = ON.indexOf(furthest);
    var left = OFF.stream().filter(step -> ON.indexOf(step) <= done).toList();
    return turnOff(pair, left, wasReceiving);
  }

  private static Step turnOff(DirectPair pair, List<RxVfStep> left, boolean wasReceiving) {
    if (left.isEmpty()) {
      var step = atOff(pair);
      return wasReceiving ? step.after(new PairingEffect.PublishRxVf(pair.vf().id(), false)) : step;
    }
    var p = pair.nextAttempt();
    return Step.to(new TurningOff(p, left, wasReceiving), rxVf(p, left.getFirst(), false));
  }

  private static Step outcome(DirectState state, Outcome outcome) {
    return switch (state) {
      case TurningOn s -> turnedOn(s, outcome);
      case TurningOff s -> turnedOff(s, outcome);
      case Receiving s -> noted(Step.to(s), outcome, "hn did not take the VF's filter again");
      case Stalled s ->
          switch (outcome) {
            case PairingEvent.RetryDue _ -> atOff(s.pair().retrying());
            case PairingEvent.Succeeded _,
                PairingEvent.Failure _,
                PairingEvent.MergeAnswered _,
                PairingEvent.OffloadsAnswered _,
                PairingEvent.WaitElapsed _ ->
                throw bug(s, outcome);
          };
      // Nothing is under way.
      case Aside s -> Step.to(s);
    };
  }

  private static Step turnedOn(TurningOn state, Outcome outcome) {
    var pair = state.pair();
    var step = state.step();
    return switch (outcome) {
      case PairingEvent.Succeeded _ -> {
        if (pair.aim() != Aim.ON) {
          yield turnOff(pair, step, false);
        }
        int next = ON.indexOf(step) + 1;
        yield next < ON.size() ? turnOn(pair, ON.get(next)) : receiving(pair.encouraged());
      }
      // Nothing of this step is to be undone.
      case PairingEvent.Refused(_, var detail) -> {
        var failed = pair.failed(failure(step, detail));
        int before = ON.indexOf(step) - 1;
        yield before < 0 ? atOff(failed) : turnOff(failed, ON.get(before), false);
      }
      case PairingEvent.Unanswered(_, var detail) ->
          turnOff(pair.failed(failure(step, detail)), step, false);
      case PairingEvent.MergeAnswered _,
          PairingEvent.OffloadsAnswered _,
          PairingEvent.WaitElapsed _,
          PairingEvent.RetryDue _ ->
          throw bug(state, outcome);
    };
  }

  private static String failure(RxVfStep step, String detail) {
    return "hn cannot receive for the VF, " + word(step) + ": " + detail;
  }

  private static Step receiving(DirectPair pair) {
    return rest(new Receiving(pair)).after(new PairingEffect.PublishRxVf(pair.vf().id(), true));
  }

  private static Step turnedOff(TurningOff state, Outcome outcome) {
    var left = state.left();
    var step = turnOff(state.pair(), left.subList(1, left.size()), state.wasReceiving());
    return noted(step, outcome, "hn did not end receiving for the VF, " + word(left.getFirst()));
  }

  private static String word(RxVfStep step) {
    return switch (step) {
      case FILTER -> "receive filter";
      case REDIRECTION -> "redirection";
      case DATAPATH -> "data path";
      case RSS -> "RSS";
      case LINK -> "link";
    };
  }

  private static Step rest(DirectState state) {
    var nic = state.pair().nic();
    return PairCourse.answering(Step.to(state.with(state.pair().answered())), nic);
  }

  private static PairingEffect rxVf(DirectPair pair, RxVfStep step, boolean on) {
    return new PairingEffect.RxVf(pair.nic().attempt(), pair.vf().id(), step, on);
  }

  private static Step noted(Step step, Outcome outcome, String what) {
    return outcome instanceof PairingEvent.Failure failure
        ? step.after(new PairingEffect.Note(what + ": " + failure.detail()))
        : step;
  }

  private static IllegalStateException bug(DirectState state, Outcome outcome) {
    return new IllegalStateException("no such outcome here: " + outcome + " in " + state);
  }
}
