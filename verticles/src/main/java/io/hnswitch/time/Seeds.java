package io.hnswitch.time;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where every random number of a lab comes from. Each use names itself, so adding one use does not
 * change the numbers another gets.
 *
 * @param seed the lab's seed
 */
public record Seeds(long seed) {

  /** A generator of its own for a named use, the same for the same seed and name. */
  public RandomGenerator of(String use) {
    // Mixed before the name comes in: seed 1 with one name must not be seed 2 with another.
    long mixed = (seed + 0x9e37_79b9_7f4a_7c15L) * 0xbf58_476d_1ce4_e5b9L;
    mixed ^= mixed >>> 31;
    for (int i = 0; i < use.length(); i++) {
      mixed = (mixed ^ use.charAt(i)) * 0x100_0000_01b3L;
      mixed ^= mixed >>> 29;
    }
    return RandomGeneratorFactory.of("L64X128MixRandom").create(mixed);
  }
}
