package io.hnswitch.lab;

import java.util.Locale;

/** What moves a lab's time. */
public enum LabClock {
  /** The machine's own time. */
  REAL,
  /** Simulated time, for labs of in-process hosts only; the parser refuses it in this version. */
  VIRTUAL;

  /** The word in lab files. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }
}
