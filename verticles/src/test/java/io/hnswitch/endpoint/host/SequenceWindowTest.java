package io.hnswitch.endpoint.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.endpoint.host.SequenceWindow.Place;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceWindowTest {

  @Test
  void agreesWithASetOfAllNumbersSeen() {
    long seed = 41;
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      var window = new SequenceWindow();
      var seen = new HashSet<Long>();
      long highest = -1;
      for (int i = 0; i < 20_000; i++) {
        long number = Math.max(0, highest + step(random));
        Place expected;
        if (number > highest) {
          expected = Place.NEWEST;
          highest = number;
        } else if (number <= highest - SequenceWindow.SIZE) {
          expected = Place.FORGOTTEN;
        } else {
          expected = seen.contains(number) ? Place.AGAIN : Place.LATE;
        }
        seen.add(number);
        assertEquals(expected, window.note(number), "seed " + seed + " number " + number);
        assertEquals(highest, window.highest());
      }
    }
  }

  private static long step(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> -random.nextInt(SequenceWindow.SIZE + 100);
      case 1, 2 -> -random.nextInt(20);
      case 3 -> random.nextInt(random.nextInt(200) == 0 ? 3 * SequenceWindow.SIZE : 300);
      default -> 1;
    };
  }
}
