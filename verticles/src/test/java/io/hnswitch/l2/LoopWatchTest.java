package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoopWatchTest {

  private static final long SECOND = 1_000_000_000L;

  private final LoopWatch watch = new LoopWatch();

  private int reports(long mac, int moves, long from, long between) {
    int reports = 0;
    for (int i = 0; i < moves; i++) {
      reports += watch.moved(mac, from + i * between) ? 1 : 0;
    }
    return reports;
  }

  @Test
  void reportsAnAddressThatMovesToAndFro() {
    assertEquals(0, reports(0xa, LoopWatch.MOVES - 1, 0, 1_000));
    assertTrue(watch.moved(0xa, SECOND / 2));
  }

  @Test
  void isSilentForAWhileAfterwards() {
    assertEquals(1, reports(0xa, 5_000, 0, SECOND / 1_000));
    assertEquals(1, reports(0xa, 100, 20 * SECOND, SECOND / 1_000));
  }

  @Test
  void doesNotMindAStationThatMovesNowAndThen() {
    assertEquals(0, reports(0xa, 1_000, 0, SECOND / 5));
  }

  @Test
  void countsEachAddressByItself() {
    for (long mac = 1; mac <= 64; mac++) {
      assertFalse(watch.moved(mac, mac));
    }
    assertEquals(1, reports(0x7, 20, SECOND, 1_000));
    assertEquals(1, reports(0x1_0000_0000_0007L, 20, SECOND, 1_000));
  }
}
