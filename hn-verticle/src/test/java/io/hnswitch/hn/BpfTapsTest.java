package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.capture.Capture;
import io.hnswitch.capture.CapturePlace;
import io.hnswitch.capture.CaptureSpec;
import io.hnswitch.capture.CapturedFrame;
import io.hnswitch.capture.Captures;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.Memory;
import io.hnswitch.id.NicId;
import io.hnswitch.testing.AllFrames;
import io.hnswitch.testing.ManualTimers;
import io.hnswitch.testing.TestFrames;
import io.vertx.core.Future;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BpfTapsTest {

  private static final int RING = 4 << 20;

  static CaptureSpec spec(int snap, int ring, NicId... at) {
    return AllFrames.at(
        snap, ring, Stream.of(at).map(CapturePlace.Nic::new).toArray(CapturePlace[]::new));
  }

  private static void start(NicLab lab, String id, CaptureSpec spec) {
    lab.harness.awaitOnLoop(
        () -> Future.succeededFuture(lab.harness.lab().captures().start(id, spec)));
  }

  private static Capture capture(NicLab lab, String id) {
    return lab.harness.lab().captures().find(id).orElseThrow();
  }

  private static List<CapturedFrame> all(NicLab lab, String id) {
    return lab.harness.awaitOnLoop(
        () -> Future.succeededFuture(capture(lab, id).read(0, Integer.MAX_VALUE, RING)));
  }

  // holds: S54
  @Test
  void seesEveryFrameOfBothPathsOnceAndInOrder() {
    try (var lab = NicLab.ofTwo()) {
      lab.harness.deploy(new PlainAdapter(lab.harness.lab(), "sw0", NicLab.A));
      lab.host(NicLab.A, new NetvspControl.VfAssigned(PlainAdapter.VF, 7));
      lab.outcome(NicLab.A, new NicControl.AcceptFrom(PlainAdapter.VF));
      for (var id : List.of("c1", "c2")) {
        start(lab, id, spec(14 + 20 + 8 + 64, RING, NicLab.A));
      }
      long before = packets(lab, "opackets");
      long inBefore = packets(lab, "ipackets");
      var there = lab.flow(1, NicLab.A, NicLab.B, 5000, 200, 0);
      var back = lab.flow(2, NicLab.B, NicLab.A, 5000, 200, 0);
      for (int i = 0; i < 4; i++) {
        var wish =
            i % 2 == 0
                ? new NicControl.UseVf(PlainAdapter.VF)
                : new NicControl.UseSynthetic(PlainAdapter.VF, true);
        lab.elapse(Duration.ofMillis(20));
        assertEquals(Outcome.DONE, lab.outcome(NicLab.A, wish));
      }
      lab.endpoint(NicLab.A, new EndpointControl.StopFlow(there.id()), Outcome.class);
      lab.endpoint(NicLab.B, new EndpointControl.StopFlow(back.id()), Outcome.class);
      lab.elapse(Duration.ofMillis(100));
      var frames = all(lab, "c1");
      var tx = frames.stream().filter(CapturedFrame::transmitted).toList();
      var rx = frames.stream().filter(frame -> !frame.transmitted()).toList();
      assertEquals(packets(lab, "opackets") - before, tx.size());
      assertEquals(packets(lab, "ipackets") - inBefore, rx.size());
      assertEquals(packets(lab, "opackets-vf"), tx.stream().filter(BpfTapsTest::isVf).count());
      assertEquals(packets(lab, "ipackets-vf"), rx.stream().filter(BpfTapsTest::isVf).count());
      assertTrue(packets(lab, "opackets-vf") > 0 && packets(lab, "ipackets-vf") > 0);
      assertTrue(lab.end(there, NicLab.A).sent() <= tx.size());
      assertAscending(tx);
      assertAscending(rx);
      var other = all(lab, "c2");
      assertEquals(frames.size(), other.size());
      for (int i = 0; i < frames.size(); i++) {
        assertEquals(
            java.util.HexFormat.of().formatHex(frames.get(i).bytes()),
            java.util.HexFormat.of().formatHex(other.get(i).bytes()));
      }
    }
  }

  private static boolean isVf(CapturedFrame frame) {
    return frame.path().equals(Optional.of(Datapath.VF));
  }

  private static long packets(NicLab lab, String counter) {
    return packets(lab, NicLab.A, counter);
  }

  private static long packets(NicLab lab, NicId nic, String counter) {
    return lab.view(nic).counters().get(counter);
  }

  private static void assertAscending(List<CapturedFrame> frames) {
    for (int i = 1; i < frames.size(); i++) {
      assertTrue(frames.get(i).number() > frames.get(i - 1).number());
      assertTrue(frames.get(i).micros() >= frames.get(i - 1).micros());
    }
  }

  @Test
  void saysHowManyAFullRingMissed() {
    try (var lab = NicLab.ofTwo()) {
      start(lab, "c1", spec(65550, 64 << 10, NicLab.A));
      lab.flow(1, NicLab.A, NicLab.B, 5000, 1000, 500);
      lab.elapse(Duration.ofSeconds(1));
      var view = capture(lab, "c1").view();
      assertTrue(view.overwritten() > 400, "overwritten " + view.overwritten());
      assertEquals(view.overwritten(), view.oldest());
      assertEquals(view.oldest(), all(lab, "c1").getFirst().number());
    }
  }

  /** One capture at both ends of a flow: all in the order of time, each with its NIC. */
  @Test
  void mergesSeveralNicsInTheOrderOfTime() {
    try (var lab = NicLab.ofTwo()) {
      start(lab, "c1", spec(65550, RING, NicLab.A, NicLab.B));
      long beforeA = packets(lab, NicLab.A, "opackets");
      long beforeB = packets(lab, NicLab.B, "opackets");
      lab.flow(1, NicLab.A, NicLab.B, 5000, 100, 50);
      lab.elapse(Duration.ofSeconds(1));
      var frames = all(lab, "c1");
      assertAscending(frames);
      for (var nic : List.of(NicLab.A, NicLab.B)) {
        var its =
            frames.stream()
                .filter(frame -> frame.place().equals(new CapturePlace.Nic(nic)))
                .toList();
        long before = nic.equals(NicLab.A) ? beforeA : beforeB;
        assertEquals(
            packets(lab, nic, "opackets") - before,
            its.stream().filter(CapturedFrame::transmitted).count());
        assertTrue(its.stream().allMatch(frame -> frame.device().equals("hn " + nic)));
      }
    }
  }

  /** A stand of taps alone. */
  private static final class Stand implements AutoCloseable {
    final Arena arena = Arena.ofConfined();
    final Memory memory;
    final TestFrames source;
    final Captures captures;
    final BpfTaps taps;

    Stand(long bytes) {
      memory = Memory.ofArena(arena, bytes);
      source = new TestFrames(memory, 2, Runnable::run);
      var timers = new ManualTimers();
      captures = new Captures(memory);
      captures.clock(timers);
      taps = new BpfTaps(NicLab.A, memory, captures, timers);
      captures.start("c1", spec(64, 64 << 10, NicLab.A));
    }

    /** Hands a burst of frames to the VF; the receipt it carries. */
    long toVf(int frames) {
      var filling = source.begin();
      for (int i = 0; i < frames; i++) {
        filling = filling.frame(0xb, 0xa);
      }
      var burst = filling.seal();
      taps.toVf(burst);
      long receipt = burst.receipt();
      burst.release();
      return receipt;
    }

    long seen() {
      return captures.find("c1").orElseThrow().view().next();
    }

    @Override
    public void close() {
      taps.close();
      arena.close();
    }
  }

  // holds: S60
  @Test
  void showsARefusedFrameOnlyWithoutAccurateBpf() {
    try (var stand = new Stand(8 << 20)) {
      assertEquals(0, stand.toVf(3));
      assertEquals(3, stand.seen());
      stand.taps.accurate(true);
      long first = stand.toVf(3);
      long lost = stand.toVf(2);
      long last = stand.toVf(1);
      assertTrue(first > 0 && lost > first && last > lost);
      assertEquals(3, stand.seen());
      stand.taps.vfTook(first, List.of(0, 2));
      assertEquals(4, stand.seen());
      stand.taps.vfTook(last, List.of());
      assertEquals(5, stand.seen(), "what got no word did not leave");
    }
  }

  // holds: S61
  @Test
  void showsAFrameBeforeTheVfHasItWhenNoCopyIsPossible() {
    try (var stand = new Stand(1 << 20)) {
      stand.taps.accurate(true);
      assertEquals(0, stand.toVf(2));
      assertEquals(2, stand.seen());
    }
  }

  // holds: S62
  @Test
  void showsNoFrameTwiceWhenAccurateBpfIsToggled() {
    try (var stand = new Stand(8 << 20)) {
      stand.taps.accurate(true);
      long waiting = stand.toVf(2);
      stand.taps.accurate(false);
      assertEquals(2, stand.seen());
      stand.taps.vfTook(waiting, List.of());
      stand.taps.accurate(true);
      stand.taps.vfTook(waiting, List.of());
      assertEquals(2, stand.seen());
    }
  }

  @Test
  void hasBounds() {
    try (var stand = new Stand(8 << 20)) {
      var usual = spec(64, 64 << 10, NicLab.A);
      for (int i = 2; i <= Captures.CAPTURES_MAX; i++) {
        stand.captures.start("c" + i, usual);
      }
      assertThrows(IllegalStateException.class, () -> stand.captures.start("c99", usual));
      stand.captures.remove(stand.captures.find("c2").orElseThrow());
      assertTrue(stand.captures.find("c2").isEmpty());
      assertThrows(IllegalStateException.class, () -> stand.captures.start("c1", usual));
      assertThrows(IllegalArgumentException.class, () -> spec(13, 64 << 10, NicLab.A));
      assertThrows(IllegalArgumentException.class, () -> spec(14, (64 << 10) - 1, NicLab.A));
      assertThrows(IllegalArgumentException.class, () -> spec(14, 64 << 10));
      assertThrows(IllegalArgumentException.class, () -> spec(14, 64 << 10, NicLab.A, NicLab.A));
    }
  }

  @Test
  void saysWhyAFrameIsDroppedAndWhere() {
    try (var stand = new Stand(8 << 20)) {
      var burst = stand.source.begin().frame(0xb, 0xa).seal();
      stand.taps.dropped(burst, true, Datapath.VF, DropReason.NIC_DOWN);
      burst.release();
      var frame = stand.captures.find("c1").orElseThrow().read(0, 10, 1000).getFirst();
      assertEquals(Optional.of(DropReason.NIC_DOWN), frame.dropped());
      assertEquals("hn " + NicLab.A, frame.device());
      assertEquals(new CapturePlace.Nic(NicLab.A), frame.place());
    }
  }

  @Test
  void keepsWhatItHasWhenItsTimeIsUp() {
    try (var stand = new Stand(8 << 20)) {
      stand.toVf(2);
      stand.captures.end(stand.captures.find("c1").orElseThrow());
      stand.toVf(2);
      assertEquals(2, stand.seen());
    }
  }
}
