package io.hnswitch.pairing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storms of events over pairing; a failing seed stands in the failure, with all that happened. */
class PairingSimulationTest {

  private static final int SEEDS_EACH = 3_000;

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000, 2_000_000})
  void keepsItsInvariantsAndSettles(long first) {
    for (long seed = first; seed < first + SEEDS_EACH; seed++) {
      PairingSimulation.run(seed);
    }
  }

  // holds: S101, C18
  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000})
  void keepsItsInvariantsInNonTransparentMode(long first) {
    for (long seed = first; seed < first + SEEDS_EACH; seed++) {
      DirectSimulation.run(seed);
    }
  }

  @Test
  void replaysSeed() {
    PairingSimulation.run(4711);
    PairingSimulation.run(4711);
  }
}
