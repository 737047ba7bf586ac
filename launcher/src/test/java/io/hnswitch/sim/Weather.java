package io.hnswitch.sim;

import java.util.random.RandomGenerator;

/**
 * How long messages take, by chance: most of them little, some of them long. Between the same two
 * devices they keep their order whatever this says.
 *
 * @param usual upper bound of the usual delay, in nanoseconds
 * @param spike upper bound of the long ones
 * @param spikesPerMille how many are long
 */
record Weather(long usual, long spike, int spikesPerMille) {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  static final Weather FAIR = new Weather(2 * MICRO, 2 * MICRO, 0);

  static Weather of(RandomGenerator chance, boolean calm) {
    long usual =
        switch (chance.nextInt(4)) {
          case 0 -> 2 * MICRO;
          case 1 -> 50 * MICRO;
          case 2 -> 300 * MICRO;
          default -> calm ? 100 * MICRO : 3 * MILLI;
        };
    return new Weather(usual, calm ? 4 * MILLI : 40 * MILLI, chance.nextInt(3) * 10);
  }

  long delay(RandomGenerator chance) {
    if (spikesPerMille > 0 && chance.nextInt(1000) < spikesPerMille) {
      return 1 + chance.nextLong(spike);
    }
    return 1 + chance.nextLong(usual);
  }
}
