package io.hnswitch.impair;

/**
 * Where the random numbers of a direction begin: a seed in place of the lab's. Who has thrown dice
 * of this round, or of a later one, goes on with them; for anybody else they begin anew.
 *
 * @param seed 0 to {@value #SEED_MAX}
 * @param round later ones have greater numbers
 */
public record Dice(long seed, long round) {

  /** The greatest whole number that every reader of JSON keeps as it is. */
  public static final long SEED_MAX = (1L << 53) - 1;

  public Dice {
    if (seed < 0 || seed > SEED_MAX) {
      throw new IllegalArgumentException("a seed is 0 to " + SEED_MAX + ", not " + seed);
    }
  }
}
