package io.hnswitch.impair;

import java.time.Duration;
import java.util.Optional;

/** Impairments of one thing each, to be put together with {@link Impairment#over}. */
final class Layers {

  private Layers() {}

  private static <T> Optional<T> of(T value) {
    return Optional.of(value);
  }

  private static <T> Optional<T> no() {
    return Optional.empty();
  }

  static Impairment delay(Duration delay) {
    return new Impairment(of(delay), no(), no(), no(), no(), no(), no(), no(), no(), no());
  }

  static Impairment jitter(Duration jitter, Distribution distribution, String correlation) {
    return new Impairment(
        no(),
        of(jitter),
        of(distribution),
        of(Chance.parse(correlation)),
        no(),
        no(),
        no(),
        no(),
        no(),
        no());
  }

  static Impairment loss(LossModel model) {
    return new Impairment(no(), no(), no(), no(), of(model), no(), no(), no(), no(), no());
  }

  static Impairment loss(String chance) {
    return loss(new LossModel.Random(Chance.parse(chance), Chance.NEVER));
  }

  static Impairment duplicate(String chance) {
    return new Impairment(
        no(), no(), no(), no(), no(), of(Chance.parse(chance)), no(), no(), no(), no());
  }

  static Impairment reorder(Reordering how) {
    return new Impairment(no(), no(), no(), no(), no(), no(), of(how), no(), no(), no());
  }

  static Impairment corrupt(String chance) {
    return new Impairment(
        no(), no(), no(), no(), no(), no(), no(), of(Chance.parse(chance)), no(), no());
  }

  static Impairment rate(long bits) {
    return new Impairment(no(), no(), no(), no(), no(), no(), no(), no(), of(bits), no());
  }

  static Impairment limit(int frames) {
    return new Impairment(no(), no(), no(), no(), no(), no(), no(), no(), no(), of(frames));
  }
}
