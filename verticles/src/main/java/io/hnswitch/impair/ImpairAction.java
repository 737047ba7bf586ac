package io.hnswitch.impair;

import java.util.Locale;

/** What is counted of the impairments of one direction, in frames. */
public enum ImpairAction {
  /** Had to wait. */
  DELAYED,
  LOST,
  /** Were sent twice. */
  DUPLICATED,
  /** Overtook another one. */
  REORDERED,
  /** Had a bit turned over. */
  CORRUPTED,
  /** Found no room to wait in. */
  QUEUE_FULL,
  /** Came, or waited, while the link was down. */
  LINK_DOWN;

  private static final ImpairAction[] ALL = values();

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  static int count() {
    return ALL.length;
  }

  static ImpairAction of(int ordinal) {
    return ALL[ordinal];
  }

  /** The name in every output. */
  public String slug() {
    return slug;
  }
}
