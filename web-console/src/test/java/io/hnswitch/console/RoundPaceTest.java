package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class RoundPaceTest {

  private static final long MS = 1_000_000;
  private static final long START = -7_000 * MS;

  private final RoundPace pace = new RoundPace();

  /** The rounds of some time, in milliseconds; those of a second with a sign of their own. */
  private List<String> rounds(long untilMs, long tookMs, LongPredicate happens) {
    pace.start(START);
    var rounds = new ArrayList<String>();
    long ends = 0;
    for (long ms = 0; ms < untilMs; ms++) {
      long now = START + ms * MS;
      if (happens.test(ms)) {
        pace.happened();
      }
      if (ms == ends) {
        pace.end(now);
      }
      if (ms >= ends && now >= pace.due()) {
        rounds.add(ms + (pace.begin(now) ? "*" : ""));
        ends = ms + tookMs;
        if (tookMs == 0) {
          pace.end(now);
        }
      }
    }
    return rounds;
  }

  @Test
  void beginsAtOnceAndThenOnceASecond() {
    assertEquals(List.of("0*", "1000*", "2000*"), rounds(2_500, 20, ms -> false));
  }

  @Test
  void beginsSoonAfterSomethingHappened() {
    assertEquals(List.of("0*", "400", "1000*"), rounds(1_500, 20, ms -> ms == 400));
  }

  @Test
  void waitsAQuarterSecondAfterTheRoundBefore() {
    assertEquals(List.of("0*", "250", "1000*"), rounds(1_500, 20, ms -> ms == 30));
    assertEquals(List.of("0*", "900", "1150*"), rounds(1_500, 20, ms -> ms == 900));
  }

  @Test
  void showsInAnotherRoundWhatHappenedDuringOne() {
    assertEquals(
        List.of("0*", "400", "650", "1000*"), rounds(1_500, 20, ms -> ms == 400 || ms == 410));
  }

  @Test
  void restsThreeTimesAsLongAsTheRoundTook() {
    assertEquals(List.of("0*", "400", "800", "1050*", "1450"), rounds(1_700, 100, ms -> true));
  }

  @Test
  void beginsTheRoundOfASecondWithoutARest() {
    assertEquals(List.of("0*", "1000*", "2000*"), rounds(2_500, 800, ms -> true));
    assertEquals(List.of("0*", "1500*", "3000*"), rounds(3_500, 1_500, ms -> true));
  }

  @Test
  void makesFourRoundsASecondOfAnyNumberOfEvents() {
    assertEquals(List.of("0*", "250", "500", "750", "1000*", "1250"), rounds(1_500, 5, ms -> true));
  }

  @Test
  void neverMakesMoreThanFourRoundsInASecondNorFewerThanOne() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      double often = random.nextDouble() * random.nextDouble();
      var rounds = rounds(5_000, random.nextInt(120), ms -> random.nextDouble() < often);
      var times = rounds.stream().map(text -> Long.valueOf(text.replace("*", ""))).toList();
      var regular = rounds.stream().filter(text -> text.endsWith("*")).count();
      assertTrue(regular >= 4 && regular <= 5, "seed " + seed + ": " + rounds);
      for (int j = 4; j < times.size(); j++) {
        assertTrue(times.get(j) - times.get(j - 4) >= 1_000, "seed " + seed + ": " + rounds);
      }
    }
  }

  @Test
  void saysOnceThatTheNextRoundIsEarlier() {
    pace.start(0);
    pace.begin(0);
    assertTrue(pace.happened());
    assertFalse(pace.happened());
    pace.begin(250 * MS);
    assertTrue(pace.happened());
  }

  @Test
  void beginsAtOnceWhenStartedAgain() {
    rounds(500, 5, ms -> false);
    pace.start(START + 500 * MS);
    assertEquals(START + 500 * MS, pace.due());
    assertTrue(pace.begin(START + 500 * MS));
  }
}
