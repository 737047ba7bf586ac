package io.hnswitch.impair;

import java.time.Duration;
import java.util.Optional;

/**
 * What a layer says of one direction of a link; what it does not name is left to the layers before
 * it.
 *
 * @param delay for every frame
 * @param jitter by how much that varies, spread by {@code distribution}
 * @param correlation the chance that a frame has the same jitter as the one before it
 * @param rate bits a second; 0 for no limit
 * @param limit frames that wait at most
 */
public record Impairment(
    Optional<Duration> delay,
    Optional<Duration> jitter,
    Optional<Distribution> distribution,
    Optional<Chance> correlation,
    Optional<LossModel> loss,
    Optional<Chance> duplicate,
    Optional<Reordering> reorder,
    Optional<Chance> corrupt,
    Optional<Long> rate,
    Optional<Integer> limit) {

  public static final Impairment NONE =
      new Impairment(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public static final Duration MAX_DELAY = Duration.ofMinutes(1);
  public static final long NO_RATE = 0;
  public static final long MIN_RATE = 1_000;
  public static final long MAX_RATE = 100_000_000_000L;
  public static final int DEFAULT_LIMIT = 1000;
  public static final int MAX_LIMIT = 100_000;

  public boolean isNone() {
    return equals(NONE);
  }

  /** This, and for what it does not name, that one. */
  public Impairment over(Impairment that) {
    return new Impairment(
        delay.or(that::delay),
        jitter.or(that::jitter),
        distribution.or(that::distribution),
        correlation.or(that::correlation),
        loss.or(that::loss),
        duplicate.or(that::duplicate),
        reorder.or(that::reorder),
        corrupt.or(that::corrupt),
        rate.or(that::rate),
        limit.or(that::limit));
  }

  /** What it comes to when no layer is before it. */
  public Effect effect() {
    return new Effect(
        delay.orElse(Duration.ZERO).toNanos(),
        jitter.orElse(Duration.ZERO).toNanos(),
        distribution.orElse(Distribution.UNIFORM),
        correlation.orElse(Chance.NEVER),
        loss.orElse(LossModel.NONE),
        duplicate.orElse(Chance.NEVER),
        reorder.orElse(Reordering.NONE),
        corrupt.orElse(Chance.NEVER),
        rate.orElse(NO_RATE),
        limit.orElse(DEFAULT_LIMIT));
  }
}
