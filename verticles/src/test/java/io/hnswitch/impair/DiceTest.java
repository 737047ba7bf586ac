package io.hnswitch.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.capture.DropWitness;
import io.hnswitch.control.LinkEnd;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.testing.ManualTimers;
import io.hnswitch.time.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dice thrown anew at the end of a link, before frames that pass it. */
class DiceTest {

  private static final Seeds LAB = new Seeds(5);
  private static final Impairment LOSSY =
      Layers.loss(new LossModel.Random(Chance.parse("20%"), Chance.parse("30%")))
          .over(Layers.delay(Duration.ofMillis(8)))
          .over(Layers.jitter(Duration.ofMillis(3), Distribution.PARETO, "40%"));

  private final Memory memory = Memory.reserve(256L << 20);
  private final ManualTimers timers = new ManualTimers();
  private final BurstPool pool =
      BurstPool.slabs(memory, 4, 4 * Memory.PAGE, Runnable::run, () -> {});
  private final List<List<Long>> arrived = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private final ImpairedEnd end =
      new ImpairedEnd(
          memory,
          Runnable::run,
          timers,
          new DeviceLedger("end", () -> 0),
          LAB,
          end(Impairment.NONE, Optional.empty()),
          DropWitness.NONE,
          this::arrive,
          (burst, tag) -> burst.release());

  private static LinkEnd end(Impairment what, Optional<Dice> dice) {
    return new LinkEnd("core", true, new LinkEnd.Way(what.effect(), dice), Optional.empty(), true);
  }

  private void arrive(FrameBurst burst, int tag) {
    for (int i = 0; i < burst.size(); i++) {
      int number = burst.slab().sequence(burst.slot(i));
      order.add(number);
      arrived.get(number).add(timers.nanos());
    }
    burst.release();
  }

  private void send() {
    var burst = pool.take();
    var slab = burst.slab();
    slab.mark(slab.add(slab.region() + Memory.PAGE, 1000, 0), 1, arrived.size());
    arrived.add(new ArrayList<>());
    end.send(burst.seal());
  }

  /** What becomes of so many frames, a millisecond apart: how long each takes. */
  private List<List<Long>> pass(int frames) {
    int first = arrived.size();
    long begin = timers.nanos();
    for (int i = 0; i < frames; i++) {
      send();
      timers.elapse(Duration.ofMillis(1));
    }
    timers.elapse(Duration.ofSeconds(10));
    return arrived.subList(first, arrived.size()).stream()
        .map(times -> times.stream().map(at -> at - begin).toList())
        .toList();
  }

  private void configure(Impairment what, Optional<Dice> dice) {
    end.configure(end(what, dice));
  }

  private static Optional<Dice> dice(long seed, long round) {
    return Optional.of(new Dice(seed, round));
  }

  @AfterEach
  void close() {
    end.close(DropReason.SHUTDOWN);
    memory.close();
  }

  private static List<List<Long>> foretold(Optional<Dice> dice) {
    var random = ImpairedEnd.random(dice, LAB, "core", LinkEnd.FORWARD);
    return Preview.of(LOSSY.effect(), random, 1000, 1000).stream()
        .map(Preview.Fate::arrivesNanos)
        .toList();
  }

  @Test
  void aPreviewSaysWhatALinkThenDoes() {
    configure(LOSSY, dice(7, 1));
    assertEquals(foretold(dice(7, 1)), pass(Preview.FRAMES));
  }

  @Test
  void withoutDiceItIsTheLabsSeedThatCounts() {
    configure(LOSSY, Optional.empty());
    assertEquals(foretold(Optional.empty()), pass(Preview.FRAMES));
    assertEquals(foretold(Optional.empty()), foretold(dice(LAB.seed(), 1)));
  }

  @Test
  void theSameFramesHaveTheSameFateAgain() {
    configure(LOSSY, dice(7, 1));
    var once = pass(60);
    assertNotEquals(once, pass(60));
    configure(LOSSY, dice(7, 2));
    assertEquals(once, pass(60));
    configure(LOSSY, dice(8, 3));
    assertNotEquals(once, pass(60));
  }

  @Test
  void diceOfAnEarlierRoundAreNotThrownAgain() {
    configure(LOSSY, dice(7, 2));
    var all = pass(120).subList(60, 120);
    configure(LOSSY, dice(7, 3));
    pass(60);
    configure(LOSSY, dice(7, 3));
    configure(LOSSY, dice(9, 1));
    configure(LOSSY, Optional.empty());
    var times = pass(60);
    assertEquals(all.stream().map(List::size).toList(), times.stream().map(List::size).toList());
  }

  @Test
  void whatWaitsStaysBeforeWhatComes() {
    configure(LOSSY, dice(7, 1));
    for (int i = 0; i < 40; i++) {
      send();
      timers.elapse(Duration.ofMillis(1));
      configure(LOSSY, dice(i, i + 2));
    }
    timers.elapse(Duration.ofSeconds(10));
    assertEquals(order.stream().sorted().toList(), order);
  }

  @Test
  void aSeedIsAWholeNumberThatJsonKeeps() {
    assertThrows(IllegalArgumentException.class, () -> new Dice(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Dice(1L << 53, 0));
    assertEquals((1L << 53) - 1, new Dice(Dice.SEED_MAX, 0).seed());
  }
}
