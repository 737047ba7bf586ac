package io.hnswitch.impair;

import java.util.random.RandomGenerator;

/** Says of one frame after the other whether it is lost. */
final class Losses {

  private static final int GOOD = 0;
  private static final int BAD = 1;

  private static final int IN_GAP = 0;
  private static final int SINGLE = 1;
  private static final int IN_BURST = 2;
  private static final int IN_PAUSE = 3;

  private final RandomGenerator random;
  private LossModel model = LossModel.NONE;
  private int state;
  private boolean last;

  Losses(RandomGenerator random) {
    this.random = random;
  }

  /** The same model goes on where it is; another begins without losses. */
  void configure(LossModel next) {
    if (!next.equals(model)) {
      model = next;
      state = 0;
      last = false;
    }
  }

  boolean next() {
    return switch (model) {
      case LossModel.Random one -> byChance(one);
      case LossModel.GilbertElliott one -> gilbertElliott(one);
      case LossModel.FourState one -> fourState(one);
    };
  }

  private boolean is(Chance chance) {
    return random.nextDouble() < chance.value();
  }

  /** With correlation the mean stays what it is: the last outcome is one of the same chance. */
  private boolean byChance(LossModel.Random one) {
    if (one.chance().isNever()) {
      return false;
    }
    if (one.correlation().isNever() || !is(one.correlation())) {
      last = is(one.chance());
    }
    return last;
  }

  private boolean gilbertElliott(LossModel.GilbertElliott one) {
    if (state == GOOD) {
      state = is(one.toBad()) ? BAD : GOOD;
    } else {
      state = is(one.toGood()) ? GOOD : BAD;
    }
    return is(state == BAD ? one.inBad() : one.inGood());
  }

  private boolean fourState(LossModel.FourState one) {
    double draw = random.nextDouble();
    state =
        switch (state) {
          case IN_GAP ->
              draw < one.single().value()
                  ? SINGLE
                  : draw < one.single().value() + one.toBurst().value() ? IN_BURST : IN_GAP;
          case SINGLE -> IN_GAP;
          case IN_BURST ->
              draw < one.toPause().value()
                  ? IN_PAUSE
                  : draw < one.toPause().value() + one.toGap().value() ? IN_GAP : IN_BURST;
          default -> draw < one.fromPause().value() ? IN_BURST : IN_PAUSE;
        };
    return state == SINGLE || state == IN_BURST;
  }
}
