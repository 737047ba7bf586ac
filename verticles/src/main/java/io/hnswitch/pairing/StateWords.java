package io.hnswitch.pairing;

import io.hnswitch.id.VfId;
import io.hnswitch.pairing.PairingState.BringingUp;
import io.hnswitch.pairing.PairingState.Failed;
import io.hnswitch.pairing.PairingState.Gone;
import io.hnswitch.pairing.PairingState.HandingOver;
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
import java.util.Optional;

/** States as people see them. */
final class StateWords {

  private StateWords() {}

  /** The name in views and events; see {@link io.hnswitch.control.PairView}. */
  static String name(PairingState state) {
    return switch (state) {
      case Synthetic _ -> "synthetic";
      case Gone _ -> "gone";
      case Waiting _ -> "waiting";
      case Merging _ -> "waiting";
      case HandingOver _ -> "waiting";
      case Ready _ -> "ready";
      case BringingUp _ -> "switching";
      case Switching _ -> "switching";
      case VfActive _ -> "vf-active";
      case SwitchingBack _ -> "leaving";
      case TakingDown _ -> "leaving";
      case Undoing _ -> "leaving";
      case Failed _ -> "failed";
      case DirectState.Aside _ -> "not-transparent";
      case DirectState.TurningOn _ -> "switching";
      case DirectState.Receiving _ -> "rxvf";
      case DirectState.TurningOff _ -> "leaving";
      case DirectState.Stalled _ -> "failed";
    };
  }

  /** The VF there is. */
  static Optional<VfId> vf(PairingState state) {
    return switch (state) {
      case Paired paired -> Optional.of(paired.pair().vf().id());
      case DirectState direct -> Optional.of(direct.pair().vf().id());
      case Synthetic _, Gone _ -> Optional.empty();
    };
  }

  /** Why the path was to change, when the state is that it could not. */
  static Optional<SwitchCause> failed(PairingState state) {
    return state instanceof Failed failed ? Optional.of(failed.pair().upCause()) : Optional.empty();
  }

  /** Why a pair came into a state, one sentence. */
  static String reason(PairingState state) {
    return switch (state) {
      case Synthetic _ -> "no VF is paired";
      case Gone _ -> "hn has detached";
      case Waiting(var pair, var step) ->
          step == PairingState.Adoption.ALLOCATE
              ? withheld(pair.nic().host())
              : "VF " + pair.vf().id() + " attached, the attach wait runs";
      case Merging _ -> "the attach wait is over";
      case HandingOver s -> "hn's settings go to VF " + s.pair().vf().id();
      case Ready _ -> "hn is down";
      case BringingUp s -> "VF " + s.pair().vf().id() + " is brought up";
      case Switching _ -> "the host is asked for the data path";
      case VfActive s -> "the host acknowledged the data path to VF " + s.pair().vf().id();
      case SwitchingBack s -> descent(s.pair());
      case TakingDown s -> descent(s.pair());
      case Undoing s -> descent(s.pair());
      case Failed s -> s.pair().setback();
      case DirectState.Aside s -> "transparent mode is off, VF " + s.pair().vf().id() + " is down";
      case DirectState.TurningOn s -> "VF " + s.pair().vf().id() + " came up";
      case DirectState.Receiving s -> "VF " + s.pair().vf().id() + " receives beside hn";
      case DirectState.TurningOff s -> s.pair().reasonDown();
      case DirectState.Stalled s -> s.pair().setback();
    };
  }

  private static String descent(Pair pair) {
    if (pair.vf().isGone()) {
      return "VF " + pair.vf().id() + " vanished";
    }
    if (pair.vf().isDeparting()) {
      return "VF " + pair.vf().id() + " departs";
    }
    if (pair.nic().detaching()) {
      return "hn detaches";
    }
    if (!pair.setback().isEmpty()) {
      return pair.setback();
    }
    return pair.aim() == Pair.Aim.SETTLED ? withheld(pair.nic().host()) : "hn goes down";
  }

  static String withheld(HostFacts host) {
    if (!host.attached()) {
      return "hn has no session with the host";
    }
    return host.isWithdrawn() ? "the host withdrew the VF" : "the host gave the VF anew";
  }
}
