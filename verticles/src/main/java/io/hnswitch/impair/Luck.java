package io.hnswitch.impair;

import java.util.random.RandomGenerator;

/** All that chance decides of the frames of one direction, one frame after the other. */
final class Luck {

  private RandomGenerator random;
  private Losses losses;
  private Effect effect = Effect.NONE;
  private double lastJitter;
  private int sinceEarly;

  Luck(RandomGenerator random) {
    begin(random);
  }

  /** Begins anew: no frame has been before the next one. */
  void begin(RandomGenerator numbers) {
    random = numbers;
    losses = new Losses(numbers);
    losses.configure(effect.loss());
    lastJitter = 0;
    sinceEarly = 0;
  }

  void configure(Effect next) {
    effect = next;
    losses.configure(next.loss());
  }

  boolean is(Chance chance) {
    return !chance.isNever() && random.nextDouble() < chance.value();
  }

  boolean isLost() {
    return losses.next();
  }

  /** Whether a frame overtakes those that wait, because the effect says so. */
  boolean isEarly() {
    if (!(effect.reorder() instanceof Reordering.Early(var chance, var gap))) {
      return false;
    }
    sinceEarly++;
    if (sinceEarly >= gap && is(chance)) {
      sinceEarly = 0;
      return true;
    }
    return false;
  }

  /** How long a frame takes once it is sent, in nanoseconds. */
  long delay() {
    if (effect.jitterNanos() == 0) {
      return effect.delayNanos();
    }
    if (!is(effect.correlation())) {
      lastJitter = effect.distribution().sample(random);
    }
    return Math.max(0, effect.delayNanos() + (long) (effect.jitterNanos() * lastJitter));
  }

  /** A number from 0 to below a bound. */
  int oneOf(int bound) {
    return random.nextInt(bound);
  }
}
