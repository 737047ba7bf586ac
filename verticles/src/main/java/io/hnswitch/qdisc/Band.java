package io.hnswitch.qdisc;

import java.util.Locale;

/** How urgent a frame is. A band has its turn when all before it are empty. */
public enum Band {
  HIGH,
  MIDDLE,
  LOW;

  private static final Band[] ALL = values();

  /** Codepoints of {@link #HIGH}: CS4, AF41 to AF43, CS5, VOICE-ADMIT, EF, CS6, CS7. */
  private static final long HIGH_DSCP = bits(32, 34, 36, 38, 40, 44, 46, 48, 56);

  /** Codepoints of {@link #LOW}: LE and CS1. */
  private static final long LOW_DSCP = bits(1, 8);

  private final String slug = name().toLowerCase(Locale.ROOT);

  static Band of(int ordinal) {
    return ALL[ordinal];
  }

  static int count() {
    return ALL.length;
  }

  /** By the priority of a VLAN tag: 4 to 7 are high, 1 (background) is low. */
  static Band ofVlanPriority(int priority) {
    return priority >= 4 ? HIGH : priority == 1 ? LOW : MIDDLE;
  }

  /** By the codepoint of an IP header; one that is not listed is in the middle. */
  static Band ofDscp(int codepoint) {
    long bit = 1L << codepoint;
    return (HIGH_DSCP & bit) != 0 ? HIGH : (LOW_DSCP & bit) != 0 ? LOW : MIDDLE;
  }

  private static long bits(int... codepoints) {
    long bits = 0;
    for (int codepoint : codepoints) {
      bits |= 1L << codepoint;
    }
    return bits;
  }

  /** The name in counters, like {@code high}. */
  public String slug() {
    return slug;
  }
}
