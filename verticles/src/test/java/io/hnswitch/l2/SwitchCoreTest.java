package io.hnswitch.l2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.control.SwitchControl.PortKind;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.MacAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SwitchCoreTest {

  private static final long BROADCAST = MacAddress.BROADCAST.value();
  private static final long MULTICAST = 0x01005e_000001L;
  private static final long MAC_A = 0x00155d_00000aL;
  private static final long MAC_B = 0x00155d_00000bL;
  private static final long MAC_C = 0x00155d_00000cL;
  private static final long OTHER = 0x020000_000001L;

  private final SwitchBench bench = new SwitchBench();
  private final SwitchPort a = bench.nic("a:hn0", MAC_A);
  private final SwitchPort b = bench.nic("b:hn0", MAC_B);
  private final SwitchPort c = bench.nic("c:hn0", MAC_C);
  private final SwitchPort uplink = bench.uplink("pf0");

  @AfterEach
  void everyFrameIsAccountedFor() {
    bench.assertBalanced();
    bench.close();
  }

  private void expect(SwitchPort port, String... records) {
    assertEquals(List.of(records), bench.out(port), port.name());
  }

  @Test
  void sendsAFrameToTheOwnerOfItsAddress() {
    bench.in(a, MAC_B, MAC_A);
    expect(a);
    expect(b, "#0");
    expect(c);
    expect(uplink);
    assertEquals(1, b.outlet().frames());
    assertEquals(64, b.outlet().bytes());
    assertEquals(64, a.receivedBytes);
  }

  @Test
  void splitsABurstByPortAndKeepsTheOrder() {
    bench.in(
        a,
        burst ->
            burst.frame(MAC_B, MAC_A).frame(MAC_C, MAC_A).frame(MAC_B, MAC_A).frame(MAC_C, MAC_A));
    expect(b, "#0", "#2");
    expect(c, "#1", "#3");
  }

  @Test
  void floodsBroadcastToAllButTheWayIn() {
    bench.in(a, BROADCAST, MAC_A);
    expect(a);
    expect(b, "#0");
    expect(c, "#0");
    expect(uplink, "#0");
    assertEquals(2, bench.ledger.account().created());
  }

  @Test
  void floodsGroupFramesOnlyToPortsWhoseFilterAcceptsThem() {
    b.filter(false, true, false);
    c.filter(true, false, false);
    bench.in(a, burst -> burst.frame(BROADCAST, MAC_A).frame(MULTICAST, MAC_A));
    expect(b, "#1");
    expect(c, "#0");
    expect(uplink, "#0", "#1");
  }

  @Test
  void neverFloodsToTheOwnerOfTheSource() {
    bench.in(uplink, burst -> burst.frame(BROADCAST, MAC_A).frame(OTHER, MAC_A));
    expect(a);
    expect(b, "#0");
    expect(c, "#0");
    expect(uplink);
    a.filter(true, true, true);
    bench.in(uplink, OTHER, MAC_A);
    expect(a);
  }

  @Test
  void sendsUnknownUnicastToUplinksAndPromiscuousPorts() {
    b.filter(false, false, true);
    bench.in(a, OTHER, MAC_A);
    expect(b, "#0");
    expect(c);
    expect(uplink, "#0");
  }

  @Test
  void filtersWhatNobodyWants() {
    bench.in(uplink, OTHER, 0x020000_000002L);
    assertEquals(1, bench.ledger.account().filtered());
  }

  @Test
  void learnsAStationAndFindsItThere() {
    bench.in(b, MAC_A, OTHER);
    expect(a, "#0");
    bench.in(a, OTHER, MAC_A);
    expect(b, "#1");
    expect(uplink);
  }

  @Test
  void learnsWithinABurst() {
    bench.in(b, MAC_A, OTHER);
    bench.out(a);
    bench.in(c, burst -> burst.frame(OTHER, MAC_C).frame(MAC_A, OTHER).frame(OTHER, MAC_C));
    expect(b, "#1");
    expect(a, "#2");
    assertEquals(List.of("b:hn0>c:hn0"), bench.moves);
    assertEquals(1, bench.ledger.dropped(DropReason.HAIRPIN), "it is where the frame came from");
  }

  @Test
  void neitherLearnsGroupNorZeroSources() {
    bench.in(b, burst -> burst.frame(MAC_A, MULTICAST).frame(MAC_A, 0).frame(MAC_A, BROADCAST));
    expect(a, "#0", "#1", "#2");
    assertEquals(0, bench.fdb.learned());
  }

  @Test
  void doesNotLetAStrangerTakeAnOwnedAddress() {
    bench.in(c, BROADCAST, MAC_A);
    bench.out(b);
    bench.out(uplink);
    bench.in(b, MAC_A, MAC_B);
    expect(a, "#1");
    expect(c);
  }

  @Test
  void dropsAFrameWhoseWayOutIsItsWayIn() {
    bench.in(a, MAC_A, OTHER);
    assertEquals(1, bench.ledger.dropped(DropReason.HAIRPIN));
    assertEquals(1, a.receivedDropped);
  }

  @Test
  void dropsRuntsAndForwardsTheRest() {
    bench.in(
        a,
        burst ->
            burst
                .frame(MAC_B, MAC_A, 13, 0)
                .frame(MAC_B, MAC_A, 14, 0)
                .frame(MAC_B, MAC_A, 1, 0)
                .frame(MAC_B, MAC_A));
    expect(b, "#1", "#3");
    assertEquals(2, bench.ledger.dropped(DropReason.RUNT));
    bench.in(a, burst -> burst.frame(MAC_B, MAC_A, 0, 0));
    assertEquals(3, bench.ledger.dropped(DropReason.RUNT));
  }

  @Test
  void sendsASteeredAddressToTheUplink() {
    bench.fdb.steer(MAC_A, uplink.index());
    bench.in(b, MAC_A, MAC_B);
    expect(uplink, "#0");
    expect(a);
  }

  @Test
  void givesTheOwnerWhatTheUplinkReturnsForASteeredAddress() {
    bench.fdb.steer(MAC_A, uplink.index());
    bench.in(uplink, MAC_A, MAC_B);
    expect(a, "#0");
    assertEquals(1, bench.core.counters().returned);
  }

  @Test
  void dropsOnlyForThePortThatHasNoCreditLeft() {
    var slow = bench.port("d:hn0", PortKind.NIC, 0xdddL, 1);
    bench.egresses.get(slow).keep();
    bench.in(a, burst -> burst.frame(MAC_B, MAC_A).frame(0xdddL, MAC_A));
    bench.in(
        a,
        burst ->
            burst.frame(MAC_B, MAC_A).frame(0xdddL, MAC_A).frame(0xdddL, MAC_A).frame(MAC_C, 1));
    expect(slow, "#1");
    expect(b, "#0", "#2");
    expect(c, "#5");
    assertEquals(2, bench.ledger.dropped(DropReason.CREDIT_EXHAUSTED));
    assertEquals(2, slow.outlet().dropped());
    bench.egresses.get(slow).release();
    bench.in(a, burst -> burst.frame(MAC_B, MAC_A).frame(0xdddL, MAC_A));
    expect(slow, "#7");
  }

  @Test
  void sendsNothingToADisconnectedPortAndLearnsNothingFromIt() {
    bench.ports.disconnect(b);
    bench.fdb.flushPort(b.index());
    bench.in(a, burst -> burst.frame(BROADCAST, MAC_A).frame(MAC_B, MAC_A));
    expect(b);
    expect(uplink, "#0", "#1");
    bench.in(b, MAC_A, OTHER);
    expect(a, "#2");
    assertEquals(0, bench.fdb.learned());
  }

  @Test
  void forgetsAStationThatIsSilent() {
    bench.in(b, MAC_A, OTHER);
    bench.out(a);
    bench.now = SwitchBench.AGEING;
    bench.in(a, OTHER, MAC_A);
    expect(b);
    expect(uplink, "#1");
  }
}
