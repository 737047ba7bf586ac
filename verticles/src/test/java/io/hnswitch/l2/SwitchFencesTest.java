package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Fence;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchFencesTest {

  private static final long MAC_A = 0x00155d_00000aL;
  private static final long MAC_B = 0x00155d_00000bL;

  private final SwitchBench bench = new SwitchBench();
  private final SwitchPort a = bench.nic("a:hn0", MAC_A);
  private final SwitchPort b = bench.nic("b:hn0", MAC_B);

  @AfterEach
  void close() {
    bench.assertBalanced();
    bench.close();
  }

  private void pass(SwitchPort from, Fence.Course course, SwitchPort nic) {
    bench.fences.passed(from, bench.fence(course, nic));
  }

  private void expect(SwitchPort port, String... records) {
    assertEquals(List.of(records), bench.out(port), port.name());
  }

  @Test
  void passesToVfOnToTheUplinkOfTheVfsAdapter() {
    bench.uplink("pf1");
    var uplink = bench.uplink("pf0");
    pass(a, Fence.Course.TO_VF, a);
    expect(uplink, "TO_VF");
    expect(a);
    assertEquals(a.index(), bench.fdb.port(MAC_A, 0), "not steered yet");
  }

  @Test
  void answersSteeredWhenThereIsNoUplink() {
    bench.uplink("pf1");
    pass(a, Fence.Course.TO_VF, a);
    expect(a, "STEERED");
  }

  @Test
  void answersSteeredToWhoeverSpeaksForAnotherNic() {
    var uplink = bench.uplink("pf0");
    pass(b, Fence.Course.TO_VF, a);
    expect(b, "STEERED");
    pass(b, Fence.Course.TO_SYNTHETIC, a);
    expect(b, "STEERED");
    expect(uplink);
    assertEquals(2, bench.core.counters().strayFences);
  }

  @Test
  void steersToTheUplinkWhenToVfReturns() {
    var uplink = bench.uplink("pf0");
    bench.in(b, MAC_A, MAC_B);
    pass(uplink, Fence.Course.TO_VF_RETURN, a);
    bench.in(b, MAC_A, MAC_B);
    expect(a, "#0", "TO_VF_RETURN");
    expect(uplink, "#1");
  }

  @Test
  void steersBackAnswersAndPassesToSyntheticOn() {
    var uplink = bench.uplink("pf0");
    pass(uplink, Fence.Course.TO_VF_RETURN, a);
    bench.in(b, MAC_A, MAC_B);
    pass(a, Fence.Course.TO_SYNTHETIC, a);
    bench.in(b, MAC_A, MAC_B);
    expect(uplink, "#0", "TO_SYNTHETIC");
    expect(a, "TO_VF_RETURN", "STEERED", "#1");
  }

  @Test
  void steersBackWithoutAnUplink() {
    pass(a, Fence.Course.TO_SYNTHETIC, a);
    expect(a, "STEERED");
  }

  @Test
  void passesTheAdaptersRefusalToTheNic() {
    var uplink = bench.uplink("pf0");
    bench.fdb.steer(MAC_A, uplink.index());
    pass(uplink, Fence.Course.STEERED, a);
    expect(a, "STEERED");
    assertEquals(a.index(), bench.fdb.port(MAC_A, 0));
  }

  @Test
  void tellsOfDrainFencesFromAnUplinkOnly() {
    var uplink = bench.uplink("pf0");
    pass(uplink, Fence.Course.DRAIN, a);
    pass(a, Fence.Course.DRAIN, a);
    assertEquals(List.of(bench.fence(Fence.Course.DRAIN, a)), bench.drained);
    assertEquals(1, bench.core.counters().strayFences);
  }

  @Test
  void countsFencesThatComeTheWrongWayAndDoesNothing() {
    var uplink = bench.uplink("pf0");
    pass(uplink, Fence.Course.TO_VF, a);
    pass(uplink, Fence.Course.TO_SYNTHETIC, a);
    pass(a, Fence.Course.TO_VF_RETURN, a);
    pass(a, Fence.Course.STEERED, a);
    expect(a);
    expect(uplink);
    assertEquals(4, bench.core.counters().strayFences);
    assertEquals(a.index(), bench.fdb.port(MAC_A, 0));
  }

  @Test
  void ignoresReturnsForANicThatHasGone() {
    var uplink = bench.uplink("pf0");
    bench.ports.disconnect(a);
    bench.fdb.flushPort(a.index());
    pass(uplink, Fence.Course.TO_VF_RETURN, a);
    expect(a);
    assertEquals(Fdb.NONE, bench.fdb.port(MAC_A, 0));
  }
}
