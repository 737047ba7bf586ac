package io.hnswitch.pairing;

import io.hnswitch.control.NicControl.Merged;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** One hn's pairing as a story: things happen to it, and what it asks for is answered by hand. */
final class PairingStory {

  static final OffloadCaps CAPABLE = OffloadCaps.of(Offload.TXCSUM, Offload.TSO4);
  static final OffloadCaps WANTED = OffloadCaps.of(Offload.TXCSUM);
  static final VfId VF = VfId.parse("pf0/vf0");

  private final List<String> told = new ArrayList<>();
  private final List<PairingEffect.Request> requests = new ArrayList<>();
  private PairingState state;
  private OffloadCaps surveyed = WANTED;
  private Merged merged = new Merged(WANTED, 1500, false, false, false);

  private PairingStory(boolean up, boolean transparent) {
    state = new PairingState.Synthetic(NicFacts.attached(up, transparent));
  }

  static PairingStory hnUp() {
    return new PairingStory(true, true);
  }

  static PairingStory hnDown() {
    return new PairingStory(false, true);
  }

  /** An hn of non-transparent mode that is up. */
  static PairingStory hnDirect() {
    return new PairingStory(true, false);
  }

  /** As {@link #hnDirect}, with a VF. */
  static PairingStory direct() {
    return hnDirect().attach();
  }

  /** hn's settings at the merge. */
  PairingStory hnHas(int mtu, boolean allMulti, boolean promiscuous) {
    merged = new Merged(WANTED, mtu, true, allMulti, promiscuous);
    return this;
  }

  /** What the VF says it has enabled once it is up. */
  PairingStory vfEnablesOnceUp(OffloadCaps enabled) {
    surveyed = enabled;
    return this;
  }

  PairingStory attach() {
    return attach(VF);
  }

  PairingStory attach(VfId vf) {
    return on(
        new PairingEvent.VfAttached(VfFacts.attached(vf, CAPABLE, CAPABLE, TsoLimits.UNLIMITED)));
  }

  PairingStory depart() {
    return on(new PairingEvent.VfDeparting(VF, true));
  }

  PairingStory vanish() {
    return on(new PairingEvent.VfDeparting(VF, false));
  }

  PairingStory nicUp() {
    return on(new PairingEvent.NicUp());
  }

  PairingStory nicDown() {
    return on(new PairingEvent.NicDown());
  }

  PairingStory nicDetaches() {
    return on(new PairingEvent.NicDetaching());
  }

  PairingStory hostSwitchesBack() {
    return on(new PairingEvent.HostSwitchedBack());
  }

  PairingStory association(boolean allocated) {
    return on(new PairingEvent.AssociationTold(allocated, 1));
  }

  PairingStory syntheticLost() {
    return on(new PairingEvent.SyntheticLost());
  }

  PairingStory syntheticBack() {
    return on(new PairingEvent.SyntheticBack());
  }

  PairingStory vfUp() {
    return on(new PairingEvent.VfUpChanged(VF, true));
  }

  PairingStory vfDown() {
    return on(new PairingEvent.VfUpChanged(VF, false));
  }

  PairingStory link(boolean up) {
    return on(new PairingEvent.VfLinkChanged(VF, up));
  }

  PairingStory refuse() {
    return outcome(attempt -> new PairingEvent.Refused(attempt, "no"));
  }

  PairingStory silence() {
    return outcome(attempt -> new PairingEvent.Unanswered(attempt, "time-out"));
  }

  PairingStory elapse() {
    if (last() instanceof PairingEffect.StartWait) {
      return outcome(PairingEvent.WaitElapsed::new);
    }
    return outcome(PairingEvent.RetryDue::new);
  }

  /** The last request succeeds. */
  PairingStory succeed() {
    return on(success(last()));
  }

  /** Whatever is asked for succeeds, timers apart. */
  PairingStory goOn() {
    while (isAsking()) {
      succeed();
    }
    return this;
  }

  /** As {@link #goOn}, up to a request. */
  PairingStory goOnUntil(Class<? extends PairingEffect.Request> request) {
    while (!request.isInstance(last())) {
      succeed();
    }
    return this;
  }

  /** From no VF to whatever comes after the attach wait. */
  PairingStory attachAndSettle() {
    return attach().goOn().elapse().goOn();
  }

  PairingStory outcome(LongFunction<PairingEvent> of) {
    return on(of.apply(last().attempt()));
  }

  PairingStory on(PairingEvent event) {
    var step = PairingMachine.on(state, event);
    state = step.next();
    for (var effect : step.effects()) {
      told.add(EffectWords.of(effect));
      if (effect instanceof PairingEffect.Request request) {
        requests.add(request);
      }
    }
    return this;
  }

  private PairingEvent success(PairingEffect.Request request) {
    return switch (request) {
      case PairingEffect.Merge e -> new PairingEvent.MergeAnswered(e.attempt(), merged);
      case PairingEffect.SetOffloads e ->
          new PairingEvent.OffloadsAnswered(e.attempt(), e.wanted());
      case PairingEffect.Survey e -> new PairingEvent.OffloadsAnswered(e.attempt(), surveyed);
      case PairingEffect.StartWait e -> new PairingEvent.WaitElapsed(e.attempt());
      case PairingEffect.StartRetry e -> new PairingEvent.RetryDue(e.attempt());
      case PairingEffect.ToNic e -> new PairingEvent.Succeeded(e.attempt());
      case PairingEffect.ToVf e -> new PairingEvent.Succeeded(e.attempt());
    };
  }

  /** Whether a request of hn or VF is open. */
  boolean isAsking() {
    return switch (state) {
      case PairingState.Merging _,
          PairingState.HandingOver _,
          PairingState.BringingUp _,
          PairingState.Switching _,
          PairingState.SwitchingBack _,
          PairingState.TakingDown _,
          PairingState.Undoing _,
          DirectState.TurningOn _,
          DirectState.TurningOff _ ->
          true;
      case PairingState.Waiting s ->
          s.step() == PairingState.Adoption.ACCEPT || s.step() == PairingState.Adoption.OVERRIDE;
      case PairingState.Synthetic _,
          PairingState.Gone _,
          PairingState.Ready _,
          PairingState.VfActive _,
          PairingState.Failed _,
          DirectState.Aside _,
          DirectState.Receiving _,
          DirectState.Stalled _ ->
          false;
    };
  }

  PairingEffect.Request last() {
    return requests.getLast();
  }

  PairingState state() {
    return state;
  }

  String name() {
    return StateWords.name(state);
  }

  String reason() {
    return StateWords.reason(state);
  }

  /** What it wanted since it was asked the last time, news of states apart. */
  List<String> told() {
    var now = told.stream().filter(word -> !word.startsWith("state ")).toList();
    told.clear();
    return now;
  }

  /** As {@link #told}, the news of states only. */
  List<String> toldStates() {
    var now =
        told.stream()
            .filter(word -> word.startsWith("state "))
            .map(word -> word.substring(6))
            .toList();
    told.clear();
    return now;
  }

  PairingStory forget() {
    told.clear();
    return this;
  }
}
