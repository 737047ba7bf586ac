package io.hnswitch.sim;

import java.util.random.RandomGenerator;

/**
 * How long messages take, by chance: most of them little, some of them long. Between the same two
 * devices they keep their order whatever this says.
 *
 * @param usual upper bound of the usual delay, in nanoseconds
 * @param spike upper bound of the long ones
 * @param spikesPerMille how many are long
 * @param slow upper bound of what a slow way between two devices takes besides
 * @param salt chooses the slow ways
 */
record Weather(long usual, long spike, int spikesPerMille, long slow, long salt) {

  private static final long MICRO = 1_000;
  private static final long MILLI = 1_000_000;

  static final Weather FAIR = new Weather(2 * MICRO, 2 * MICRO, 0, 0, 0);

  static Weather of(RandomGenerator chance, boolean calm) {
    long usual =
        switch (chance.nextInt(4)) {
          case 0 -> 2 * MICRO;
          case 1 -> 50 * MICRO;
          case 2 -> 300 * MICRO;
          default -> calm ? 100 * MICRO : 3 * MILLI;
        };
    return new Weather(
        usual,
        calm ? 4 * MILLI : 40 * MILLI,
        chance.nextInt(3) * 10,
        chance.nextBoolean() ? 3 * MILLI : 0,
        chance.nextLong());
  }

  /** For a message between two devices, by their numbers. */
  long delay(RandomGenerator chance, int from, int to) {
    return byChance(chance) + ofTheWay(from, to);
  }

  /** One way in four is slow. */
  private long ofTheWay(int from, int to) {
    if (slow == 0 || from == to) {
      return 0;
    }
    long mixed = (salt + from * 1_000_003L + to) * 0x9e37_79b9_7f4a_7c15L;
    mixed ^= mixed >>> 29;
    return (mixed & 3) == 0 ? (mixed >>> 8) % slow : 0;
  }

  private long byChance(RandomGenerator chance) {
    if (spikesPerMille > 0 && chance.nextInt(1000) < spikesPerMille) {
      return 1 + chance.nextLong(spike);
    }
    return 1 + chance.nextLong(usual);
  }
}
