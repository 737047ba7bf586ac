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
    long mixed = seed;
    for (int i = 0; i < use.length(); i++) {
      mixed = (mixed ^ use.charAt(i)) * 0x100_0000_01b3L;
      mixed ^= mixed >>> 29;
    }
    return RandomGeneratorFactory.of("L64X128MixRandom").create(mixed);
  }
}
