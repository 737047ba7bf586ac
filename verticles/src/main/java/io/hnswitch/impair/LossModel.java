package io.hnswitch.impair;

/** Which frames are lost. */
public sealed interface LossModel {

  LossModel NONE = new Random(Chance.NEVER, Chance.NEVER);

  /**
   * Each by chance.
   *
   * @param correlation the chance that a frame fares as the one before it did
   */
  record Random(Chance chance, Chance correlation) implements LossModel {}

  /**
   * The link is good or bad, and changes between the two from frame to frame.
   *
   * @param toBad chance that a good link becomes bad
   * @param toGood chance that a bad one becomes good
   * @param inBad chance of a loss while it is bad
   * @param inGood chance of a loss while it is good
   */
  record GilbertElliott(Chance toBad, Chance toGood, Chance inBad, Chance inGood)
      implements LossModel {}

  /**
   * Long gaps without loss, in which single frames may be lost, and bursts of losses, in which
   * frames may be received.
   *
   * @param toBurst in a gap, chance that a burst begins (p13)
   * @param toGap in a burst, chance that it ends (p31)
   * @param toPause in a burst, chance that a pause in it begins, in which frames are received (p32)
   * @param fromPause in a pause, chance that losses go on (p23)
   * @param single in a gap, chance that one frame is lost (p14)
   */
  record FourState(Chance toBurst, Chance toGap, Chance toPause, Chance fromPause, Chance single)
      implements LossModel {

    public FourState {
      if (toBurst.value() + single.value() > 1 || toGap.value() + toPause.value() > 1) {
        throw new IllegalArgumentException(
            "toBurst and single, and toGap and toPause, must be 100% together at most");
      }
    }
  }

  /** Whether nothing is ever lost. */
  default boolean isNone() {
    return this instanceof Random(var chance, _) && chance.isNever();
  }
}
