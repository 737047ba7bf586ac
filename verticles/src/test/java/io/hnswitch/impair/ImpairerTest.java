package io.hnswitch.impair;

import static io.hnswitch.impair.ImpairStand.MICRO;
import static io.hnswitch.impair.ImpairStand.MILLI;
import static io.hnswitch.impair.ImpairStand.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.offload.Checksum;
import io.hnswitch.testing.IpFrames;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImpairerTest {

  private static final Duration FIVE = Duration.ofMillis(5);
  private static final int LENGTH = 100;
  private ImpairStand stand;

  private ImpairStand with(Impairment... layers) {
    var all = Impairment.NONE;
    for (var layer : layers) {
      all = layer.over(all);
    }
    stand = new ImpairStand(all);
    return stand;
  }

  @AfterEach
  void close() {
    stand.close();
  }

  private static List<Integer> upTo(int frames) {
    return IntStream.range(0, frames).boxed().toList();
  }

  @Test
  void passesBurstsUntouchedWithoutEffect() {
    with(Impairment.NONE);
    assertTrue(stand.impairer.isIdle());
    stand.offer(3, LENGTH);
    assertEquals(upTo(3), stand.sequences());
    assertEquals(0, stand.impairer.count(ImpairAction.DELAYED));
  }

  @Test
  void delaysEachFrameByTheSameTime() {
    with(Layers.delay(FIVE));
    stand.offer(2, LENGTH);
    stand.elapse(MILLI);
    stand.offer(1, LENGTH);
    assertEquals(List.of(), stand.gone);
    assertEquals(3, stand.impairer.waiting());
    stand.drain();
    assertEquals(List.of(5 * MILLI, 5 * MILLI, 6 * MILLI), times());
    assertEquals(upTo(3), stand.sequences());
    assertEquals(3, stand.impairer.count(ImpairAction.DELAYED));
  }

  private List<Long> times() {
    return stand.gone.stream().map(ImpairStand.Gone::at).toList();
  }

  @Test
  void givesTheSendersCreditBackWhileFramesWait() {
    with(Layers.delay(Duration.ofSeconds(10)));
    stand.stream(900, MICRO, LENGTH);
    assertEquals(0, stand.pool.outstanding());
    assertEquals(900, stand.impairer.waiting());
  }

  @Test
  void keepsWhatFramesCarry() {
    with(Layers.delay(FIVE));
    stand.offer(1, 1400, 3);
    stand.offer(1, 60_000, 4);
    stand.drain();
    assertEquals(
        List.of(
            new ImpairStand.Gone(5 * MILLI, 0, 1400, 3, 0, 0),
            new ImpairStand.Gone(5 * MILLI, 1, 60_000, 4, 0, 0)),
        stand.gone);
  }

  @Test
  void dropsWhatFindsNoRoom() {
    with(Layers.delay(FIVE), Layers.limit(10));
    stand.offer(25, LENGTH);
    assertEquals(10, stand.impairer.waiting());
    assertEquals(15, stand.dropped(DropReason.IMPAIR_QUEUE_FULL));
    assertEquals(15, stand.impairer.count(ImpairAction.QUEUE_FULL));
    stand.drain();
    assertEquals(upTo(10), stand.sequences());
  }

  @Test
  void dropsWhatFindsNoMemory() {
    with(Layers.delay(FIVE), Layers.limit(Impairment.MAX_LIMIT));
    for (int i = 0; i < 60; i++) {
      stand.offer(10, 65_000);
    }
    int room = (int) (Places.BYTES / 66_000);
    assertEquals(room, stand.impairer.waiting(), 10);
    assertEquals(600 - stand.impairer.waiting(), stand.dropped(DropReason.IMPAIR_QUEUE_FULL));
    stand.drain();
    stand.offer(250, LENGTH);
    assertEquals(250, stand.impairer.waiting(), "memory is as new when all is gone");
  }

  @Test
  void jitterAloneReordersNothing() {
    with(Layers.delay(FIVE), Layers.jitter(FIVE, Distribution.NORMAL, "0%"));
    stand.stream(2000, 100 * MICRO, LENGTH);
    stand.drain();
    assertEquals(upTo(2000), stand.sequences());
    assertEquals(0, stand.impairer.count(ImpairAction.REORDERED));
  }

  @Test
  void jitterReordersWhenAsked() {
    with(
        Layers.delay(FIVE),
        Layers.jitter(Duration.ofMillis(2), Distribution.UNIFORM, "0%"),
        Layers.reorder(Reordering.BY_JITTER));
    stand.stream(2000, 500 * MICRO, LENGTH);
    stand.drain();
    var sorted = new ArrayList<>(stand.sequences());
    assertFalse(sorted.equals(upTo(2000)));
    Collections.sort(sorted);
    assertEquals(upTo(2000), sorted);
    assertTrue(stand.impairer.count(ImpairAction.REORDERED) > 500);
    long least = Collections.min(delays(500 * MICRO));
    long most = Collections.max(delays(500 * MICRO));
    assertTrue(least >= 3 * MILLI && least < 3.1 * MILLI, "least " + least);
    assertTrue(most <= 7 * MILLI && most > 6.9 * MILLI, "most " + most);
  }

  private List<Long> delays(long every) {
    return stand.gone.stream().map(one -> one.at() - one.sequence() * every).toList();
  }

  @Test
  void letsEachSoManyGoEarly() {
    with(Layers.delay(FIVE), Layers.reorder(new Reordering.Early(Chance.ALWAYS, 5)));
    stand.stream(20, 100 * MICRO, LENGTH);
    stand.drain();
    assertEquals(
        List.of(4, 9, 14, 19, 0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16, 17, 18),
        stand.sequences());
    assertEquals(4, stand.impairer.count(ImpairAction.REORDERED));
  }

  @Test
  void sendsAtTheRateAndThenDelays() {
    with(Layers.rate(1_000_000), Layers.delay(FIVE));
    stand.offer(3, 125);
    stand.drain();
    assertEquals(List.of(6 * MILLI, 7 * MILLI, 8 * MILLI), times());
  }

  @Test
  void keepsTheRateWithinOnePerThousand() {
    with(Layers.rate(20_000_000), Layers.limit(50));
    for (int i = 0; i < 5000; i++) {
      stand.offer(4, 1250);
      stand.elapse(MILLI);
    }
    long bits = stand.gone.stream().mapToLong(one -> one.length() * 8L).sum();
    assertEquals(20_000_000, bits * (double) SECOND / stand.now, 20_000);
  }

  @Test
  void losesByChance() {
    with(Layers.loss("5%"));
    for (int i = 0; i < 1000; i++) {
      stand.offer(100, LENGTH);
    }
    // Five standard deviations of a hundred thousand draws.
    assertEquals(5000, stand.impairer.count(ImpairAction.LOST), 345);
    assertEquals(stand.impairer.count(ImpairAction.LOST), stand.dropped(DropReason.IMPAIR_LOSS));
    assertEquals(100_000 - stand.impairer.count(ImpairAction.LOST), stand.gone.size());
    assertEquals(stand.sequences().stream().sorted().toList(), stand.sequences());
  }

  @Test
  void losesTheSameForTheSameSeed() {
    with(Layers.loss("5%"));
    var other = new ImpairStand(Layers.loss("5%"), 42);
    var third = new ImpairStand(Layers.loss("5%"), 43);
    for (var each : List.of(stand, other, third)) {
      each.offer(200, LENGTH);
    }
    assertEquals(stand.sequences(), other.sequences());
    assertFalse(stand.sequences().equals(third.sequences()));
    other.close();
    third.close();
  }

  @Test
  void sendsSomeTwiceWithTheSameNumber() {
    with(Layers.duplicate("10%"), Layers.delay(FIVE));
    stand.stream(10_000, 20 * MICRO, LENGTH);
    stand.drain();
    long twice = stand.impairer.count(ImpairAction.DUPLICATED);
    assertEquals(1000, twice, 150);
    assertEquals(10_000 + twice, stand.gone.size());
    assertEquals(10_000, stand.sequences().stream().distinct().count());
    assertEquals(twice, stand.ledger.account().created());
  }

  @Test
  void flipsOneBitInACopy() {
    with(Layers.corrupt("100%"));
    var burst = stand.pool.take();
    var slab = burst.slab();
    long at = slab.region() + 64;
    stand.memory.segment().asSlice(at, LENGTH).fill((byte) 0);
    slab.add(at, LENGTH, 2);
    stand.ledger.in(1);
    stand.impairer.accept(burst.seal(), 0, stand.now);
    stand.pump();
    var left = stand.gone.getFirst();
    assertEquals(1, left.sum());
    assertEquals(0, left.offload(), "nobody says any more that its checksum is right");
    for (byte one : stand.memory.segment().asSlice(at, LENGTH).toArray(Memory.BYTE)) {
      assertEquals(0, one, "the sender's frame is untouched");
    }
    assertEquals(1, stand.impairer.count(ImpairAction.CORRUPTED));
  }

  @Test
  void finishesAChecksumBeforeItCorrupts() {
    with(Layers.corrupt("100%"));
    var frame = IpFrames.ipv4(IpFrames.TCP, 200);
    long offload = Frames.offload(Frames.CSUM_PARTIAL, 34, 16, 0);
    var left = through(frame, offload);
    assertEquals(1, left.size());
    assertEquals(0, left.getFirst().offload());
    var memory = stand.memory.segment();
    long at = stand.memory.allocate(4096);
    MemorySegment.copy(frame, 0, memory, Memory.BYTE, at, frame.length);
    assertTrue(Checksum.complete(memory, at, frame.length, offload));
    long bits = 0;
    for (int i = 0; i < frame.length; i++) {
      bits += Integer.bitCount(memory.get(Memory.BYTE, at + i) & 0xff);
    }
    assertEquals(1, Math.abs(bits - left.getFirst().sum()), "one bit differs");
  }

  @Test
  void corruptsOneSegmentOfASuperFrame() {
    with(Layers.corrupt("100%"));
    var frame = IpFrames.ipv4(IpFrames.TCP, 54 + 3500);
    var left = through(frame, Frames.offload(Frames.TSO4 | Frames.CSUM_PARTIAL, 34, 16, 1000));
    assertEquals(List.of(1054, 1054, 1054, 554), left.stream().map(one -> one.length()).toList());
    assertEquals(1, stand.impairer.count(ImpairAction.CORRUPTED));
    assertEquals(3, stand.ledger.account().created());
    assertEquals(List.of(77, 0, 0, 0), stand.sequences(), "the first has the number");
  }

  private List<ImpairStand.Gone> through(byte[] frame, long offload) {
    var burst = stand.pool.take();
    long at = burst.slab().region() + 64;
    MemorySegment.copy(frame, 0, stand.memory.segment(), Memory.BYTE, at, frame.length);
    burst.slab().add(at, frame.length, offload);
    burst.slab().mark(0, 1, 77);
    stand.ledger.in(1);
    stand.impairer.accept(burst.seal(), 0, stand.now);
    stand.pump();
    return stand.gone;
  }

  @Test
  void removalLetsAllGoInOrderAndIsExact() {
    with(
        Layers.delay(Duration.ofMillis(50)),
        Layers.jitter(Duration.ofMillis(20), Distribution.UNIFORM, "0%"),
        Layers.reorder(Reordering.BY_JITTER));
    stand.stream(20, 100 * MICRO, LENGTH);
    assertEquals(List.of(), stand.gone);
    stand.configure(Impairment.NONE);
    stand.offer(5, LENGTH);
    assertEquals(upTo(25), stand.sequences());
    assertTrue(stand.impairer.isIdle());
  }

  @Test
  void framesWithoutCreditStayBeforeThoseThatComeAfterTheRemoval() {
    with(Layers.delay(FIVE));
    stand.keeps = true;
    for (int i = 0; i < 70; i++) {
      stand.offer(1, LENGTH);
      stand.elapse(MILLI);
    }
    stand.elapse(10 * MILLI);
    assertEquals(64, stand.gone.size(), "as many bursts as there are");
    stand.configure(Impairment.NONE);
    stand.offer(3, LENGTH);
    assertFalse(stand.impairer.isIdle());
    stand.giveBack();
    assertEquals(upTo(73), stand.sequences());
    assertTrue(stand.impairer.isIdle());
  }

  @Test
  void aShorterDelayHoldsForWhatWaits() {
    with(Layers.delay(Duration.ofSeconds(10)));
    stand.offer(3, LENGTH);
    stand.configure(Layers.delay(FIVE));
    stand.elapse(MILLI);
    stand.offer(1, LENGTH);
    stand.drain();
    assertEquals(List.of(5 * MILLI, 5 * MILLI, 5 * MILLI, 6 * MILLI), times());
  }

  @Test
  void aHigherRateHoldsForWhatWaits() {
    with(Layers.rate(1_000_000));
    stand.offer(10, 125);
    stand.elapse(5 * MILLI);
    assertEquals(5, stand.gone.size());
    stand.configure(Layers.rate(10_000_000));
    stand.elapse(500 * MICRO);
    assertEquals(upTo(10), stand.sequences());
  }

  @Test
  void changesInPlaceReorderNothing() {
    with(Layers.delay(FIVE));
    var random = new Random(7);
    int frames = 0;
    for (int i = 0; i < 2000; i++) {
      int many = random.nextInt(4);
      frames += many;
      stand.offer(many, 60 + random.nextInt(1000));
      stand.elapse(random.nextInt(2000) * MICRO);
      if (random.nextInt(10) == 0) {
        var next =
            switch (random.nextInt(5)) {
              case 0 -> Impairment.NONE;
              case 1 -> Layers.delay(Duration.ofMillis(random.nextInt(30)));
              case 2 -> Layers.rate(1_000_000 * (1 + random.nextInt(50)));
              case 3 ->
                  Layers.jitter(Duration.ofMillis(3), Distribution.PARETO, "25%")
                      .over(Layers.delay(FIVE));
              default -> Layers.duplicate("0%").over(Layers.delay(Duration.ofMillis(1)));
            };
        stand.configure(Layers.limit(Impairment.MAX_LIMIT).over(next));
      }
    }
    stand.drain();
    assertEquals(upTo(frames), stand.sequences());
  }

  @Test
  void aLinkThatIsDownLosesAllThatIsOnIt() {
    with(Layers.delay(FIVE));
    stand.offer(3, LENGTH);
    stand.impairer.down(true);
    stand.offer(2, LENGTH);
    stand.drain();
    assertEquals(List.of(), stand.gone);
    assertEquals(5, stand.dropped(DropReason.LINK_DOWN));
    assertEquals(5, stand.impairer.count(ImpairAction.LINK_DOWN));
    stand.impairer.down(false);
    stand.offer(1, LENGTH);
    stand.drain();
    assertEquals(List.of(5), stand.sequences());
  }

  @Test
  void allocatesNothingForAFrame() {
    with(
        Layers.delay(Duration.ofMillis(1)),
        Layers.jitter(Duration.ofNanos(300_000), Distribution.PARETONORMAL, "20%"),
        Layers.loss(
            new LossModel.GilbertElliott(
                Chance.parse("1%"), Chance.parse("30%"), Chance.parse("50%"), Chance.NEVER)),
        Layers.duplicate("1%"),
        Layers.corrupt("1%"),
        Layers.rate(10_000_000_000L));
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = bean.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 500; i++) {
        var burst = stand.pool.take();
        long at = burst.slab().region() + 64;
        for (int k = 0; k < 20; k++) {
          burst.slab().add(at, LENGTH, 0);
        }
        stand.ledger.in(20);
        stand.impairer.accept(burst.seal(), 0, stand.now);
        stand.now += 100 * MICRO;
        stand.impairer.pump(stand.now);
        stand.gone.clear();
      }
      least = Math.min(least, bean.getThreadAllocatedBytes(thread) - before);
    }
    // The stand notes each frame that leaves, in some 48 bytes of its own.
    assertTrue(least < 10_000 * 64, least + " bytes for 10000 frames");
  }
}
