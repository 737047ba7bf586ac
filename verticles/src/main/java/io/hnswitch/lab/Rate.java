package io.hnswitch.lab;

/**
 * How fast a flow sends.
 *
 * @param pps packets per second; {@link Long#MAX_VALUE} for as fast as credits allow
 */
public record Rate(long pps) {

  public static final Rate MAX = new Rate(Long.MAX_VALUE);
  static final long LIMIT = 100_000_000;

  public Rate {
    if (pps < 1 || pps > LIMIT && pps != Long.MAX_VALUE) {
      throw new IllegalArgumentException("rate out of range: " + pps);
    }
  }

  /**
   * Parses {@code 2000pps} or {@code max}.
   *
   * @throws IllegalArgumentException with what was wanted, when it is anything else
   */
  public static Rate parse(String text) {
    if (text.equals("max")) {
      return MAX;
    }
    return new Rate(
        Units.RATE
            .parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "wanted " + Units.RATE.wanted() + ", not \"" + text + "\"")));
  }

  public boolean isMax() {
    return pps == Long.MAX_VALUE;
  }

  /** As in lab files: {@code 2000pps} or {@code max}. */
  @Override
  public String toString() {
    return isMax() ? "max" : pps + "pps";
  }
}
