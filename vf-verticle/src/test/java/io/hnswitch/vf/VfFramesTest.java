package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.Captures;
import io.hnswitch.capture.FrameRing;
import io.hnswitch.control.NicControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.policy.PolicySlot;
import io.hnswitch.policy.PortPolicies;
import io.hnswitch.rss.VfRss;
import io.hnswitch.testing.AllFrames;
import io.hnswitch.testing.ManualTimers;
import io.hnswitch.testing.TestFrames;
import java.lang.foreign.Arena;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VfFramesTest {

  private static final NicId HN = NicId.parse("a:hn0");
  private static final long TSO4 = Frames.offload(Frames.TSO4 | Frames.CSUM_PARTIAL, 34, 16, 1460);
  private static final long TSO6 = Frames.offload(Frames.TSO6 | Frames.CSUM_PARTIAL, 54, 16, 1440);
  private static final int TSO_MAX = 20_000;

  private final Arena arena = Arena.ofConfined();
  private final Memory memory = Memory.ofArena(arena, 8 << 20);
  private final DeviceLedger ledger = new DeviceLedger("vf pf0/vf0", () -> 0);
  private final VfSettings settings =
      new VfSettings(
          new VfId("pf0", 0),
          new Grant(HN, new MacAddress(0xa), 1),
          OffloadCaps.of(Offload.TXCSUM, Offload.TSO4),
          new TsoLimits(TSO_MAX, 64, 4096),
          9000,
          VfRss.DEFAULT);
  private final VfMachine machine = new VfMachine(settings);
  private boolean shown;
  private final Captures captures = new Captures(memory);
  private final PolicySlot policy = new PortPolicies(memory, captures).of(HN);
  private final VfFrames frames =
      new VfFrames(memory, ledger, machine, settings, policy, () -> shown, () -> 0);
  private final TestFrames source = new TestFrames(memory, 2, Runnable::run);

  @BeforeEach
  void capture() {
    captures.clock(new ManualTimers());
    captures.start(
        "c1", AllFrames.at(FrameRing.SNAP_MIN, FrameRing.BYTES_MIN, new CapturePlace.Nic(HN)));
  }

  @AfterEach
  void close() {
    var seen = new EnumMap<DropReason, Long>(DropReason.class);
    captures
        .find("c1")
        .orElseThrow()
        .read(0, Integer.MAX_VALUE, FrameRing.BYTES_MIN)
        .forEach(frame -> seen.merge(frame.dropped().orElseThrow(), 1L, Long::sum));
    assertEquals(ledger.account().dropped(), seen, "a capture sees all that is dropped");
    assertEquals(0, source.outstanding());
    arena.close();
  }

  private void up() {
    machine.probe();
    machine.override(HN);
    machine.up();
  }

  private int transmit(UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(source.begin()).seal();
    assertEquals(frames.keepTransmittable(burst), burst.size() > 0);
    return release(burst);
  }

  private int receive(UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(source.begin()).seal();
    assertEquals(frames.keepReceivable(burst), burst.size() > 0);
    return release(burst);
  }

  private static int release(FrameBurst burst) {
    int size = burst.size();
    burst.release();
    return size;
  }

  private static UnaryOperator<TestFrames> frame(int length, long offload) {
    return burst -> burst.frame(0xb, 0xa, length, offload);
  }

  @Test
  void passesNothingBeforeItIsUp() {
    assertEquals(0, transmit(frame(64, 0)));
    machine.probe();
    assertEquals(0, receive(frame(64, 0)));
    assertEquals(2, ledger.dropped(DropReason.VF_NOT_READY));
  }

  @Test
  void losesEverythingOnceItHasVanished() {
    up();
    machine.vanish();
    assertEquals(0, transmit(burst -> burst.frame(1, 2).frame(3, 4)));
    assertEquals(0, receive(frame(64, 0)));
    assertEquals(3, ledger.dropped(DropReason.VF_GONE));
  }

  @Test
  void hasNobodyForFramesWithoutAnHn() {
    machine.probe();
    machine.up();
    assertEquals(0, receive(frame(64, 0)));
    assertEquals(1, ledger.dropped(DropReason.NO_OWNER));
    assertEquals(1, transmit(frame(64, 0)));
  }

  @Test
  void hasItsOwnInterfaceForFramesWithoutAnHn() {
    shown = true;
    machine.probe();
    machine.up();
    assertEquals(1, receive(frame(64, 0)));
    assertEquals(1, frames.counters().get("rx-frames"));
  }

  private int redirect(UnaryOperator<TestFrames> fill) {
    var burst = fill.apply(source.begin()).seal();
    assertEquals(frames.keepRedirected(burst), burst.size() > 0);
    return release(burst);
  }

  // holds: S99
  @Test
  void takesWhatTheChannelBroughtOnlyWhileItIsUpAndSaysNothingElse() {
    shown = true;
    machine.probe();
    assertEquals(0, redirect(frame(64, 0)));
    assertEquals(1, ledger.dropped(DropReason.VF_NOT_READY));
    assertEquals(0, frames.counters().get("rx-drops"), "silently");
    machine.up();
    assertEquals(2, redirect(burst -> burst.frame(1, 2).frame(3, 4)));
    assertEquals(2, frames.counters().get("rx-frames"));
    shown = false;
    assertEquals(0, redirect(frame(64, 0)));
    assertEquals(1, ledger.dropped(DropReason.NO_OWNER));
    machine.vanish();
    assertEquals(0, redirect(frame(64, 0)));
    assertEquals(1, ledger.dropped(DropReason.VF_GONE));
    assertEquals(0, frames.counters().get("rx-drops"));
  }

  @Test
  void takesFramesOfTheMtuAndATagBesides() {
    up();
    assertEquals(1, transmit(frame(1514, 0)));
    assertEquals(0, transmit(frame(1515, 0)));
    assertEquals(0, receive(frame(1518, 0)));
    assertEquals(1, receiveTagged(1518));
    assertEquals(0, receiveTagged(1519));
    machine.mtu(9000, HN);
    assertEquals(1, transmit(frame(9014, 0)));
    assertEquals(3, ledger.dropped(DropReason.OVERSIZE));
    assertEquals(Map.of("oversize", 1L), policy.refusals().counts(true));
    assertEquals(Map.of("oversize", 2L), policy.refusals().counts(false));
    assertEquals(1515, policy.refusals().violations().getFirst().length());
  }

  private int receiveTagged(int length) {
    var burst = source.begin().frame(0xb, 0xa, length, 0).seal();
    memory.segment().set(Memory.BE16, burst.slab().address(0) + 12, (short) 0x8100);
    frames.keepReceivable(burst);
    return release(burst);
  }

  @Test
  void takesSuperFramesWithinItsLimits() {
    up();
    assertEquals(1, transmit(frame(TSO_MAX + 14, TSO4)));
    assertEquals(0, transmit(frame(TSO_MAX + 15, TSO4)));
    assertEquals(0, transmit(frame(5000, TSO6)), "it cannot cut these");
    assertEquals(1, transmit(frame(1000, TSO6)), "nothing to cut");
    assertEquals(1, receive(frame(60_000, TSO4)), "the limits are those of transmission");
    assertEquals(2, ledger.dropped(DropReason.OVERSIZE));
  }

  @Test
  void keepsTheOthersOfABurstInOrder() {
    up();
    var burst =
        source
            .begin()
            .frame(1, 2, 2000, 0)
            .frame(1, 2, 100, 0)
            .frame(1, 2, 3000, 0)
            .frame(1, 2, 200, 0)
            .seal();
    assertTrue(frames.keepTransmittable(burst));
    assertEquals(2, burst.size());
    assertEquals(1, burst.slot(0));
    assertEquals(3, burst.slot(1));
    burst.release();
    assertEquals(300L, frames.counters().get("tx-bytes"));
    assertEquals(2L, frames.counters().get("tx-frames"));
    assertEquals(2L, frames.counters().get("tx-drops"));
  }

  // holds: C13, S66
  @Test
  void keepsNoFrameBackThatAFlushOfItsQueueWouldFind() {
    up();
    ledger.in(3);
    var burst =
        source
            .begin()
            .frame(0xb, 0xa, 64, 0)
            .frame(0xb, 0xa, 9500, 0)
            .frame(0xb, 0xa, 64, 0)
            .seal();
    assertTrue(frames.keepTransmittable(burst));
    ledger.out(release(burst));
    assertEquals(1, ledger.dropped(DropReason.OVERSIZE));
    assertEquals(0, ledger.account().unaccounted());
  }

  @Test
  void tellsHowManyOfTheFramesItLostWereForGroups() {
    long group = 0x01005e0000fbL;
    transmit(
        burst ->
            burst
                .frame(group, 0xa, 64, 0)
                .frame(MacAddress.BROADCAST.value(), 0xa, 64, 0)
                .frame(0xb, 0xa, 64, 0));
    assertEquals(
        new NicControl.VfNotSent(settings.id(), DropReason.VF_NOT_READY, 3, 1, 192),
        frames.notSent().orElseThrow());
  }

  // holds: S53
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsReceivedBytesOnceWithStatisticsOfItsHardwareOrWithout(boolean hwstats) {
    var capabilities = hwstats ? OffloadCaps.of(Offload.HWSTATS) : OffloadCaps.of();
    var its =
        new VfSettings(
            settings.id(), settings.grant(), capabilities, settings.tso(), 9000, VfRss.DEFAULT);
    var ours = new VfMachine(its);
    ours.probe();
    ours.override(HN);
    ours.up();
    var counting = new VfFrames(memory, ledger, ours, its, policy, () -> true, () -> 0);
    for (int i = 1; i <= 2; i++) {
      var burst = source.begin().frame(0xb, 0xa, 100, 0).seal();
      assertTrue(counting.keepReceivable(burst));
      release(burst);
      assertEquals(100L * i, counting.counters().get("rx-bytes"));
      ours.restore(HN); // The second one is its own interface's.
    }
  }
}
