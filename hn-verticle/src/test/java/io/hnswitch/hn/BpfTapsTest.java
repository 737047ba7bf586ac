package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.capture.CapturedFrame;
import io.hnswitch.control.CapturedFrames;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.Memory;
import io.hnswitch.testing.ManualTimers;
import io.hnswitch.testing.TestFrames;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpfTapsTest {

  private static final int RING = 4 << 20;

  /** Counts of the flow's datagrams, told apart by their IP identification or sequence bytes. */
  private static List<CapturedFrame> all(NicLab lab, String id) {
    var frames = new ArrayList<CapturedFrame>();
    while (true) {
      var page =
          lab.harness.awaitOnLoop(
              () ->
                  lab.harness
                      .bus()
                      .request(
                          Addresses.nic(NicLab.A),
                          new NicControl.ReadCapture(id, frames.size(), 1000),
                          CapturedFrames.class));
      if (page.frames().isEmpty()) {
        return frames;
      }
      frames.addAll(page.frames());
    }
  }

  // holds: S54
  @Test
  void seesEveryFrameOfBothPathsOnceAndInOrder() {
    try (var lab = NicLab.ofTwo()) {
      lab.harness.deploy(new PlainAdapter(lab.harness.lab(), "sw0", NicLab.A));
      lab.host(NicLab.A, new NetvspControl.VfAssigned(PlainAdapter.VF, 7));
      lab.outcome(NicLab.A, new NicControl.AcceptFrom(PlainAdapter.VF));
      for (var id : List.of("c1", "c2")) {
        var start = new NicControl.StartCapture(id, 14 + 20 + 8 + 64, RING);
        assertEquals(Outcome.DONE, lab.outcome(NicLab.A, start));
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
    return frame.path() == Datapath.VF;
  }

  private static long packets(NicLab lab, String counter) {
    return lab.view(NicLab.A).counters().get(counter);
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
      lab.outcome(NicLab.A, new NicControl.StartCapture("c1", 65550, 64 << 10));
      lab.flow(1, NicLab.A, NicLab.B, 5000, 1000, 500);
      lab.elapse(Duration.ofSeconds(1));
      var read =
          assertInstanceOf(
              CapturedFrames.class,
              lab.harness.awaitOnLoop(
                  () ->
                      lab.harness
                          .bus()
                          .request(
                              Addresses.nic(NicLab.A),
                              new NicControl.ReadCapture("c1", 0, 1),
                              CapturedFrames.class)));
      assertTrue(read.missed() > 400, "missed " + read.missed());
      assertEquals(read.missed(), read.of().overwritten());
      assertEquals(read.missed(), read.frames().getFirst().number());
    }
  }

  /** A stand of taps alone. */
  private static final class Stand implements AutoCloseable {
    final Arena arena = Arena.ofConfined();
    final Memory memory;
    final TestFrames source;
    final BpfTaps taps;

    Stand(long bytes) {
      memory = Memory.ofArena(arena, bytes);
      source = new TestFrames(memory, 2, Runnable::run);
      taps = new BpfTaps(NicLab.A, memory, new ManualTimers());
      assertEquals(Outcome.DONE, taps.on(new NicControl.StartCapture("c1", 64, 64 << 10)));
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
      return ((CapturedFrames) taps.on(new NicControl.ReadCapture("c1", 0, 1000))).of().next();
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
      for (int i = 2; i <= BpfTaps.CAPTURES_MAX; i++) {
        assertEquals(Outcome.DONE, stand.taps.on(new NicControl.StartCapture("c" + i, 64, 65536)));
      }
      assertEquals(
          Refusal.STATE_CONFLICT, refusal(stand, new NicControl.StartCapture("c9", 64, 65536)));
      assertEquals(Outcome.DONE, stand.taps.on(new NicControl.StopCapture("c2")));
      assertEquals(Refusal.NOT_FOUND, refusal(stand, new NicControl.StopCapture("c2")));
      assertEquals(
          Refusal.INVALID_VALUE, refusal(stand, new NicControl.StartCapture("c9", 13, 65536)));
      assertEquals(
          Refusal.INVALID_VALUE, refusal(stand, new NicControl.StartCapture("c9", 14, 65535)));
    }
  }

  private static Refusal refusal(Stand stand, NicControl.Capture request) {
    return assertInstanceOf(Outcome.Refused.class, stand.taps.on(request)).reason();
  }
}
