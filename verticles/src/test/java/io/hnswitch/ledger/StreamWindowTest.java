package io.hnswitch.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamWindowTest {

  private static final int START = 1000;

  private final StreamWindow window = new StreamWindow();

  private void assertWindow(long distinct, long missing, long duplicated, long reordered) {
    assertEquals(
        new Arrivals.Sums(distinct, missing, duplicated, reordered),
        new Arrivals.Sums(
            window.distinct(), window.missing(), window.duplicated(), window.reordered()));
  }

  private void arrive(int... numbers) {
    for (int number : numbers) {
      window.arrived(number);
    }
  }

  @Test
  void countsNothingBeforeTheFirst() {
    assertWindow(0, 0, 0, 0);
  }

  @Test
  void tellsLossDuplicatesAndReorderingApart() {
    arrive(0, 1, 2);
    assertWindow(3, 0, 0, 0);
    arrive(5);
    assertWindow(4, 2, 0, 0);
    arrive(4);
    assertWindow(5, 1, 0, 1);
    arrive(4, 5, 0);
    assertWindow(5, 1, 3, 1);
  }

  @Test
  void countsFromTheLowestThatArrived() {
    arrive(10, 8);
    assertWindow(2, 1, 0, 1);
    arrive(9, 7);
    assertWindow(4, 0, 0, 3);
  }

  @Test
  void goesOnAcrossTheWrapOfTheNumbers() {
    for (int i = -5000; i < 5000; i++) {
      arrive(Integer.MAX_VALUE + i);
    }
    assertWindow(10_000, 0, 0, 0);
    arrive(Integer.MIN_VALUE + 4000);
    assertWindow(10_000, 0, 1, 0);
  }

  @Test
  void countsLossBeyondTwoThousandMillionNumbers() {
    arrive(0);
    for (int i = 1; i <= 6; i++) {
      arrive(i * 1_000_000_000);
    }
    assertWindow(7, 6_000_000_000L - 6, 0, 0);
    arrive(6 * 1_000_000_000 - 1);
    assertWindow(8, 6_000_000_000L - 7, 0, 1);
  }

  @Test
  void leavesLostWhatComesTooLate() {
    arrive(0);
    for (int i = 2; i < 2 + StreamWindow.WIDTH; i++) {
      arrive(i);
    }
    arrive(1);
    assertWindow(1L + StreamWindow.WIDTH, 1, 0, 1);
    arrive(Integer.MIN_VALUE + StreamWindow.WIDTH + 1);
    assertWindow(1L + StreamWindow.WIDTH, 1, 0, 2);
  }

  /** What the window is to be, without its memory limit. */
  private static final class Plain {
    private final Set<Long> seen = new HashSet<>();
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;
    private long duplicated;
    private long reordered;

    void arrived(long number) {
      if (!seen.add(number)) {
        duplicated++;
        return;
      }
      if (number < highest) {
        reordered++;
      }
      lowest = Math.min(lowest, number);
      highest = Math.max(highest, number);
    }

    long missing() {
      return seen.isEmpty() ? 0 : highest - lowest + 1 - seen.size();
    }
  }

  @Test
  void agreesWithAPlainSetWhateverTheNetworkDoes() {
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var fast = new StreamWindow();
      var plain = new Plain();
      long base = seed % 2 == 0 ? 0 : Integer.MAX_VALUE - 3000L;
      int loss = random.nextInt(30);
      int duplicates = random.nextInt(30);
      int reorder = random.nextInt(30);
      int reach = 1 + random.nextInt(START);
      var late = new ArrayList<Long>();
      for (long number = base; number < base + 8000; number++) {
        if (random.nextInt(100) < reorder) {
          late.add(number);
          continue;
        }
        if (random.nextInt(100) >= loss) {
          int times = random.nextInt(100) < duplicates ? 2 : 1;
          for (int i = 0; i < times; i++) {
            fast.arrived((int) number);
            plain.arrived(number);
          }
        }
        if (!late.isEmpty() && (random.nextInt(10) == 0 || number - late.getFirst() >= reach)) {
          long delayed = late.remove(random.nextInt(late.size()));
          if (plain.highest - delayed < reach + START) {
            fast.arrived((int) delayed);
            plain.arrived(delayed);
          }
        }
        if (random.nextInt(2000) == 0) {
          number += random.nextInt(3 * StreamWindow.WIDTH);
          late.clear();
        }
      }
      var text = "seed " + seed;
      assertEquals(plain.seen.size(), fast.distinct(), text);
      assertEquals(plain.missing(), fast.missing(), text);
      assertEquals(plain.duplicated, fast.duplicated(), text);
      assertEquals(plain.reordered, fast.reordered(), text);
    }
  }
}
