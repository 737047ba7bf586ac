package io.hnswitch.qdisc;

import static io.hnswitch.qdisc.ShaperStand.MILLI;
import static io.hnswitch.qdisc.ShaperStand.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.DropReason;
import io.hnswitch.lab.QueueSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShaperTest {

  private static final long MBIT = 1_000_000;
  private ShaperStand stand;

  private ShaperStand of(long rate, long burst, int limit) {
    stand = new ShaperStand(rate, burst, limit);
    return stand;
  }

  @AfterEach
  void close() {
    stand.drop(DropReason.SHUTDOWN);
    stand.giveBack();
    assertEquals(0, stand.pool.outstanding(), "every burst is back");
    stand.close();
  }

  /** Keeps a backlog for a time. */
  private void flood(long nanos, Packet... packets) {
    for (long end = stand.now + nanos; stand.now < end; ) {
      stand.offer(packets);
      stand.elapse(Math.min(MILLI, end - stand.now));
    }
  }

  private void drain() {
    stand.elapse(100 * SECOND);
    assertEquals(0, stand.held());
  }

  private long dropped() {
    return stand.ledger.dropped(DropReason.RATE_EXCEEDED);
  }

  private static List<Packet> times(int count, Packet packet) {
    return Collections.nCopies(count, packet);
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 0, 1514",
    "10000000, 0, 60",
    "100000000, 65536, 1514",
    "100000000, 65536, 600",
    "1000000000, 0, 1514",
    "400000000, 100000, 1514",
  })
  void keepsTheRateWithinOnePercent(long rate, long burst, int length) {
    of(rate, burst, 0);
    int each = Math.clamp(rate / 8 / 1000 * 2 / length, 1, 250);
    var packets = times(each, Packet.of(1, length)).toArray(Packet[]::new);
    // Without the first burst.
    flood(SECOND / 2, packets);
    stand.gone.clear();
    long began = stand.now;
    flood(3 * SECOND, packets);
    double bits = stand.wire() * 8.0;
    double wanted = (double) rate * (stand.now - began) / SECOND;
    assertEquals(1, bits / wanted, 0.01);
    drain();
  }

  @ParameterizedTest
  @ValueSource(longs = {20 * MBIT, 100 * MBIT, 1000 * MBIT})
  void keepsTheRateOnTheWireWithSuperFrames(long rate) {
    of(rate, 0, 1000);
    var packet = Packet.superFrame(1, 64_000, 536);
    flood(SECOND, packet, packet, packet);
    stand.gone.clear();
    long began = stand.now;
    flood(5 * SECOND, packet, packet, packet);
    double wanted = (double) rate * (stand.now - began) / SECOND;
    assertEquals(1, stand.wire() * 8.0 / wanted, 0.01);
    // 64000 bytes in 120 segments with 54 bytes of headers each.
    assertEquals(64_000 + 120 * 54, stand.gone.getFirst().wire());
    drain();
  }

  @Test
  void letsABurstGoAtOnceAndTheRestAtTheRate() {
    of(80 * MBIT, 100_000, 1000);
    stand.offer(times(150, Packet.of(1, 1000)));
    assertEquals(100, stand.gone.size());
    assertEquals(50, stand.held());
    stand.elapse(2 * MILLI);
    assertEquals(120, stand.gone.size());
    drain();
    stand.elapse(SECOND);
    stand.gone.clear();
    stand.offer(times(101, Packet.of(1, 1000)));
    assertEquals(100, stand.gone.size(), "a pause saves up one burst, not more");
    drain();
    assertEquals(0, dropped());
  }

  @Test
  void passesTheVeryBurstOnWhenAllOfItMayGo() {
    of(80 * MBIT, 100_000, 1000);
    var burst = stand.offer(times(100, Packet.of(1, 1000)));
    assertSame(burst, stand.passed.getFirst());
    assertEquals(100L, stand.counters().get("queue-middle-sent"));
    assertEquals(Shaper.NEVER, stand.untilNext());
  }

  @Test
  void sendsUrgentFramesFirst() {
    of(8 * MBIT, 2048, 1000);
    stand.offer(Packet.of(9, 1514));
    stand.gone.clear();
    stand.offer(times(3, Packet.of(1, 1000).dscp(Packet.BACKGROUND)));
    stand.offer(times(3, Packet.of(2, 1000)));
    stand.offer(times(3, Packet.of(3, 1000).dscp(Packet.EXPEDITED)));
    assertEquals(3L, stand.counters().get("queue-high-backlog"));
    drain();
    assertEquals(List.of(3, 3, 3, 2, 2, 2, 1, 1, 1), stand.flows());
    assertEquals(3L, stand.counters().get("queue-low-sent"));
    assertEquals(0L, stand.counters().get("queue-low-backlog"));
  }

  @Test
  void letsUrgentFramesWaitForNoMoreThanOneOther() {
    of(8 * MBIT, 2048, 1000);
    stand.offer(times(200, Packet.of(1, 1000)));
    for (int i = 0; i < 50; i++) {
      stand.gone.clear();
      stand.offer(Packet.of(2, 200).dscp(Packet.EXPEDITED));
      stand.elapse(2 * MILLI);
      assertTrue(stand.flows().indexOf(2) <= 1 && stand.flows().contains(2), "" + stand.flows());
    }
    drain();
  }

  @Test
  void givesAFloodAndASteadyFlowHalfEach() {
    of(80 * MBIT, 0, 400);
    for (int i = 0; i < 2000; i++) {
      var packets = new ArrayList<>(times(60, Packet.of(1, 1000)));
      packets.addAll(times(6, Packet.of(2, 1000)));
      Collections.rotate(packets, i);
      stand.offer(packets);
      stand.elapse(MILLI);
    }
    double share = (double) stand.wire(2) / stand.wire();
    assertEquals(0.5, share, 0.01);
    drain();
  }

  @Test
  void sharesByBytesNotByFrames() {
    of(80 * MBIT, 0, 400);
    for (int i = 0; i < 2000; i++) {
      stand.offer(times(20, Packet.of(1, 1500)));
      stand.offer(times(150, Packet.of(2, 150)));
      stand.elapse(MILLI);
    }
    assertEquals(0.5, (double) stand.wire(2) / stand.wire(), 0.02);
    drain();
  }

  @Test
  void sharesWithSuperFrames() {
    of(80 * MBIT, 0, 400);
    for (int i = 0; i < 4000; i++) {
      stand.offer(Packet.superFrame(1, 30_000, 1448));
      stand.offer(times(12, Packet.of(2, 1500)));
      stand.elapse(MILLI);
    }
    assertEquals(0.5, (double) stand.wire(2) / stand.wire(), 0.02);
    drain();
  }

  @Test
  void losesNothingOfAFlowThatAsksForLessThanItsShare() {
    of(80 * MBIT, 0, 100);
    for (int i = 0; i < 1000; i++) {
      stand.offer(times(100, Packet.of(1, 1000)));
      stand.offer(times(4, Packet.of(2, 1000)));
      stand.elapse(MILLI);
    }
    drain();
    assertEquals(4000L * 1000, stand.wire(2));
    assertTrue(dropped() > 0, "the flood pays");
  }

  @Test
  void neverChangesTheOrderOfAFlow() {
    of(80 * MBIT, 0, 100);
    for (int i = 0; i < 500; i++) {
      var packets = new ArrayList<Packet>();
      for (int j = 0; j < 30; j++) {
        packets.add(Packet.of(1 + (i * 7 + j * j) % 5, 100 + (i + j * 311) % 1400));
      }
      stand.offer(packets);
      stand.elapse(MILLI);
    }
    drain();
    for (int flow = 1; flow <= 5; flow++) {
      int of = flow;
      var sequences =
          stand.gone.stream()
              .filter(one -> one.flow() == of)
              .map(ShaperStand.Departure::sequence)
              .toList();
      assertEquals(sequences.stream().sorted().toList(), sequences);
      assertTrue(sequences.size() > 100);
    }
  }

  @Test
  void holdsNoMoreFramesThanItsBounds() {
    of(QueueSpec.MIN_RATE, 2048, 10);
    for (int i = 0; i < 30; i++) {
      stand.offer(times(100, Packet.of(i, 60)));
    }
    assertEquals(10, stand.held());
    stand.offer(times(100, Packet.of(1, 60).dscp(Packet.EXPEDITED)));
    assertEquals(15, stand.held(), "one flow has half of a band");
    stand.drop(DropReason.SHUTDOWN);
  }

  @Test
  void holdsNoMoreBytesThanItsBounds() {
    of(QueueSpec.MIN_RATE, 2048, 100);
    for (int i = 0; i < 30; i++) {
      stand.offer(times(20, Packet.of(i, 9000)));
    }
    assertEquals(100 * 1514 / 9000, stand.held());
    stand.drop(DropReason.SHUTDOWN);
  }

  @Test
  void dropsTheOldestOfTheLongestFlow() {
    of(QueueSpec.MIN_RATE, 2048, 10);
    stand.offer(Packet.of(9, 1514));
    stand.gone.clear();
    stand.offer(times(2, Packet.of(1, 1000)));
    stand.offer(times(5, Packet.of(2, 1000)));
    stand.offer(times(3, Packet.of(3, 1000)));
    stand.offer(Packet.of(4, 1000));
    drain();
    assertEquals(1, dropped());
    assertEquals(
        List.of(1, 2, 4, 5, 6, 7, 8, 9, 10, 11), stand.sequences().stream().sorted().toList());
  }

  @Test
  void takesASuperFrameThatIsLongerThanItsBounds() {
    of(8 * MBIT, 2048, 4);
    stand.offer(Packet.superFrame(1, 60_000, 1448), Packet.superFrame(1, 60_000, 1448));
    drain();
    assertEquals(2, stand.gone.size());
    assertEquals(0, dropped());
  }

  @Test
  void dropsNothingThatMayGo() {
    of(80 * MBIT, 200_000, 4);
    stand.offer(times(250, Packet.of(1, 1000)));
    assertEquals(200, stand.gone.size());
    assertEquals(48, dropped());
    drain();
  }

  @Test
  void keepsWhatIsQueuedWhenTheRateChanges() {
    of(QueueSpec.MIN_RATE, 2048, 100);
    stand.offer(times(50, Packet.of(1, 1000)));
    int held = stand.held();
    stand.configure(8 * MBIT, 3000, 100);
    assertEquals(held, stand.held());
    stand.elapse(10 * MILLI);
    assertEquals(held - 10, stand.held(), 1);
    drain();
    assertEquals(0, dropped());
    assertEquals(IntStream.range(0, 50).boxed().toList(), stand.sequences());
  }

  @Test
  void dropsWhatIsTooMuchForALowerLimitAndHoldsMoreWithAHigherOne() {
    of(QueueSpec.MIN_RATE, 2048, 40);
    for (int i = 0; i < 8; i++) {
      stand.offer(times(10, Packet.of(i, 60)));
    }
    assertEquals(40, stand.held());
    stand.configure(QueueSpec.MIN_RATE, 2048, 10);
    assertEquals(10, stand.held());
    stand.configure(QueueSpec.MIN_RATE, 2048, 200);
    for (int i = 0; i < 20; i++) {
      stand.offer(times(10, Packet.of(i, 60)));
    }
    assertEquals(200, stand.held());
    stand.drop(DropReason.SHUTDOWN);
  }

  @Test
  void letsAllGoWhenThereIsNoLimitAnyMore() {
    of(QueueSpec.MIN_RATE, 2048, 100);
    stand.offer(times(30, Packet.of(1, 1000)));
    stand.offer(times(5, Packet.of(2, 1000).dscp(Packet.EXPEDITED)));
    stand.unlimited();
    assertEquals(0, stand.held());
    assertEquals(35, stand.gone.size());
    assertEquals(Shaper.NEVER, stand.untilNext());
  }

  @Test
  void givesUpWhatIsHeldWithTheReasonItIsTold() {
    of(QueueSpec.MIN_RATE, 2048, 100);
    stand.offer(times(20, Packet.of(1, 1000)));
    stand.offer(times(20, Packet.of(2, 1000).dscp(Packet.BACKGROUND)));
    int held = stand.held();
    stand.drop(DropReason.NIC_DOWN);
    assertEquals(held, stand.ledger.dropped(DropReason.NIC_DOWN));
    assertEquals(0, stand.held());
    stand.pump();
    assertEquals(Shaper.NEVER, stand.untilNext());
    stand.elapse(SECOND);
    stand.offer(Packet.of(1, 1000));
    assertEquals(0, stand.held(), "goes on");
  }

  @Test
  void waitsForSharesAndGoesOnInOrder() {
    of(8 * MBIT, 2048, 1000);
    stand.keeps = true;
    for (int i = 0; i < 3; i++) {
      stand.offer(times(40, Packet.of(1, 1000)));
    }
    stand.elapse(SECOND);
    assertEquals(120 - 64, stand.held(), 5);
    assertEquals(Shaper.NEVER, stand.untilNext());
    assertEquals(0, stand.told);
    stand.giveBack();
    assertEquals(1, stand.told, "of the first share only");
    stand.pump();
    stand.elapse(SECOND);
    assertEquals(0, stand.held());
    assertEquals(IntStream.range(0, 120).boxed().toList(), stand.sequences());
  }

  @Test
  void pushesBackByTheBurstsItHolds() {
    of(8 * MBIT, 2048, 1000);
    for (int i = 0; i < 10; i++) {
      stand.offer(times(10, Packet.of(1, 1000)));
    }
    int outstanding = stand.pool.outstanding();
    assertEquals(10, outstanding);
    stand.elapse(50 * MILLI);
    assertEquals(5, stand.pool.outstanding(), 1);
    drain();
    assertEquals(0, dropped());
  }

  @Test
  void freesTheOldestBurstFirstWhenItDrops() {
    of(QueueSpec.MIN_RATE, 2048, 100);
    for (int i = 0; i < 200; i++) {
      stand.offer(times(50, Packet.of(1, 1514)));
      assertTrue(stand.pool.outstanding() <= 2, "bursts held: " + stand.pool.outstanding());
    }
    stand.drop(DropReason.SHUTDOWN);
  }
}
