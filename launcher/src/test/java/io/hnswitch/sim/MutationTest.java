package io.hnswitch.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.VfControl;
import io.hnswitch.hn.BrokenHn;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Breaks one rule of the product at a time: the simulator must find each, by its invariant. */
class MutationTest {

  private static final int SEEDS = 400;

  private final Seed seeds = new Seed();

  @AfterEach
  void close() {
    seeds.close();
  }

  private void finds(Rules broken, Invariant... invariants) {
    var expected = Set.of(invariants);
    for (long seed = 0; seed < SEEDS; seed++) {
      var failure = seeds.run(seed, Simulation.script(seed), broken).failure();
      if (failure.isPresent()) {
        assertTrue(
            expected.contains(failure.get().invariant()),
            "seed " + seed + " found " + failure.get());
        return;
      }
    }
    fail("not found in " + SEEDS + " seeds");
  }

  /** The request is answered as done and never arrives. */
  private static Rules swallowing(Predicate<Object> request) {
    return Rules.broken(
        (address, message) ->
            request.test(message)
                ? new Tampering.Fate.Answered(Outcome.DONE)
                : Tampering.Fate.DELIVERED);
  }

  @Test
  void findsThatTheMergeIsNotUndone() {
    finds(swallowing(message -> message instanceof NicControl.Unmerge), Invariant.UNDO_EXACT);
  }

  @Test
  void findsThatTheGateStaysOpen() {
    finds(Rules.brokenHn(BrokenHn::gateOpen), Invariant.ONE_PATH_OWNER, Invariant.IN_ORDER);
  }

  @Test
  void findsThatTheDrainIsNotAwaited() {
    finds(Rules.brokenHn(BrokenHn::skipsTheDrain), Invariant.IN_ORDER, Invariant.NOTHING_LOST);
  }

  @Test
  void findsThatTheHostIsNotAwaited() {
    finds(
        Rules.brokenHn(BrokenHn::skipsTheHost),
        Invariant.IN_ORDER,
        Invariant.NOTHING_LOST,
        Invariant.SETTLES);
  }

  @Test
  void findsThatTheVfIsNotHeld() {
    finds(Rules.brokenHn(BrokenHn::doesNotHoldTheVf), Invariant.IN_ORDER);
  }

  @Test
  void findsThatTheHoldIsNeverReleased() {
    finds(
        Rules.brokenHn(BrokenHn::neverReleasesTheHold),
        Invariant.SETTLES,
        Invariant.CARRIES_TRAFFIC);
  }

  @Test
  void findsThatTheInputOverrideIsNotMade() {
    finds(
        swallowing(message -> message instanceof VfControl.OverrideInput),
        Invariant.NO_EXCEPTION,
        Invariant.NOTHING_LOST,
        Invariant.CARRIES_TRAFFIC);
  }

  @Test
  void findsThatThePathIsNotGivenBack() {
    finds(
        swallowing(message -> message instanceof NicControl.UseSynthetic),
        Invariant.NOTHING_AFTER_DEPARTURE,
        Invariant.UNDO_EXACT,
        Invariant.SETTLES);
  }

  @Test
  void findsThatTheVfComesUpAfterThePath() {
    finds(
        Rules.broken(
            (address, message) ->
                message instanceof VfControl.SetFlags flags && flags.up()
                    ? new Tampering.Fate.AnsweredBeforeDelivery(Outcome.DONE, Duration.ofMillis(5))
                    : Tampering.Fate.DELIVERED),
        Invariant.VF_UP_FIRST);
  }
}
