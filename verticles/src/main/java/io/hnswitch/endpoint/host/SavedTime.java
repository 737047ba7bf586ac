package io.hnswitch.endpoint.host;

/**
 * Turns moments into ages, for another node whose clock begins elsewhere, and back. An age that is
 * read is older by the time that has passed since it was written, as the time of day tells it.
 *
 * @param now this node's clock
 * @param since nanoseconds between the writing and the reading; 0 for who writes
 */
public record SavedTime(long now, long since) {

  /** The oldest age that is believed, nearly three centuries. */
  public static final long AGE_MAX = Long.MAX_VALUE >> 1;

  private static final long SINCE_MAX_MILLIS = 60_000;
  private static final long MILLI = 1_000_000;

  /** For who writes. */
  public static SavedTime writing(long now) {
    return new SavedTime(now, 0);
  }

  /**
   * For who reads. Clocks that disagree by more than a minute are not believed.
   *
   * @param writtenMillis when it was written, time of day
   * @param nowMillis the time of day now
   */
  public static SavedTime reading(long now, long writtenMillis, long nowMillis) {
    long millis = nowMillis - writtenMillis;
    return new SavedTime(now, millis < 0 || millis > SINCE_MAX_MILLIS ? 0 : millis * MILLI);
  }

  long age(long moment) {
    return Math.clamp(now - moment, 0, AGE_MAX);
  }

  long at(long age) {
    return now - age - since;
  }
}
