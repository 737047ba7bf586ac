package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pairing changes at hn and at the VF is as before when they part, however often. */
class PairingDriftTest {

  private static final int CYCLES = 1_000;

  private final ModelDevices devices = new ModelDevices(1_500);
  private final Deque<PairingEffect.Request> open = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private PairingState state = new PairingState.Synthetic(NicFacts.attached(true));
  private SplittableRandom random = new SplittableRandom(0);
  private int failPercent;

  private void on(PairingEvent event) {
    var step = PairingMachine.on(state, event);
    state = step.next();
    for (var effect : step.effects()) {
      told.add(EffectWords.of(effect));
      switch (effect) {
        case PairingEffect.Request request -> open.add(request);
        case PairingEffect.CancelWait _, PairingEffect.CancelRetry _ ->
            open.removeIf(
                request ->
                    request instanceof PairingEffect.StartWait
                        || request instanceof PairingEffect.StartRetry);
        case PairingEffect.TellLink _,
            PairingEffect.AnswerDeparture _,
            PairingEffect.AnswerNicUp _,
            PairingEffect.AnswerNicDown _,
            PairingEffect.AnswerDetaching _,
            PairingEffect.SwitchBegins _,
            PairingEffect.PublishPathChanged _,
            PairingEffect.PublishRxVf _,
            PairingEffect.PublishState _,
            PairingEffect.Note _ -> {}
      }
    }
  }

  /** Answers what is open, some of it with a failure, with things done or not. */
  private void answerOne() {
    var request = open.poll();
    if (!mayFail(request) || random.nextInt(100) >= failPercent) {
      on(devices.carryOut(request));
    } else if (random.nextBoolean()) {
      on(new PairingEvent.Refused(request.attempt(), "no"));
    } else {
      if (random.nextBoolean()) {
        devices.carryOut(request);
      }
      on(new PairingEvent.Unanswered(request.attempt(), "time-out"));
    }
  }

  /** A device that is there carries undoing out, or nobody could undo anything. */
  private static boolean mayFail(PairingEffect.Request request) {
    return switch (request) {
      case PairingEffect.AcceptFrom _,
          PairingEffect.OverrideInput _,
          PairingEffect.Merge _,
          PairingEffect.SetOffloads _,
          PairingEffect.FollowEnabled _,
          PairingEffect.Survey _,
          PairingEffect.SetVfMtu _,
          PairingEffect.SetNicMtu _,
          PairingEffect.UseVf _ ->
          true;
      case PairingEffect.SetFlags flags -> flags.up();
      case PairingEffect.Unmerge _,
          PairingEffect.StopAccepting _,
          PairingEffect.RestoreInput _,
          PairingEffect.UseSynthetic _,
          PairingEffect.RxVf _,
          PairingEffect.StartWait _,
          PairingEffect.StartRetry _ ->
          false;
    };
  }

  private void answerAll() {
    while (!open.isEmpty()) {
      answerOne();
    }
  }

  private void cycle() {
    on(new PairingEvent.VfAttached(devices.plug()));
    for (int i = random.nextInt(25); i > 0; i--) {
      switch (random.nextInt(12)) {
        case 0 -> on(new PairingEvent.NicUp());
        case 1 -> on(new PairingEvent.NicDown());
        case 2 -> on(new PairingEvent.AssociationTold(random.nextBoolean(), 1));
        case 3 -> on(new PairingEvent.HostSwitchedBack());
        case 4 -> {
          on(new PairingEvent.SyntheticLost());
          on(new PairingEvent.SyntheticBack());
        }
        default -> {
          if (!open.isEmpty()) {
            answerOne();
          }
        }
      }
    }
    on(new PairingEvent.VfDeparting(PairingStory.VF, true));
    answerAll();
  }

  // holds: S31, S33, C5, C6
  @ParameterizedTest
  @ValueSource(ints = {0, 10, 40})
  void leavesHnAndVfAsTheyWereOverAThousandCycles(int percent) {
    failPercent = percent;
    var before = devices.nic();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      random = new SplittableRandom(cycle);
      var where = "cycle of seed " + cycle + " with " + percent + " % failures: ";
      told.clear();
      cycle();
      assertEquals(before, devices.nic(), () -> where + told);
      assertFalse(devices.vf().overridden(), () -> where + told);
      assertTrue(state instanceof PairingState.Synthetic, () -> where + state);
    }
  }

  // holds: S23, S31, S34
  @Test
  void narrowsWhilePairedAndWidensAgain() {
    var before = devices.nic();
    on(new PairingEvent.VfAttached(devices.plug()));
    answerAll();
    var both = OffloadCaps.of(Offload.TXCSUM, Offload.TSO4);
    assertEquals(both, devices.nic().capabilities());
    assertEquals(new TsoLimits(32_768, 16, 4_096), devices.nic().tso());
    assertEquals(both, devices.vf().enabled(), "VLAN_HWFILTER is off at the VF");
    assertTrue(devices.nic().onVf() && devices.vf().up());
    on(new PairingEvent.VfDeparting(PairingStory.VF, true));
    answerAll();
    assertEquals(before, devices.nic());
  }

  // holds: S94
  @Test
  void leavesVfUpWithItsInputWhenHnDetaches() {
    on(new PairingEvent.VfAttached(devices.plug()));
    answerAll();
    on(new PairingEvent.NicDetaching());
    answerAll();
    assertEquals(
        new ModelDevices.Vf(false, true, OffloadCaps.of(Offload.TXCSUM, Offload.TSO4)),
        devices.vf());
    assertFalse(devices.nic().onVf() || devices.nic().accepts());
  }
}
