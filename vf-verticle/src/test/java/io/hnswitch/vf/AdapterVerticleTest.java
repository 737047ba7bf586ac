package io.hnswitch.vf;

import static io.hnswitch.vf.AdapterBench.A;
import static io.hnswitch.vf.AdapterBench.B;
import static io.hnswitch.vf.AdapterBench.MAC_A;
import static io.hnswitch.vf.AdapterBench.MAC_B;
import static io.hnswitch.vf.AdapterBench.OFFER_DELAY;
import static io.hnswitch.vf.AdapterBench.VF0;
import static io.hnswitch.vf.AdapterBench.VF1;
import static io.hnswitch.vf.AdapterBench.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.AdapterControl;
import io.hnswitch.control.AdapterControl.How;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.control.SwitchView;
import io.hnswitch.control.VfControl;
import io.hnswitch.control.VpciControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.VfRss;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdapterVerticleTest {

  private static final NicId C = NicId.parse("c:hn0");
  private static final MacAddress MAC_C = MacAddress.parse("00:15:5d:00:00:0c");

  private final AdapterBench bench = new AdapterBench();

  @AfterEach
  void booksBalance() {
    bench.close();
  }

  private Outcome askAttach(NicId nic, MacAddress mac) {
    return bench.ask(new AdapterControl.AttachVf(nic, mac));
  }

  private SwitchView switchView() {
    return bench.harness.awaitOnLoop(
        () ->
            bench
                .harness
                .bus()
                .request(
                    Addresses.virtualSwitch("sw0"),
                    new SwitchControl.Describe(),
                    SwitchView.class));
  }

  @Test
  void connectsItsPfAsUplink() {
    var port = switchView().ports().getFirst();
    assertEquals("pf0", port.name());
    assertEquals(SwitchControl.PortKind.UPLINK, port.kind());
    assertEquals(2, bench.adapter().vfs());
    assertEquals(List.of(), bench.adapter().slots());
  }

  @Test
  void announcesAtOnceAndOffersAfterTheDelay() {
    var assigned = bench.attach(A, MAC_A);
    assertEquals(VF0, assigned.vf());
    assertEquals(List.of(new NetvspControl.VfAssigned(VF0, assigned.serial())), bench.takeTold());
    assertEquals("announced", bench.adapter().of(A).orElseThrow().state());
    bench.harness.elapse(OFFER_DELAY.minusMillis(1));
    assertEquals(List.of(), bench.takeTold());
    bench.harness.elapse(Duration.ofMillis(1));
    assertEquals(
        List.of(new VpciControl.Offer(VF0, A, assigned.serial(), 0x15b3, 0x1016)),
        bench.takeTold());
    assertEquals("offered", bench.adapter().of(A).orElseThrow().state());
    assertEquals(
        List.of("hnswitch.vf.attached a:hn0 attach", "hnswitch.vf.offered a:hn0 attach"),
        bench.eventsOf(VF0));
    assertEquals(0, bench.harness.timers().pending() - 1, "only the switch's sweep is left");
  }

  @Test
  void answersForItsRssOnceItIsUp() {
    bench.attach(A, MAC_A);
    assertRefused(Refusal.NOT_FOUND, bench.ask(VF0, new VfControl.QueryRssHash()));
    bench.ask(VF0, new VfControl.Probe());
    assertRefused(Refusal.STATE_CONFLICT, bench.ask(VF0, new VfControl.QueryRssKey()));
    bench.ask(VF0, new VfControl.OverrideInput(A));
    bench.ask(VF0, new VfControl.SetFlags(true, true, false, A));
    var key = query(new VfControl.QueryRssKey(), VfControl.RssKeyIs.class);
    assertEquals(RssFunction.TOEPLITZ, key.function());
    assertEquals(RssKey.BYTES, key.key().size());
    assertEquals(
        new VfControl.RssHashIs(RssFunction.TOEPLITZ, VfRss.DEFAULT_TYPES),
        query(new VfControl.QueryRssHash(), VfControl.RssHashIs.class));
    bench.run(() -> bench.harness.bus().send(Addresses.vf(VF0), new VfControl.Vanish()));
    assertRefused(Refusal.DEVICE_FAILED, bench.ask(VF0, new VfControl.QueryRssKey()));
  }

  private <T> T query(VfControl request, Class<T> answer) {
    return bench.harness.awaitOnLoop(
        () -> bench.harness.bus().request(Addresses.vf(VF0), request, answer));
  }

  @Test
  void offersAtOnceWhenTheGuestIsInAHurry() {
    bench.attach(A, MAC_A);
    bench.takeTold();
    assertEquals(Outcome.DONE, bench.ask(new AdapterControl.OfferNow(VF0)));
    assertTrue(bench.takeTold().getFirst() instanceof VpciControl.Offer);
    bench.harness.elapse(OFFER_DELAY);
    assertEquals(List.of(), bench.takeTold());
    assertRefused(Refusal.NOT_FOUND, bench.ask(new AdapterControl.OfferNow(VF1)));
    assertRefused(Refusal.NOT_FOUND, bench.ask(new AdapterControl.OfferNow(new VfId("pf0", 99))));
  }

  @Test
  void probesAndAnnouncesTheInterface() {
    var assigned = bench.attach(A, MAC_A);
    bench.takeTold();
    assertEquals("absent", bench.vf(VF0).state());
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.Probe()));
    assertEquals(
        List.of(
            new PairingControl.InterfaceAttached(
                VF0,
                MAC_A,
                "mlx5",
                AdapterBench.SETTINGS.capabilities(),
                AdapterBench.SETTINGS.capabilities(),
                AdapterBench.SETTINGS.tso(),
                assigned.serial())),
        bench.takeTold());
    assertEquals("probed", bench.vf(VF0).state());
    assertRefused(Refusal.STATE_CONFLICT, bench.ask(VF0, new VfControl.Probe()));
  }

  @Test
  void bringsTheVfUpAndDownAndTellsOfItsLink() {
    bench.attach(A, MAC_A);
    bench.ask(VF0, new VfControl.Probe());
    bench.takeTold();
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.SetFlags(true, true, false, A)));
    assertEquals(
        List.of(new PairingControl.InterfaceUp(VF0), new PairingControl.InterfaceLink(VF0, true)),
        bench.takeTold());
    assertTrue(bench.vf(VF0).up());
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.SetFlags(true, true, false, A)));
    assertEquals(List.of(), bench.takeTold(), "it was up");
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.SetFlags(false, true, false, A)));
    assertEquals(
        List.of(
            new PairingControl.InterfaceDown(VF0), new PairingControl.InterfaceLink(VF0, false)),
        bench.takeTold());
    assertFalse(bench.vf(VF0).up());
  }

  @Test
  void refusesOperatorsOfAPairedVf() {
    bench.attachAndBringUp(A, MAC_A);
    assertEquals(
        Outcome.refused(Refusal.VF_MANAGED_BY_NIC, "pf0/vf0 is paired with a:hn0; operate a:hn0"),
        bench.ask(VF0, new VfControl.SetMtu(1400, null)));
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.SetMtu(1400, A)));
    assertEquals(1400, bench.vf(VF0).mtu());
    assertEquals(A, bench.vf(VF0).managedBy().orElseThrow());
  }

  // Its pair still waits: the input is overridden and nothing else done.
  @Test
  void refusesEveryOperationOfOthersWhileItsPairWaits() {
    bench.attach(A, MAC_A);
    bench.ask(VF0, new VfControl.Probe());
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.OverrideInput(A)));
    bench.takeTold();
    var before = bench.vf(VF0);
    for (var by : new NicId[] {null, B}) {
      for (var operation :
          List.of(
              new VfControl.SetFlags(true, false, false, by),
              new VfControl.SetFlags(false, false, false, by),
              new VfControl.SetFlags(false, true, true, by),
              new VfControl.SetOffloads(OffloadCaps.NONE, by),
              new VfControl.SetMtu(1400, by),
              new VfControl.SetMtu(-1, by))) {
        assertManagedByA(operation);
      }
    }
    assertManagedByA(new VfControl.OverrideInput(B));
    assertManagedByA(new VfControl.RestoreInput(B));
    assertEquals(before, bench.vf(VF0));
    assertEquals(List.of(), bench.takeTold());
  }

  private void assertManagedByA(VfControl operation) {
    assertEquals(
        Outcome.refused(Refusal.VF_MANAGED_BY_NIC, "pf0/vf0 is paired with a:hn0; operate a:hn0"),
        bench.ask(VF0, operation),
        operation::toString);
  }

  @Test
  void refusesASecondVfForANic() {
    bench.attach(A, MAC_A);
    assertRefused(Refusal.STATE_CONFLICT, askAttach(A, MAC_A));
    assertRefused(Refusal.STATE_CONFLICT, askAttach(B, MAC_A));
    assertRefused(Refusal.INVALID_VALUE, askAttach(B, MacAddress.BROADCAST));
  }

  @Test
  void refusesWhenAllVfsAreGivenAway() {
    bench.attach(A, MAC_A);
    var second = bench.attach(B, MAC_B);
    assertEquals(VF1, second.vf());
    assertRefused(Refusal.NO_VF_FREE, askAttach(C, MAC_C));
  }

  @Test
  void refusesANicThatIsNotThere() {
    assertRefused(Refusal.NOT_FOUND, askAttach(C, MAC_C));
    assertEquals(List.of(), bench.adapter().slots());
    bench.refuse.add(NetvspControl.VfAssigned.class);
    var refused =
        assertThrows(RefusedException.class, () -> bench.attach(A, MAC_A), "as netvsp says");
    assertEquals(Refusal.STATE_CONFLICT, refused.reason());
    bench.refuse.clear();
    assertEquals(VF0, bench.attach(A, MAC_A).vf());
  }

  @Test
  void refusesToDetachWhatIsNotAttached() {
    assertRefused(Refusal.NOT_FOUND, bench.ask(new AdapterControl.DetachVf(A, How.GRACEFUL)));
  }

  @Test
  void leavesGracefullyInTheOrderOfTheHost() {
    bench.attachAndBringUp(A, MAC_A);
    var detached = bench.detaching(A, How.GRACEFUL);
    assertEquals(List.of(new VpciControl.Eject(VF0)), bench.takeTold());
    assertRefused(Refusal.STATE_CONFLICT, askAttach(A, MAC_A));
    assertEquals("leaving", bench.adapter().of(A).orElseThrow().state());
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.DriverDetach(true)));
    assertEquals(List.of(new PairingControl.InterfaceDeparting(VF0, true)), bench.takeTold());
    assertEquals("absent", bench.vf(VF0).state());
    assertFalse(detached.isComplete());
    bench.ask(new AdapterControl.FunctionGone(VF0));
    assertEquals(Outcome.DONE, bench.harness.await(detached));
    assertEquals(List.of(new NetvspControl.VfRemoved(VF0, true)), bench.takeTold());
    assertEquals(List.of(), bench.adapter().slots());
    assertThrows(RuntimeException.class, () -> bench.vf(VF0), "the VF is undeployed");
    assertEquals(
        List.of("hnswitch.vf.detaching a:hn0 graceful", "hnswitch.vf.detached a:hn0 graceful"),
        bench.eventsOf(VF0).subList(2, 4));
  }

  @Test
  void leavesBySurpriseBeforeTheGuestKnows() {
    bench.attachAndBringUp(A, MAC_A);
    var detached = bench.detaching(A, How.SURPRISE);
    assertEquals(
        List.of(new NetvspControl.VfRemoved(VF0, false), new VpciControl.Rescind(VF0)),
        bench.takeTold());
    assertEquals("vanished", bench.vf(VF0).state());
    assertFalse(detached.isComplete());
    assertEquals(Outcome.DONE, bench.ask(VF0, new VfControl.DriverDetach(false)));
    assertEquals(List.of(new PairingControl.InterfaceDeparting(VF0, false)), bench.takeTold());
    bench.ask(new AdapterControl.FunctionGone(VF0));
    assertEquals(Outcome.DONE, bench.harness.await(detached));
  }

  @Test
  void answersBothWhenSurpriseOvertakesGraceful() {
    bench.attachAndBringUp(A, MAC_A);
    var graceful = bench.detaching(A, How.GRACEFUL);
    bench.takeTold();
    var surprise = bench.detaching(A, How.SURPRISE);
    assertEquals(
        List.of(new NetvspControl.VfRemoved(VF0, false), new VpciControl.Rescind(VF0)),
        bench.takeTold());
    bench.ask(new AdapterControl.FunctionGone(VF0));
    assertEquals(Outcome.DONE, bench.harness.await(graceful));
    assertEquals(Outcome.DONE, bench.harness.await(surprise));
    assertEquals(VF0, bench.attach(A, MAC_A).vf());
  }

  @Test
  void takesTheVfAwayFromAGuestThatDoesNotLetGo() {
    bench.attachAndBringUp(A, MAC_A);
    var detached = bench.detaching(A, How.GRACEFUL);
    bench.takeTold();
    bench.harness.elapse(SlotShell.EJECT_PATIENCE);
    assertEquals(
        List.of(new NetvspControl.VfRemoved(VF0, false), new VpciControl.Rescind(VF0)),
        bench.takeTold());
    bench.harness.elapse(SlotShell.RESCIND_PATIENCE);
    assertEquals(Outcome.DONE, bench.harness.await(detached));
    assertEquals(List.of(), bench.adapter().slots());
  }

  @Test
  void goesOnWhenVpciRefuses() {
    bench.refuse.add(VpciControl.Eject.class);
    bench.refuse.add(VpciControl.Rescind.class);
    bench.attachAndBringUp(A, MAC_A);
    assertEquals(Outcome.DONE, bench.harness.await(bench.detaching(A, How.GRACEFUL)));
    bench.refuse.add(VpciControl.Offer.class);
    bench.attach(A, MAC_A);
    bench.harness.elapse(OFFER_DELAY);
    bench.harness.until(() -> bench.eventsOfNow(VF0, "detached") == 2);
    assertEquals(List.of(), bench.adapter().slots());
  }

  @Test
  void detachesAVfThatWasNotOfferedWithoutTheGuest() {
    bench.attach(A, MAC_A);
    bench.takeTold();
    assertEquals(Outcome.DONE, bench.harness.await(bench.detaching(A, How.GRACEFUL)));
    assertEquals(List.of(new NetvspControl.VfRemoved(VF0, true)), bench.takeTold());
    bench.harness.elapse(OFFER_DELAY);
    assertEquals(List.of(), bench.takeTold());
  }

  @Test
  void takesBackWhatTheGuestReturnsUnasked() {
    bench.attachAndBringUp(A, MAC_A);
    bench.ask(new AdapterControl.FunctionGone(VF0));
    assertEquals(List.of(new NetvspControl.VfRemoved(VF0, true)), bench.takeTold());
    bench.harness.until(() -> bench.eventsOfNow(VF0, "detached") == 1);
    assertTrue(bench.eventsOf(VF0).contains("hnswitch.vf.detached a:hn0 returned"));
  }

  @Test
  void givesDifferentSerialsToEveryGrant() {
    int first = bench.attach(A, MAC_A).serial();
    bench.harness.await(bench.detaching(A, How.GRACEFUL));
    assertTrue(bench.attach(A, MAC_A).serial() > first);
  }

  @Test
  void takesItsVfsAlongWhenItGoes() {
    bench.attachAndBringUp(A, MAC_A);
    var detached = bench.detaching(A, How.GRACEFUL);
    bench.takeTold();
    bench.harness.undeploy(bench.pf0);
    assertEquals(
        List.of(new NetvspControl.VfRemoved(VF0, false), new VpciControl.Rescind(VF0)),
        bench.takeTold());
    assertRefused(Refusal.DEVICE_FAILED, bench.harness.await(detached));
    assertEquals(List.of("a:hn0", "b:hn0"), portNames());
    assertThrows(RuntimeException.class, () -> bench.vf(VF0));
  }

  private List<String> portNames() {
    return switchView().ports().stream().map(SwitchView.Port::name).sorted().toList();
  }
}
