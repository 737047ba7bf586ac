package io.hnswitch.pairing;

import io.hnswitch.sysctl.Tunable;
import java.time.Duration;

/**
 * How pairing works on this node.
 *
 * @param transparent whether a VF carries its hn's frames ({@code hw.hn.vf_transparent})
 * @param attachWait from a VF's attach to its use; its driver may not be complete before
 * @param historySize switch-overs remembered for each hn
 */
public record PairingSettings(boolean transparent, Duration attachWait, int historySize) {

  /** The shortest {@code hw.hn.vf_xpnt_attwait}. */
  public static final Duration SHORTEST_TUNABLE_WAIT = Duration.ofSeconds(Tunable.MIN_ATTWAIT);

  public PairingSettings {
    if (attachWait.isNegative() || historySize < 0) {
      throw new IllegalArgumentException(
          "pairing settings out of range: wait " + attachWait + ", history " + historySize);
    }
  }

  /**
   * From the tunables as the driver reads them: a shorter wait than 2 s becomes 2 s.
   *
   * @param attwaitSeconds {@code hw.hn.vf_xpnt_attwait}
   */
  public static PairingSettings ofTunables(
      boolean transparent, int attwaitSeconds, int historySize) {
    var asked = Duration.ofSeconds(attwaitSeconds);
    return new PairingSettings(
        transparent,
        asked.compareTo(SHORTEST_TUNABLE_WAIT) < 0 ? SHORTEST_TUNABLE_WAIT : asked,
        historySize);
  }
}
