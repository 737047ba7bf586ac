package io.hnswitch.impair;

/**
 * What happens to the frames of one direction of a link, all layers together.
 *
 * @param rate bits a second; 0 for no limit
 * @param limit frames that wait at most
 */
public record Effect(
    long delayNanos,
    long jitterNanos,
    Distribution distribution,
    Chance correlation,
    LossModel loss,
    Chance duplicate,
    Reordering reorder,
    Chance corrupt,
    long rate,
    int limit) {

  /** Frames go as they come. */
  public static final Effect NONE = Impairment.NONE.effect();

  /** Whether frames go as they come. */
  public boolean isNone() {
    return isUntouched() && loss.isNone();
  }

  /** Whether those frames that are not lost go as they come. */
  boolean isUntouched() {
    return delayNanos == 0
        && jitterNanos == 0
        && rate == 0
        && duplicate.isNever()
        && corrupt.isNever();
  }
}
