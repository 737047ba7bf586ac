package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Storms of events on a slot, with effects answered late, in any order, or with failure. Whatever
 * happens: a VF device is deployed and undeployed in turn, each request is answered once, and when
 * everything has been answered nothing is left half done.
 */
class VfSlotSimulationTest {

  private static final int SEEDS = 3_000;

  private static final class World {
    final RandomGenerator random;
    final long seed;
    final List<VfSlotEvent> pending = new ArrayList<>();
    VfSlotState state = VfSlotState.FREE;
    int serial;
    boolean deployed;
    boolean attachWaits;
    int detachWaits;
    boolean timer;

    World(long seed) {
      this.seed = seed;
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    void on(VfSlotEvent event) {
      var step = VfSlotMachine.on(state, event);
      state = step.next();
      for (var effect : step.effects()) {
        perform(effect);
      }
      check(state.holder().isPresent() || !deployed, "free with a VF device");
    }

    private void check(boolean holds, String what) {
      assertTrue(holds, () -> what + ", seed " + seed + ", state " + state);
    }

    private boolean fails() {
      return random.nextInt(6) == 0;
    }

    private void perform(VfSlotEffect effect) {
      switch (effect) {
        case VfSlotEffect.DeployVf(var grant) -> {
          check(!deployed, "deployed twice");
          boolean fails = fails();
          deployed = !fails;
          pending.add(
              fails
                  ? new VfSlotEvent.VfNotDeployed(grant.serial(), "failed")
                  : new VfSlotEvent.VfDeployed(grant.serial()));
        }
        case VfSlotEffect.TellAssigned(var grant) ->
            pending.add(
                fails()
                    ? new VfSlotEvent.NicNotTold(grant.serial(), Refusal.NOT_FOUND, "nobody")
                    : new VfSlotEvent.NicTold(grant.serial()));
        case VfSlotEffect.StartOfferTimer(int s) -> {
          timer = true;
          pending.add(new VfSlotEvent.OfferDue(s));
        }
        case VfSlotEffect.StartLeaveTimer(int s, var how) -> {
          timer = true;
          pending.add(new VfSlotEvent.Overdue(s, how));
        }
        case VfSlotEffect.StopTimer() -> timer = false;
        case VfSlotEffect.Offer(var grant) -> {
          if (fails()) {
            pending.add(new VfSlotEvent.NotOffered(grant.serial()));
          }
        }
        case VfSlotEffect.Eject(int s) ->
            pending.add(
                fails()
                    ? new VfSlotEvent.Overdue(s, Departure.GRACEFUL)
                    : new VfSlotEvent.FunctionGone(random.nextBoolean()));
        case VfSlotEffect.Rescind(int s) ->
            pending.add(
                fails()
                    ? new VfSlotEvent.Overdue(s, Departure.SURPRISE)
                    : new VfSlotEvent.FunctionGone(random.nextBoolean()));
        case VfSlotEffect.Vanish(), VfSlotEffect.ClearFilter() ->
            check(deployed, "no VF device to speak of");
        case VfSlotEffect.TellRemoved(int s, boolean _) ->
            pending.add(new VfSlotEvent.RemovalTold(s));
        case VfSlotEffect.UndeployVf(int s) -> {
          check(deployed, "undeployed twice");
          deployed = false;
          pending.add(new VfSlotEvent.VfUndeployed(s));
        }
        case VfSlotEffect.AnswerAttach _, VfSlotEffect.RefuseAttach _ -> {
          check(attachWaits, "attach answered twice");
          attachWaits = false;
        }
        case VfSlotEffect.AnswerDetach() -> detachWaits = 0;
        case VfSlotEffect.Publish _ -> check(state.holder().isPresent() || !deployed, "published");
      }
    }

    void outside() {
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          if (state.holder().isEmpty()) {
            attachWaits = true;
            on(
                new VfSlotEvent.Attach(
                    new Grant(NicId.parse("a:hn0"), new MacAddress(0xa), ++serial)));
          }
        }
        case 2, 3 -> {
          boolean possible =
              switch (state) {
                case VfSlotState.Free _, VfSlotState.Preparing _, VfSlotState.Withdrawing _ ->
                    false;
                case VfSlotState.Announced _,
                    VfSlotState.Offered _,
                    VfSlotState.Leaving _,
                    VfSlotState.Removing _ ->
                    true;
              };
          if (possible) {
            detachWaits++;
            on(
                new VfSlotEvent.Detach(
                    random.nextBoolean() ? Departure.GRACEFUL : Departure.SURPRISE));
          }
        }
        case 4 -> on(new VfSlotEvent.Hurry());
        default -> on(new VfSlotEvent.FunctionGone(random.nextBoolean()));
      }
    }

    void inside() {
      if (!pending.isEmpty()) {
        on(pending.remove(random.nextInt(pending.size())));
      }
    }
  }

  @Test
  void answersEverythingAndLeavesNothingHalfDone() {
    long first = Long.getLong("hnswitch.seed", 1L);
    for (long seed = first; seed < first + SEEDS; seed++) {
      var world = new World(seed);
      for (int i = 0; i < 60; i++) {
        if (world.random.nextInt(3) == 0) {
          world.outside();
        } else {
          world.inside();
        }
      }
      while (!world.pending.isEmpty()) {
        world.inside();
      }
      if (world.state.holder().isPresent()) {
        assertTrue(world.state instanceof VfSlotState.Offered, "seed " + seed + " " + world.state);
        world.detachWaits++;
        world.on(new VfSlotEvent.Detach(Departure.SURPRISE));
        while (!world.pending.isEmpty()) {
          world.inside();
        }
      }
      assertEquals(VfSlotState.FREE, world.state, "seed " + seed);
      assertEquals(0, world.detachWaits, "detach requests not answered, seed " + seed);
      assertTrue(!world.attachWaits && !world.deployed && !world.timer, "seed " + seed);
    }
  }
}
