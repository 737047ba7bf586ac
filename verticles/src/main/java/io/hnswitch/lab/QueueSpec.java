package io.hnswitch.lab;

import java.util.LinkedHashMap;

/** The queueing discipline in front of a NIC's transmit paths. */
public sealed interface QueueSpec {

  /** Frames go as they come. */
  QueueSpec NONE = new None();

  /** No queue. */
  record None() implements QueueSpec {
    @Override
    public String toString() {
      return NicDefaults.NONE;
    }
  }

  /**
   * A shaper.
   *
   * @param rate bits a second, {@link #MIN_RATE} to {@link #MAX_RATE}
   * @param burst bytes that may go at once after a pause, at least {@link #minBurst}; 0 for what
   *     suits the rate
   * @param limit frames that wait in each band, {@link #MIN_LIMIT} to {@link #MAX_LIMIT}; 0 for
   *     what suits the rate
   */
  record Shaped(long rate, long burst, int limit) implements QueueSpec {

    public Shaped {
      if (rate < MIN_RATE || rate > MAX_RATE) {
        throw new IllegalArgumentException("rate out of range: " + rate);
      }
      if (burst != 0 && (burst < minBurst(rate) || burst > MAX_BURST)) {
        throw new IllegalArgumentException("burst out of range for rate " + rate + ": " + burst);
      }
      if (limit != 0 && (limit < MIN_LIMIT || limit > MAX_LIMIT)) {
        throw new IllegalArgumentException("limit out of range: " + limit);
      }
    }

    /** The burst in force: what the rate sends in 8 ms, 64 KiB at least. */
    public long burstBytes() {
      return burst != 0 ? burst : Math.max(64 << 10, bytes(rate, 8));
    }

    /** The limit in force: full frames that the rate sends in 100 ms, 64 to 1000. */
    public int limitFrames() {
      return limit != 0 ? limit : Math.clamp(bytes(rate, 100) / FULL_FRAME, 64, 1000);
    }

    /** As in lab files. */
    @Override
    public String toString() {
      return YamlText.inline(tree());
    }

    /** What a file would say of it, in the tree's form. */
    Object tree() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("rate", Units.BIT_RATE.format(rate));
      if (burst != 0) {
        tree.put("burst", LabTree.size(burst));
      }
      if (limit != 0) {
        tree.put("limit", limit);
      }
      return tree;
    }
  }

  long MIN_RATE = 100_000;
  long MAX_RATE = 100_000_000_000L;
  long MAX_BURST = 128 << 20;
  int MIN_LIMIT = 4;
  int MAX_LIMIT = 10_000;

  /** Bytes of a frame of the usual MTU. */
  int FULL_FRAME = 1514;

  /**
   * The smallest burst that reaches a rate: timers tick every millisecond, and one tick must not
   * find the bucket full.
   */
  static long minBurst(long rate) {
    return Math.max(2 << 10, bytes(rate, 2));
  }

  private static long bytes(long rate, int millis) {
    return rate / 8 * millis / 1000;
  }

  /**
   * A rate as in lab files, like {@code 100Mbit}.
   *
   * @throws IllegalArgumentException with what was wanted, when it is anything else
   */
  static long parseRate(String text) {
    return parse(Units.BIT_RATE, text, MIN_RATE, MAX_RATE);
  }

  /**
   * A burst as in lab files, like {@code 64KiB}, for a rate.
   *
   * @throws IllegalArgumentException with what was wanted, when it is anything else
   */
  static long parseBurst(String text, long rate) {
    return parse(Units.SIZE, text, minBurst(rate), MAX_BURST);
  }

  private static long parse(Units<Long> units, String text, long min, long max) {
    long value =
        units
            .parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be " + units.wanted() + ", not \"" + text + "\""));
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "must be " + units.format(min) + " to " + units.format(max) + ", not \"" + text + "\"");
    }
    return value;
  }
}
