package io.hnswitch.impair;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How jitter is spread. A sample is 0 on the average; jitter multiplies it. For {@link #UNIFORM}
 * the jitter is the largest deviation, for the others the standard deviation.
 */
public enum Distribution {
  UNIFORM,
  NORMAL,
  /** Seldom, but then much: the third power of the delay falls off linearly. */
  PARETO,
  /** A quarter normal, three quarters Pareto: closest to what is measured on long ways. */
  PARETONORMAL;

  private static final double SHAPE = 3;
  private static final double MEAN = 1.5;
  private static final double DEVIATION = Math.sqrt(0.75);
  private static final double MIXED_DEVIATION = Math.sqrt(0.25 * 0.25 + 0.75 * 0.75);

  /** As much as a deviation is at most, in standard deviations. */
  private static final double MOST = 12;

  /** The name in files. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Distribution> ofSlug(String slug) {
    return Arrays.stream(values()).filter(one -> one.slug().equals(slug)).findFirst();
  }

  /** All names. */
  public static List<String> slugs() {
    return Arrays.stream(values()).map(Distribution::slug).toList();
  }

  double sample(RandomGenerator random) {
    return switch (this) {
      case UNIFORM -> 2 * random.nextDouble() - 1;
      case NORMAL -> Math.clamp(random.nextGaussian(), -MOST, MOST);
      case PARETO -> pareto(random);
      case PARETONORMAL -> (0.25 * random.nextGaussian() + 0.75 * pareto(random)) / MIXED_DEVIATION;
    };
  }

  private static double pareto(RandomGenerator random) {
    double value = Math.pow(1 - random.nextDouble(), -1 / SHAPE);
    return Math.min((value - MEAN) / DEVIATION, MOST);
  }
}
