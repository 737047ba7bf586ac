package io.hnswitch.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Arrivals arrivals = new Arrivals();

  @Test
  void passesUnnumberedFramesOver() {
    arrivals.arrived(0, 5);
    arrivals.arrived(0, 9);
    assertEquals(new Arrivals.Sums(0, 0, 0, 0), arrivals.sums());
  }

  @Test
  void keepsStreamsApart() {
    arrivals.arrived(7, 0);
    arrivals.arrived(-3, 100);
    arrivals.arrived(7, 1);
    arrivals.arrived(-3, 103);
    arrivals.arrived(7, 1);
    arrivals.arrived(-3, 102);
    assertEquals(new Arrivals.Sums(5, 1, 1, 1), arrivals.sums());
  }

  @Test
  void sumsAnyNumberOfStreamsAsTheirWindows() {
    var random = new Random(5);
    var windows = new HashMap<Integer, StreamWindow>();
    for (int i = 0; i < 20_000; i++) {
      int stream = random.nextInt(-50, 50);
      int number = random.nextInt(300);
      arrivals.arrived(stream, number);
      if (stream != 0) {
        windows.computeIfAbsent(stream, first -> new StreamWindow()).arrived(number);
      }
    }
    var sums = new Arrivals.Sums(0, 0, 0, 0);
    for (var one : windows.values()) {
      sums =
          sums.plus(
              new Arrivals.Sums(one.distinct(), one.missing(), one.duplicated(), one.reordered()));
    }
    assertEquals(sums, arrivals.sums());
  }

  @Test
  void subtractsWhatWasThereBefore() {
    var before = new Arrivals.Sums(1, 2, 3, 4);
    assertEquals(before, before.plus(before).minus(before));
  }
}
