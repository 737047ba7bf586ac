package io.hnswitch.migration;

import io.hnswitch.frame.MacAddress;

/** One migration, written as sixteen hexadecimal digits. */
public record MigrationId(long value) {

  /** Locally administered; the lower half is the migration's. */
  static final long MARK_PREFIX = 0x0268_6e00_0000L;

  private static final int DIGITS = 16;

  /**
   * Parses what {@link #toString} gives.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static MigrationId parse(String text) {
    if (text.length() == DIGITS && text.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)) {
      return new MigrationId(Long.parseUnsignedLong(text, 16));
    }
    throw new IllegalArgumentException("not a migration: \"" + text + "\"");
  }

  /** Where the goodbye mark goes: an address that nobody has but the port that waits for it. */
  public MacAddress markMac() {
    long folded = value ^ value >>> 24 ^ value >>> 48;
    return new MacAddress(MARK_PREFIX | folded & 0xff_ffffL);
  }

  @Override
  public String toString() {
    return String.format("%016x", value);
  }
}
