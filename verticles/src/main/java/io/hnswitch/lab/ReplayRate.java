package io.hnswitch.lab;

/**
 * How fast a file of frames is sent.
 *
 * @param perSecond frames or bits a second; 0 for a file's own timing
 */
public record ReplayRate(Kind kind, long perSecond) {

  /** What it counts. */
  public enum Kind {
    OWN_TIMING,
    FRAMES,
    BITS
  }

  /** Frames come when they came. */
  public static final ReplayRate OWN = new ReplayRate(Kind.OWN_TIMING, 0);

  static final String OWN_WORD = "own-timing";

  /** Frames a second at most. */
  public static final long FRAMES_MAX = 10_000_000;

  /** Bits a second at most. */
  public static final long BITS_MAX = 100_000_000_000L;

  public ReplayRate {
    long max =
        switch (kind) {
          case OWN_TIMING -> 0;
          case FRAMES -> FRAMES_MAX;
          case BITS -> BITS_MAX;
        };
    if (perSecond < 0 || perSecond > max || perSecond == 0 && kind != Kind.OWN_TIMING) {
      throw new IllegalArgumentException("no rate of a replay: " + perSecond);
    }
  }

  /** As in a lab file: {@code own-timing}, {@code 1000pps}, {@code 10Mbit}. */
  @Override
  public String toString() {
    return switch (kind) {
      case OWN_TIMING -> OWN_WORD;
      case FRAMES -> Units.FRAME_RATE.format(perSecond);
      case BITS -> Units.BIT_RATE.format(perSecond);
    };
  }
}
