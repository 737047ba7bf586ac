package io.hnswitch.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MigrationSimulationTest {

  private static final int SEEDS = Integer.getInteger("hnswitch.migration.seeds", 2_000);

  /** Gives how often it ended in which way. */
  private static Map<String, Integer> hold(double trouble) {
    var results = new TreeMap<String, Integer>();
    for (long seed = 0; seed < SEEDS; seed++) {
      var world = new MigrationSimulation(seed, trouble);
      assertEquals(Optional.empty(), world.run(), "seed " + seed + ", trouble " + trouble);
      results.merge(world.result(), 1, Integer::sum);
    }
    return results;
  }

  @Test
  void movesTheGuestWithoutLossWhenNothingGoesWrong() {
    assertEquals(Set.of("at target"), hold(0).keySet());
  }

  @Test
  void hasOneOwnerAndAWorkingGuestWhenLittleGoesWrong() {
    var results = hold(0.05);
    assertTrue(
        results.keySet().containsAll(Set.of("at source", "at target", "source dead, at target")),
        results::toString);
  }

  @Test
  void hasOneOwnerAndAWorkingGuestWhenMuchGoesWrong() {
    var results = hold(0.3);
    assertTrue(
        results.keySet().containsAll(Set.of("at source", "target dead, at source")),
        results::toString);
  }
}
