package io.hnswitch.endpoint.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void owesTheFirstFrameAtTheStart() {
    var pace = new Pace(10, 100);
    pace.start(500);
    assertEquals(0, pace.due(499));
    assertEquals(1, pace.due(500));
    pace.sent(1);
    assertEquals(0, pace.due(500));
    assertEquals(SECOND / 10, pace.waitNanos(500));
    assertEquals(0, pace.due(500 + SECOND / 10 - 1));
    assertEquals(1, pace.due(500 + SECOND / 10));
    assertEquals(0, pace.waitNanos(500 + SECOND / 10));
  }

  @Test
  void doesNotDriftAtAnOddRateOverHours() {
    long seed = 31;
    var random = new Random(seed);
    var pace = new Pace(7_777_777, 1 << 30);
    pace.start(-5);
    long sent = 0;
    long now = -5;
    for (int i = 0; i < 10_000; i++) {
      now += random.nextLong(4 * SECOND);
      int due = pace.due(now);
      pace.sent(due);
      sent += due;
    }
    var elapsed = java.math.BigInteger.valueOf(now + 5);
    var exact = elapsed.multiply(java.math.BigInteger.valueOf(7_777_777));
    var expected = exact.divide(java.math.BigInteger.valueOf(SECOND)).longValueExact() + 1;
    assertEquals(expected, sent, "seed " + seed);
    assertEquals(0, pace.forgiven());
  }

  @Test
  void namesAWaitThatIsJustLongEnough() {
    for (long rate : new long[] {1, 3, 7, 1000, 999_983, FlowSpec.RATE_MAX}) {
      var pace = new Pace(rate, 10);
      pace.start(0);
      long now = 0;
      for (int i = 0; i < 100; i++) {
        assertEquals(1, pace.due(now), "rate " + rate);
        pace.sent(1);
        long wait = pace.waitNanos(now);
        assertTrue(wait > 0);
        assertEquals(0, pace.due(now + wait - 1), "rate " + rate);
        now += wait;
      }
    }
  }

  @Test
  void forgivesWhatIsBeyondTheBound() {
    var pace = new Pace(1000, 50);
    pace.start(0);
    assertEquals(50, pace.due(SECOND));
    assertEquals(50, pace.due(SECOND));
    assertEquals(951, pace.forgiven());
    pace.sent(50);
    assertEquals(0, pace.due(SECOND));
    assertEquals(1, pace.due(SECOND + SECOND / 1000));
  }

  @Test
  void givesTheBoundWithoutARate() {
    var pace = new Pace(0, 64);
    pace.start(0);
    pace.sent(1000);
    assertEquals(64, pace.due(0));
    assertEquals(0, pace.waitNanos(0));
  }

  @Test
  void refusesImpossibleRates() {
    assertThrows(IllegalArgumentException.class, () -> new Pace(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Pace(FlowSpec.RATE_MAX + 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Pace(1, 0));
  }
}
