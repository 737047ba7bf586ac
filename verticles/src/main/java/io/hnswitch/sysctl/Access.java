package io.hnswitch.sysctl;

import java.util.Locale;

/** Who may write a name, and when. */
public enum Access {
  /** Nobody. */
  RD,
  /** The lab file, at start. */
  RDTUN,
  /** The lab file at start, and anybody while it runs. */
  RWTUN,
  /** Anybody while it runs. */
  RW,
  /** Anybody; whatever is written, it counts from 0 again. */
  COUNTER;

  /** The word in outputs, like {@code rdtun}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
