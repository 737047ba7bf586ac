package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hnswitch.capture.FrameRing;
import io.hnswitch.capture.TapDirection;
import io.hnswitch.capture.filter.FrameFilter;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.lab.MirrorSpec;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MirrorTest {

  private static final long A = 0x00155d00000aL;
  private static final long B = 0x00155d00000bL;
  private static final long M = 0x00155d00000cL;
  private static final long BROADCAST = 0xffff_ffff_ffffL;

  private final SwitchBench bench = new SwitchBench();
  private final ArrayDeque<Runnable> later = new ArrayDeque<>();
  private SwitchPort a;
  private SwitchPort b;
  private SwitchPort m;

  @BeforeEach
  void plugIn() {
    a = bench.nic("a:hn0", A);
    b = bench.nic("b:hn0", B);
    m = bench.nic("m:hn0", M);
  }

  @AfterEach
  void close() {
    bench.assertBalanced();
    bench.close();
  }

  private static MirrorSpec spec(
      String to, TapDirection direction, String filter, String... source) {
    return new MirrorSpec(
        "ids",
        List.of(source).stream().map(NicId::parse).toList(),
        direction,
        NicId.parse(to),
        FrameFilter.of(filter),
        FrameRing.SNAP_MAX);
  }

  private Mirror open(MirrorSpec spec) {
    var mirror = new Mirror(spec, bench.memory, bench.ledger, later::add, bench.ports::named);
    mirror.open(bench.policies);
    return mirror;
  }

  /** What the loop does behind the frames. */
  private List<String> copies(SwitchPort port) {
    while (!later.isEmpty()) {
      later.poll().run();
    }
    var out = bench.out(port);
    while (!later.isEmpty()) {
      later.poll().run();
    }
    return out;
  }

  @Test
  void copiesWhatAGuestSendsAndGets() {
    var mirror = open(spec("m:hn0", TapDirection.BOTH, "", "a:hn0"));
    bench.in(a, B, A);
    bench.in(b, A, B);
    bench.in(b, burst -> burst.frame(BROADCAST, B).frame(A, B));
    assertEquals(1, bench.out(b).size());
    assertEquals(3, bench.out(a).size());
    // The broadcast itself, and what of it and of the others was copied.
    assertEquals(5, copies(m).size());
    assertEquals(4, mirror.view().frames());
    mirror.close(bench.policies);
    bench.in(a, B, A);
    assertEquals(1, bench.out(b).size());
    assertEquals(0, copies(m).size());
  }

  @Test
  void copiesOneDirectionAndWhatFits() {
    var sent = open(spec("m:hn0", TapDirection.SOURCE, "", "a:hn0"));
    bench.in(b, A, B);
    assertEquals(0, copies(m).size());
    bench.in(a, B, A);
    assertEquals(1, copies(m).size());
    sent.close(bench.policies);
    var got = open(spec("m:hn0", TapDirection.DESTINATION, "ether broadcast", "a:hn0"));
    bench.in(a, B, A);
    bench.in(b, A, B);
    assertEquals(0, copies(m).size());
    bench.in(b, BROADCAST, B);
    assertEquals(2, copies(m).size());
    got.close(bench.policies);
    bench.out(a);
    bench.out(b);
  }

  /** Two mirrors that would feed each other, and a guest that sends its copies back. */
  @Test
  void copiesNoCopy() {
    var one = open(spec("m:hn0", TapDirection.BOTH, "", "a:hn0"));
    var other = open(spec("a:hn0", TapDirection.BOTH, "", "m:hn0"));
    bench.in(a, B, A);
    assertEquals(1, copies(m).size());
    assertEquals(0, bench.out(a).size());
    bench.in(m, B, A); // a's frame, sent on by m
    assertEquals(1, bench.ledger.dropped(DropReason.MIRROR_LOOP));
    assertEquals(0, copies(m).size());
    bench.in(m, B, M); // its own
    assertEquals(1, copies(a).size());
    assertEquals(1, one.view().frames());
    assertEquals(1, other.view().frames());
    bench.out(b);
    assertThrows(
        IllegalArgumentException.class, () -> spec("a:hn0", TapDirection.BOTH, "", "a:hn0"));
    one.close(bench.policies);
    other.close(bench.policies);
  }

  /** The original goes on, the copy is lost and counted. */
  @Test
  void losesCopiesThatNobodyTakes() {
    var mirror = open(spec("m:hn0", TapDirection.SOURCE, "", "a:hn0"));
    bench.egresses.get(m).keep();
    for (int i = 0; i < 20; i++) {
      bench.in(a, B, A);
      while (!later.isEmpty()) {
        later.poll().run();
      }
    }
    assertEquals(20, bench.out(b).size());
    assertEquals(8, mirror.view().frames());
    assertEquals(12, mirror.view().dropped());
    assertEquals(12, bench.ledger.dropped(DropReason.CREDIT_EXHAUSTED));
    assertEquals(8, copies(m).size());
    bench.egresses.get(m).release();
    bench.in(a, B, A);
    assertEquals(1, copies(m).size());
    bench.ports.disconnect(m);
    bench.in(a, B, A);
    assertEquals(0, copies(m).size());
    assertEquals(1, bench.ledger.dropped(DropReason.LINK_DOWN));
    bench.out(b);
    mirror.close(bench.policies);
  }
}
