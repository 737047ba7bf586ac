package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.console.Rates.Count;
import io.hnswitch.console.Rates.Rate;
import io.hnswitch.console.Rates.Reading;
import io.hnswitch.console.Rates.Speed;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Count NOTHING = new Count(0, 0, 0);

  private final Rates rates = new Rates();

  @Test
  void saysNothingAtFirst() {
    assertEquals(List.of(), next(1 * SECOND, new Count(500, 100, 9000)));
  }

  @Test
  void dividesByTheTimeThatPassed() {
    next(1 * SECOND, new Count(500, 100, 9_000));
    assertEquals(
        new Speed(100, 25, 8 * 1_000),
        next(3 * SECOND, new Count(700, 150, 11_000)).getFirst().sent());
  }

  @Test
  void isZeroWhenCountersBeganAnew() {
    next(1 * SECOND, new Count(500, 100, 9000));
    assertEquals(Speed.ZERO, next(2 * SECOND, new Count(3, 0, 100)).getFirst().sent());
  }

  @Test
  void isZeroWhenNoTimePassed() {
    next(1 * SECOND, NOTHING);
    assertEquals(Speed.ZERO, next(1 * SECOND, new Count(3, 0, 100)).getFirst().sent());
  }

  @Test
  void forgetsNicsThatAreGone() {
    next(1 * SECOND, new Count(500, 100, 9000));
    rates.next(List.of());
    assertEquals(List.of(), next(3 * SECOND, new Count(700, 150, 10_000)));
  }

  private List<Rate> next(long nanos, Count sent) {
    return rates.next(List.of(new Reading("a:hn0", "vf", nanos, sent, NOTHING)));
  }
}
