package io.hnswitch.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.api.ProblemException;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffloadWordsTest {

  private static final OffloadCaps ENABLED = OffloadCaps.of(Offload.RXCSUM, Offload.LRO);

  @Test
  void changesWhatIsEnabled() {
    assertEquals(
        OffloadCaps.of(Offload.RXCSUM, Offload.TSO4),
        OffloadWords.apply(ENABLED, List.of("+tso4", "-lro")));
  }

  @Test
  void replacesWhatIsEnabled() {
    assertEquals(OffloadCaps.of(Offload.TXCSUM), OffloadWords.apply(ENABLED, List.of("txcsum")));
    assertEquals(OffloadCaps.NONE, OffloadWords.apply(ENABLED, List.of()));
  }

  @Test
  void refusesMixturesAndStrangers() {
    assertThrows(
        ProblemException.class, () -> OffloadWords.apply(ENABLED, List.of("+tso4", "lro")));
    var stranger =
        assertThrows(ProblemException.class, () -> OffloadWords.apply(ENABLED, List.of("+tso5")));
    assertEquals(
        "hn has no offload \"tso5\" (did you mean \"tso4\"?)", stranger.problem().detail());
    assertThrows(ProblemException.class, () -> OffloadWords.apply(ENABLED, List.of("netmap")));
  }
}
