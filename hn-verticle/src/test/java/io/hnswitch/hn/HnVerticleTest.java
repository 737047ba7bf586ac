package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.EndpointControl;
import io.hnswitch.control.FlowOrder;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HnVerticleTest {

  private static final VfId VF = new VfId("pf0", 0);

  private final NicLab lab = NicLab.ofTwo();

  @AfterEach
  void close() {
    lab.close();
  }

  private void assertAllArrived(FlowOrder flow) {
    var sent = lab.end(flow, flow.from());
    var end = lab.end(flow, flow.to());
    assertTrue(sent.sent() > 0, "something was sent");
    assertEquals(sent.sent(), end.received());
    assertEquals(0, end.reordered());
    assertEquals(0, end.duplicated());
    assertBalanced();
    assertEquals(0, lab.dropped());
  }

  private void assertBalanced() {
    assertEquals(0, lab.unaccounted());
    assertEquals(0, lab.inFlight());
  }

  private static Refusal refusal(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome).reason();
  }

  @Test
  void isReadyWithWhatWasAgreed() {
    var view = lab.view(NicLab.A);
    assertEquals("ready", view.session().get("stage"));
    assertEquals("6.1", view.session().get("nvs-version"));
    assertTrue(view.up());
    assertTrue(view.running());
    assertTrue(view.link());
    assertEquals(NicLab.OFFLOADS, view.offloads());
    assertEquals(62780 - 18, view.tso().max());
    assertTrue(
        lab.pairing.told.contains(
            new PairingControl.NicAttached(NicLab.A, NicLab.mac(NicLab.A), true, 1500)));
  }

  @ParameterizedTest
  @ValueSource(ints = {18, 200, 1472})
  void carriesAFlowWithoutLoss(int size) {
    var flow = lab.flow(1, NicLab.A, NicLab.B, 5000, size, 500);
    lab.elapse(Duration.ofSeconds(2));
    assertEquals(500, lab.end(flow, NicLab.B).received());
    assertAllArrived(flow);
    assertTrue(lab.view(NicLab.A).counters().get("opackets") >= 500);
    assertTrue(lab.view(NicLab.B).counters().get("ipackets") >= 500);
  }

  @Test
  void carriesAsMuchAsCreditsAllow() {
    var flow = lab.flow(1, NicLab.A, NicLab.B, Long.MAX_VALUE, 1000, 20_000);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(20_000, lab.end(flow, NicLab.B).received());
    assertAllArrived(flow);
  }

  private Map<String, String> sysctls(NicId nic) {
    return lab.harness
        .awaitOnLoop(
            () ->
                lab.harness
                    .bus()
                    .request(
                        Addresses.nic(nic), new NicControl.ReadSysctls(), NicControl.Sysctls.class))
        .values();
  }

  private void write(String name, String value) {
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.WriteSysctl(name, value)));
  }

  @Test
  void showsInItsSysctlsWhatIsThere() {
    var values = sysctls(NicLab.A);
    assertEquals("393217", values.get("nvs_version"));
    assertEquals("6.30", values.get("ndis_version"));
    assertEquals("d<DIRECT,ALLMULTI,BROADCAST>", values.get("rxfilter"));
    assertEquals("62762", values.get("tso_max"));
    assertEquals("1", values.get("tx_ring_inuse"));
    assertEquals("", values.get("rxvf"));
    lab.outcome(NicLab.A, new NicControl.AcceptFrom(VF));
    assertEquals("pf0/vf0", sysctls(NicLab.A).get("vf"));
    lab.outcome(NicLab.A, new NicControl.SetUp(false));
    lab.elapse(Duration.ofMillis(20));
    assertEquals("0", sysctls(NicLab.A).get("rxfilter"));
  }

  @Test
  void countsFramesInItsSysctlsAcrossChannels() {
    lab.flow(1, NicLab.A, NicLab.B, 5000, 200, 100);
    lab.elapse(Duration.ofSeconds(1));
    var copied = Long.parseLong(sysctls(NicLab.A).get("tx_chimney"));
    assertTrue(copied >= 100, "copied " + copied);
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(1400)));
    assertTrue(Long.parseLong(sysctls(NicLab.A).get("tx_chimney")) >= copied, "a new channel");
    write("tx_chimney", "0");
    assertEquals("0", sysctls(NicLab.A).get("tx_chimney"));
    assertTrue(Long.parseLong(sysctls(NicLab.B).get("rx.0.packets")) >= 100);
  }

  @Test
  void copiesOnlyShortFramesWhenItsSysctlSaysSo() {
    write("tx_chimney_size", "100");
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(1400)));
    var before = Long.parseLong(sysctls(NicLab.A).get("tx_chimney"));
    var flow = lab.flow(1, NicLab.A, NicLab.B, 5000, 200, 100);
    lab.elapse(Duration.ofSeconds(1));
    assertAllArrived(flow);
    var after = Long.parseLong(sysctls(NicLab.A).get("tx_chimney"));
    assertTrue(after - before < 10, "only neighbour discovery is short: " + (after - before));
  }

  @Test
  void goesDownAndUp() {
    assertEquals(Outcome.DONE, lab.outcome(NicLab.B, new NicControl.SetUp(false)));
    assertFalse(lab.view(NicLab.B).running());
    assertTrue(lab.pairing.told.contains(new PairingControl.NicDown(NicLab.B)));
    var flow = lab.flow(1, NicLab.A, NicLab.B, 1000, 100, 100);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(0, lab.end(flow, NicLab.B).received());
    assertBalanced();
    assertEquals(Outcome.DONE, lab.outcome(NicLab.B, new NicControl.SetUp(true)));
    assertTrue(lab.view(NicLab.B).running());
    assertTrue(lab.pairing.told.contains(new PairingControl.NicUp(NicLab.B)));
    var again = lab.flow(2, NicLab.A, NicLab.B, 1000, 100, 100);
    lab.elapse(Duration.ofSeconds(2));
    assertEquals(100, lab.end(again, NicLab.B).received());
    assertBalanced();
  }

  @Test
  void tellsPairingNothingWhenItIsUpAlready() {
    lab.pairing.told.clear();
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetUp(true)));
    assertTrue(lab.pairing.told.isEmpty());
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetUp(false)));
    lab.pairing.told.clear();
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetUp(false)));
    assertTrue(lab.pairing.told.isEmpty());
  }

  @Test
  void isUpWhenItIsTakenDownAndUpAtOnce() {
    var down = lab.ask(NicLab.B, new NicControl.SetUp(false));
    var up = lab.ask(NicLab.B, new NicControl.SetUp(true));
    lab.wait(down);
    lab.wait(up);
    var flow = lab.flow(1, NicLab.A, NicLab.B, 1000, 100, 100);
    lab.elapse(Duration.ofSeconds(2));
    assertAllArrived(flow);
  }

  @ParameterizedTest
  @ValueSource(longs = {20_000, Long.MAX_VALUE})
  void changesTheMtuUnderTrafficBothWaysWithoutLosingAFrame(long pps) {
    var there = lab.flow(1, NicLab.A, NicLab.B, pps, 500, 0);
    var back = lab.flow(2, NicLab.B, NicLab.A, pps, 500, 0);
    lab.elapse(Duration.ofMillis(20));
    for (int mtu : new int[] {9000, 1500, 9202, 576}) {
      assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(mtu)));
      assertEquals(mtu, lab.view(NicLab.A).mtu());
      lab.elapse(Duration.ofMillis(20));
    }
    stop(there);
    stop(back);
    assertAllArrived(there);
    assertAllArrived(back);
  }

  private void stop(FlowOrder flow) {
    lab.endpoint(flow.from(), new EndpointControl.StopFlow(flow.id()), Outcome.class);
    lab.elapse(Duration.ofMillis(50));
  }

  @Test
  void carriesLongFramesAfterTheMtuWasRaised() {
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(9000)));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.B, new NicControl.SetMtu(9000)));
    var flow = lab.flow(1, NicLab.A, NicLab.B, 2000, 8900, 200);
    lab.elapse(Duration.ofSeconds(1));
    assertEquals(200, lab.end(flow, NicLab.B).received());
    assertAllArrived(flow);
  }

  @Test
  void givesEverythingBackWhenTheMtuChangesOverAndOver() {
    // A leak of a ring, a buffer or a bounce area would use the memory up.
    for (int i = 0; i < 60; i++) {
      var outcome = lab.outcome(NicLab.A, new NicControl.SetMtu(i % 2 == 0 ? 9000 : 1500));
      assertEquals(Outcome.DONE, outcome, "change " + i);
    }
    assertEquals("ready", lab.view(NicLab.A).session().get("stage"));
    assertBalanced();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 575, 9203, 65536})
  void refusesAnMtuOutOfRange(int mtu) {
    assertEquals(Refusal.INVALID_VALUE, refusal(lab.outcome(NicLab.A, new NicControl.SetMtu(mtu))));
    assertEquals(1500, lab.view(NicLab.A).mtu());
  }

  @Test
  void changesTheMtuOnceAtATime() {
    var first = lab.ask(NicLab.A, new NicControl.SetMtu(9000));
    var second = lab.ask(NicLab.A, new NicControl.SetMtu(4000));
    var up = lab.ask(NicLab.A, new NicControl.SetUp(true));
    assertEquals(Outcome.DONE, lab.wait(first));
    assertEquals(Refusal.STATE_CONFLICT, refusal(lab.wait(second)));
    assertEquals(Outcome.DONE, lab.wait(up));
    assertEquals(9000, lab.view(NicLab.A).mtu());
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetMtu(9000)));
  }

  @Test
  void staysDownWhenItIsDownAndTheMtuChanges() {
    lab.outcome(NicLab.B, new NicControl.SetUp(false));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.B, new NicControl.SetMtu(9000)));
    assertFalse(lab.view(NicLab.B).running());
    lab.flow(1, NicLab.A, NicLab.B, 1000, 100, 50);
    lab.elapse(Duration.ofSeconds(1));
    assertBalanced();
  }

  @Test
  void enablesNothingItDoesNotHave() {
    var beyond = NicLab.OFFLOADS.with(Offload.NETMAP);
    assertEquals(
        Refusal.INVALID_VALUE, refusal(lab.outcome(NicLab.A, new NicControl.SetOffloads(beyond))));
    assertEquals(NicLab.OFFLOADS, lab.view(NicLab.A).offloads());
    var withLro = NicLab.OFFLOADS.with(Offload.LRO);
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.SetOffloads(withLro)));
    assertEquals(withLro, lab.view(NicLab.A).offloads());
  }

  @Test
  void passesTheHostsAssociationOnToPairing() {
    lab.host(NicLab.A, new NetvspControl.VfAssigned(VF, 7));
    assertTrue(lab.pairing.told.contains(new PairingControl.Association(NicLab.A, true, 7)));
    lab.host(NicLab.A, new NetvspControl.VfRemoved(VF, false));
    assertTrue(lab.pairing.told.contains(new PairingControl.Association(NicLab.A, false, 7)));
  }

  @Test
  void passesOnThatTheHostSwitchedBack() {
    lab.host(NicLab.A, new NetvspControl.VfAssigned(VF, 7));
    // There is no adapter: the switch turns the fence, and the host says that it switched back.
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.UseVf(VF)));
    assertTrue(lab.pairing.told.contains(new PairingControl.HostSwitchedBack(NicLab.A)));
    assertEquals(Outcome.DONE, lab.outcome(NicLab.A, new NicControl.UseSynthetic(VF, false)));
    var flow = lab.flow(1, NicLab.A, NicLab.B, 1000, 100, 100);
    lab.elapse(Duration.ofSeconds(1));
    assertAllArrived(flow);
  }

  @Test
  void answersEverybodyWhoWantsAPath() {
    lab.host(NicLab.A, new NetvspControl.VfAssigned(VF, 7));
    var first = lab.ask(NicLab.A, new NicControl.UseVf(VF));
    var second = lab.ask(NicLab.A, new NicControl.UseVf(VF));
    var other = lab.ask(NicLab.A, new NicControl.UseVf(new VfId("pf0", 1)));
    var back = lab.ask(NicLab.A, new NicControl.UseSynthetic(VF, false));
    assertEquals(Refusal.STATE_CONFLICT, refusal(lab.wait(other)));
    assertEquals(Outcome.DONE, lab.wait(back));
    assertTrue(lab.wait(first) != null && lab.wait(second) != null);
    assertEquals("synthetic", lab.view(NicLab.A).session().get("switch-over"));
  }

  @Test
  void endsCleanlyWhenTheChannelIsRescindedUnderTraffic() {
    var there = lab.flow(1, NicLab.A, NicLab.B, Long.MAX_VALUE, 500, 0);
    var back = lab.flow(2, NicLab.B, NicLab.A, Long.MAX_VALUE, 500, 0);
    lab.elapse(Duration.ofMillis(20));
    lab.undeploy(lab.netvspA);
    stop(there);
    stop(back);
    var view = lab.view(NicLab.A);
    assertFalse(view.running());
    assertFalse(view.link());
    assertEquals("closed", view.session().get("stage"));
    assertBalanced();
    assertTrue(lab.dropped() > 0, "what was in the channel is counted");
    assertEquals(
        Refusal.STATE_CONFLICT, refusal(lab.outcome(NicLab.A, new NicControl.SetMtu(9000))));
  }

  @Test
  void comesBackWhenTheChannelIsOfferedAgain() {
    lab.undeploy(lab.netvspA);
    lab.elapse(Duration.ofSeconds(2));
    lab.netvspA = lab.netvsp(NicLab.A);
    lab.elapse(Duration.ofSeconds(1));
    assertTrue(lab.view(NicLab.A).running());
    var flow = lab.flow(1, NicLab.A, NicLab.B, 1000, 100, 100);
    lab.elapse(Duration.ofSeconds(2));
    assertAllArrived(flow);
  }

  @Test
  void refusesToGoUpWithoutAChannelAndStaysDown() {
    lab.outcome(NicLab.A, new NicControl.SetUp(false));
    lab.undeploy(lab.netvspA);
    lab.elapse(Duration.ofSeconds(2));
    assertEquals(
        Refusal.STATE_CONFLICT, refusal(lab.outcome(NicLab.A, new NicControl.SetUp(true))));
    assertFalse(lab.view(NicLab.A).up());
  }

  @Test
  void saysGoodbyeAndLeavesNoTimerBehind() {
    var flow = lab.flow(1, NicLab.A, NicLab.B, 1000, 100, 20);
    lab.elapse(Duration.ofSeconds(1));
    assertAllArrived(flow);
    int before = lab.harness.timers().pending();
    lab.undeploy(lab.hnA);
    lab.harness.settle();
    assertTrue(lab.pairing.told.contains(new PairingControl.NicDetaching(NicLab.A)));
    assertEquals("closed", lab.hostView(NicLab.A).session());
    assertTrue(lab.harness.timers().pending() <= before, "no timer of it is left");
    assertBalanced();
  }
}
