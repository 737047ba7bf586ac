package io.hnswitch.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.time.Seeds;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {

  private static final int DRAWS = 200_000;

  private static double[] samples(Distribution distribution) {
    var random = new Seeds(3).of("jitter");
    var samples = new double[DRAWS];
    Arrays.setAll(samples, i -> distribution.sample(random));
    return samples;
  }

  private static double mean(double[] samples) {
    return Arrays.stream(samples).average().orElseThrow();
  }

  private static double deviation(double[] samples) {
    double mean = mean(samples);
    return Math.sqrt(Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum() / DRAWS);
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void isZeroOnTheAverage(Distribution distribution) {
    assertEquals(0, mean(samples(distribution)), 0.015);
  }

  @ParameterizedTest
  @CsvSource({"UNIFORM, 0.5774", "NORMAL, 1", "PARETO, 0.9", "PARETONORMAL, 0.92"})
  void isSpreadAsMuchAsJitterSays(Distribution distribution, double wanted) {
    assertEquals(wanted, deviation(samples(distribution)), 0.06);
  }

  @ParameterizedTest
  @CsvSource({"UNIFORM, 0.5", "NORMAL, 0.5", "PARETO, 0.72", "PARETONORMAL, 0.65"})
  void isBelowTheAverageSoOften(Distribution distribution, double wanted) {
    double below = Arrays.stream(samples(distribution)).filter(x -> x < 0).count();
    assertEquals(wanted, below / DRAWS, 0.04);
  }

  @ParameterizedTest
  @CsvSource({"0%, 0", "25%, 0.25", "80%, 0.8"})
  void correlatesAndKeepsTheMean(String correlation, double wanted) {
    var stand =
        new ImpairStand(
            Layers.jitter(Duration.ofMillis(4), Distribution.UNIFORM, correlation)
                .over(Layers.delay(Duration.ofMillis(10)))
                .over(Layers.reorder(Reordering.BY_JITTER)));
    int frames = 20_000;
    long every = 20 * ImpairStand.MILLI;
    stand.stream(frames, every, 60);
    stand.drain();
    var delays =
        stand.gone.stream().mapToDouble(one -> (one.at() - one.sequence() * every) / 1e6).toArray();
    assertEquals(frames, delays.length);
    double mean = mean(delays);
    assertEquals(10, mean, 0.15);
    double together = 0;
    double alone = 0;
    for (int i = 1; i < frames; i++) {
      together += (delays[i] - mean) * (delays[i - 1] - mean);
      alone += (delays[i] - mean) * (delays[i] - mean);
    }
    assertEquals(wanted, together / alone, 0.04);
    assertTrue(Arrays.stream(delays).allMatch(one -> one >= 6 && one <= 14));
    stand.close();
  }
}
