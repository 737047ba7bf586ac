package io.hnswitch.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.impair.Preview.Delays;
import io.hnswitch.impair.Preview.Fate;
import io.hnswitch.time.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PreviewTest {

  private static final long MILLI = 1_000_000;
  private static final long RATE = 1000;

  private static List<Fate> preview(Impairment what, long seed) {
    return preview(what, seed, 1000, RATE);
  }

  private static List<Fate> preview(Impairment what, long seed, int size, long rate) {
    return Preview.of(what.effect(), new Seeds(seed).of("link core forward"), size, rate);
  }

  private static Impairment everything() {
    return Layers.delay(Duration.ofMillis(20))
        .over(Layers.jitter(Duration.ofMillis(5), Distribution.NORMAL, "25%"))
        .over(Layers.loss(new LossModel.Random(Chance.parse("10%"), Chance.parse("20%"))))
        .over(Layers.duplicate("5%"))
        .over(Layers.corrupt("3%"))
        .over(Layers.reorder(Reordering.BY_JITTER))
        .over(Layers.rate(20_000_000));
  }

  @Test
  void letsFramesGoAsTheyComeWhenNothingIsSaid() {
    var fates = preview(Impairment.NONE, 1);
    assertEquals(Preview.FRAMES, fates.size());
    for (int i = 0; i < fates.size(); i++) {
      assertEquals(
          new Fate(i * MILLI, List.of(i * MILLI), Optional.empty(), false, false, false),
          fates.get(i));
    }
    assertEquals(Optional.of(new Delays(0, 0, 0)), Delays.of(fates));
  }

  @Test
  void saysOfEachFrameWhatTheImpairerDoesToIt() {
    var fates = preview(everything(), 42);
    try (var stand = new ImpairStand(everything(), 42)) {
      stand.stream(Preview.FRAMES, MILLI, 1000);
      stand.drain();
      var arrived = new TreeMap<Integer, List<Long>>();
      for (int i = 0; i < Preview.FRAMES; i++) {
        int number = i;
        arrived.put(
            i,
            stand.gone.stream()
                .filter(one -> one.sequence() == number)
                .map(ImpairStand.Gone::at)
                .toList());
      }
      for (int i = 0; i < Preview.FRAMES; i++) {
        assertEquals(arrived.get(i), fates.get(i).arrivesNanos(), "frame " + i);
      }
      assertEquals(
          stand.dropped(DropReason.IMPAIR_LOSS),
          fates.stream().filter(fate -> fate.dropped().isPresent()).count());
      assertEquals(
          stand.impairer.count(ImpairAction.DUPLICATED),
          fates.stream().filter(Fate::duplicated).count());
      assertEquals(
          stand.gone.stream()
              .filter(one -> one.sum() > 0)
              .map(one -> one.sequence())
              .distinct()
              .count(),
          fates.stream().filter(Fate::corrupted).count());
      assertTrue(fates.stream().anyMatch(Fate::reordered));
      assertTrue(fates.stream().anyMatch(Fate::isLost));
    }
  }

  @Test
  void isTheSameForTheSameSeedOnly() {
    assertEquals(preview(everything(), 7), preview(everything(), 7));
    assertNotEquals(preview(everything(), 7), preview(everything(), 8));
  }

  @Test
  void namesWhyAFrameIsGone() {
    var all = preview(Layers.loss("100%"), 1);
    assertTrue(all.stream().allMatch(Fate::isLost));
    assertEquals(Optional.of(DropReason.IMPAIR_LOSS), all.getFirst().dropped());
    assertEquals(Optional.empty(), Delays.of(all));
    var full = preview(Layers.delay(Duration.ofMillis(100)).over(Layers.limit(10)), 1);
    assertEquals(List.of(100 * MILLI), full.getFirst().arrivesNanos());
    assertFalse(full.get(9).isLost());
    assertEquals(Optional.of(DropReason.IMPAIR_QUEUE_FULL), full.get(10).dropped());
    assertTrue(full.get(10).isLost());
  }

  @Test
  void sendsAtTheRateOfTheLink() {
    // 1000 bytes take 8 ms and 24 bytes of preamble, gap and checksum a little more.
    var fates = preview(Layers.rate(1_000_000), 1);
    long first = fates.getFirst().arrivesNanos().getFirst();
    assertTrue(first >= 8 * MILLI && first < 9 * MILLI, "" + first);
    assertEquals(2 * first, fates.get(1).arrivesNanos().getFirst());
  }

  @Test
  void endsHoweverSlowTheLinkIs() {
    var slow = preview(Layers.rate(1_000).over(Layers.delay(Duration.ofMinutes(1))), 1, 9018, 1);
    assertEquals(0, slow.stream().filter(Fate::isLost).count());
    assertTrue(Delays.of(slow).orElseThrow().maxNanos() > Duration.ofHours(3).toNanos());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    for (var size : List.of(0, 59, 9019)) {
      assertThrows(IllegalArgumentException.class, () -> preview(Impairment.NONE, 1, size, RATE));
    }
    for (var rate : List.of(0L, -1L, 1_000_001L)) {
      assertThrows(IllegalArgumentException.class, () -> preview(Impairment.NONE, 1, 1000, rate));
    }
  }
}
