package io.hnswitch.vf;

import io.hnswitch.control.AdapterControl;
import java.util.Locale;

/** How, or why, a VF leaves. */
enum Departure {
  /** Asked for; the guest lets go first. */
  GRACEFUL,
  /** Asked for, or the guest did not let go in time: gone before the guest knows. */
  SURPRISE,
  /** The guest gave the function back, or its bus went away, without having been asked. */
  RETURNED,
  /** The guest's vPCI did not take the offer. */
  NOT_OFFERED;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  static Departure of(AdapterControl.How how) {
    return switch (how) {
      case GRACEFUL -> GRACEFUL;
      case SURPRISE -> SURPRISE;
    };
  }

  String slug() {
    return slug;
  }
}
