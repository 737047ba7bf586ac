package io.hnswitch.time;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SeedsTest {

  private static long[] numbers(long seed, String use) {
    return new Seeds(seed).of(use).longs(16).toArray();
  }

  @Test
  void givesTheSameNameTheSameNumbers() {
    assertArrayEquals(numbers(1, "impair a:hn0"), numbers(1, "impair a:hn0"));
    assertArrayEquals(numbers(0, ""), numbers(0, ""));
  }

  @Test
  void givesDifferentNamesAndSeedsDifferentNumbers() {
    var seen = new HashSet<String>();
    for (long seed : new long[] {0, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      for (var use : new String[] {"a", "b", "ab", "ba", "aa", "impair a:hn0", "impair a:hn1"}) {
        assertTrue(seen.add(Arrays.toString(numbers(seed, use))), seed + " " + use);
      }
    }
  }
}
