package io.hnswitch.pairing;

import static io.hnswitch.pairing.PairingLab.MAC;
import static io.hnswitch.pairing.PairingLab.NIC;
import static io.hnswitch.pairing.PairingLab.VF;
import static io.hnswitch.pairing.PairingLab.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.Datapath;
import io.hnswitch.control.NetInterface;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.PairingControl;
import io.hnswitch.control.Refusal;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.DropReason;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairingVerticleTest {

  private static final String PATH = "hnswitch.nic.path-changed";
  private static final String STATE = "hnswitch.pair.state-changed";

  private final PairingLab lab = new PairingLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void pairsAndSwitchesAfterTheWait() {
    lab.nicAt(NIC).vfAt(VF);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    lab.harness.elapse(WAIT.minusMillis(1));
    assertEquals(List.of("AcceptFrom", "OverrideInput"), lab.asked());
    assertEquals("waiting", lab.pair().state());
    assertEquals(1, lab.pair().waitLeftMillis());
    lab.harness.elapse(Duration.ofMillis(1));
    assertEquals(
        List.of(
            "Merge",
            "SetOffloads",
            "FollowEnabled",
            "SetFlags up",
            "Describe",
            "FollowEnabled",
            "UseVf"),
        lab.asked());
    assertEquals("vf-active", lab.pair().state());
    assertEquals(Optional.of(VF), lab.pair().vf());
    assertEquals(0, lab.pair().waitLeftMillis());
  }

  // holds: S20, C20
  @Test
  void waitsAsLongAsToldFromTheNextAttachOn() {
    lab.nicAt(NIC).vfAt(VF);
    lab.nicAttaches(NIC, MAC, true);
    setAttachWait(5);
    lab.vfAttaches(VF);
    setAttachWait(1);
    lab.harness.elapse(Duration.ofMillis(4_999));
    assertEquals("waiting", lab.pair().state());
    lab.harness.elapse(Duration.ofMillis(1));
    assertEquals("vf-active", lab.pair().state());
    lab.harness.await(lab.departs(true));
    lab.vfAttaches(VF);
    lab.harness.elapse(Duration.ofMillis(1_999));
    assertEquals("waiting", lab.pair().state(), "1 counts as 2");
    lab.harness.elapse(Duration.ofMillis(1));
    assertEquals("vf-active", lab.pair().state());
  }

  private void setAttachWait(int seconds) {
    var message = new PairingControl.SetAttachWait(seconds);
    assertEquals(
        Outcome.DONE,
        lab.harness.awaitOnLoop(
            () -> lab.harness.bus().request(Addresses.pairing(), message, Outcome.class)));
  }

  @Test
  void answersOrderlyDepartureWhenAllIsUndone() {
    lab.active().forget().hold(NicControl.StopAccepting.class);
    var answer = lab.departs(true);
    assertEquals(List.of("UseSynthetic", "Unmerge", "RestoreInput", "StopAccepting"), lab.asked());
    assertFalse(answer.isComplete());
    lab.let(NicControl.StopAccepting.class);
    assertEquals(Outcome.DONE, lab.harness.await(answer));
    assertEquals("synthetic", lab.pair().state());
    assertEquals(Optional.empty(), lab.pair().vf());
  }

  @Test
  void switchesBackAtOnceWhenVfVanishes() {
    lab.active().forget();
    lab.harness.await(lab.departs(false));
    assertEquals("UseSynthetic at once", lab.asked().getFirst());
    assertEquals("surprise", lab.news(PATH).getFirst().get("cause"));
  }

  @Test
  void answersNicUpAndDownWhenPathIsSettled() {
    lab.active().forget().hold(VfControl.SetFlags.class);
    var down = lab.ask(new PairingControl.NicDown(NIC));
    assertEquals(List.of("UseSynthetic", "SetFlags down"), lab.asked());
    assertFalse(down.isComplete());
    lab.let(VfControl.SetFlags.class);
    assertEquals(Outcome.DONE, lab.harness.await(down));
    assertEquals("ready", lab.pair().state());
    lab.hold(NicControl.UseVf.class);
    var up = lab.ask(new PairingControl.NicUp(NIC));
    assertFalse(up.isComplete());
    lab.let(NicControl.UseVf.class);
    assertEquals(Outcome.DONE, lab.harness.await(up));
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void answersForHnsAndVfsItDoesNotKnow() {
    assertEquals(Outcome.DONE, lab.harness.await(lab.ask(new PairingControl.NicUp(NIC))));
    assertEquals(Outcome.DONE, lab.harness.await(lab.ask(new PairingControl.NicDown(NIC))));
    assertEquals(Outcome.DONE, lab.harness.await(lab.ask(new PairingControl.NicDetaching(NIC))));
    assertEquals(Outcome.DONE, lab.harness.await(lab.departs(true)));
    lab.tell(new PairingControl.HostSwitchedBack(NIC));
    lab.tell(new PairingControl.Association(NIC, true, 1));
    lab.tell(new PairingControl.InterfaceLink(VF, true));
    assertEquals(List.of(), lab.pairs());
  }

  @Test
  void findsVfThatCameBeforeItsHn() {
    lab.nicAt(NIC).vfAt(VF);
    assertEquals(Outcome.DONE, lab.vfAttaches(VF));
    lab.tell(new PairingControl.InterfaceLink(VF, true));
    lab.nicAttaches(NIC, MAC, true);
    lab.harness.elapse(WAIT);
    assertEquals("vf-active", lab.pair().state());
    assertEquals("VfLink", lab.asked().getLast());
  }

  @Test
  void refusesSecondVfAndSecondHn() {
    lab.active().forget();
    assertInstanceOf(Outcome.Refused.class, lab.vfAttaches(VfId.parse("pf0/vf1")));
    assertInstanceOf(Outcome.Refused.class, lab.nicAttaches(NicId.parse("b:hn0"), MAC, true));
    assertEquals(List.of(), lab.asked());
    assertEquals(1, lab.pairs().size());
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void triesAgainAfterRefusal() {
    lab.nicAt(NIC).vfAt(VF).refuse(NicControl.UseVf.class);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    lab.harness.elapse(WAIT);
    assertEquals("failed", lab.pair().state());
    assertEquals("the path did not move to the VF: broken", lab.pair().reason());
    lab.harness.elapse(Duration.ofSeconds(1));
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void takesBrokenAnswerForPerhapsDone() {
    lab.nicAt(NIC).vfAt(VF).fail(VfControl.SetFlags.class);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    lab.harness.elapse(WAIT);
    assertEquals(List.of("SetFlags up", "SetFlags down", "Unmerge"), lab.asked().subList(5, 8));
    assertEquals("VF did not come up: handler broke", lab.pair().reason());
  }

  @Test
  void takesNobodyThereForNotDone() {
    lab.nicAt(NIC);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    assertEquals(List.of("AcceptFrom", "StopAccepting"), lab.asked());
    assertEquals("failed", lab.pair().state());
    assertEquals(Outcome.DONE, lab.harness.await(lab.departs(true)));
  }

  @Test
  void ignoresAnswerOfSwitchThatWasBrokenOff() {
    lab.nicAt(NIC).vfAt(VF).hold(NicControl.UseVf.class);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    lab.harness.elapse(WAIT);
    assertEquals("switching", lab.pair().state());
    assertEquals(Outcome.DONE, lab.harness.await(lab.departs(false)));
    lab.let(NicControl.UseVf.class);
    assertEquals("synthetic", lab.pair().state());
    assertEquals(List.of(), lab.news(PATH));
  }

  @Test
  void fallsBackWhenHostSaysSo() {
    lab.active().forget().tell(new PairingControl.HostSwitchedBack(NIC));
    assertEquals(List.of("UseSynthetic at once", "SetFlags down", "Unmerge"), lab.asked());
    assertEquals("failed", lab.pair().state());
    assertEquals("host", lab.news(PATH).getFirst().get("cause"));
  }

  @Test
  void followsAssociation() {
    lab.active().tell(new PairingControl.Association(NIC, false, 7));
    assertEquals("waiting", lab.pair().state());
    lab.tell(new PairingControl.Association(NIC, true, 8));
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void passesLinkOnWhileVfIsActive() {
    lab.active().forget().tell(new PairingControl.InterfaceLink(VF, false));
    assertEquals(List.of("VfLink"), lab.asked());
  }

  @Test
  void givesVfBackWhenHnDetachesAndPairsItWithTheNextOne() {
    lab.active().forget();
    var answer = lab.ask(new PairingControl.NicDetaching(NIC));
    assertEquals(Outcome.DONE, lab.harness.await(answer));
    assertEquals(List.of("UseSynthetic", "Unmerge", "RestoreInput", "StopAccepting"), lab.asked());
    assertEquals(List.of(), lab.pairs());
    lab.nicAttaches(NIC, MAC, false);
    lab.harness.elapse(WAIT);
    assertEquals("ready", lab.pair().state());
  }

  @Test
  void startsAnewWithHnThatAttachesAgain() {
    lab.active().forget();
    assertEquals(Outcome.DONE, lab.nicAttaches(NIC, MAC, true));
    assertEquals("waiting", lab.pair().state());
    assertEquals(1, lab.pairs().size());
    lab.harness.elapse(WAIT);
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void startsAnewWithVfThatAttachesAgain() {
    lab.active().forget();
    assertEquals(Outcome.DONE, lab.vfAttaches(VF));
    assertEquals("waiting", lab.pair().state());
    lab.harness.elapse(WAIT);
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void pairsNextVfAfterDeparture() {
    lab.active().hold(NicControl.Unmerge.class);
    var answer = lab.departs(true);
    var next = VfId.parse("pf0/vf1");
    lab.vfAt(next);
    assertEquals(Outcome.DONE, lab.vfAttaches(next));
    assertEquals(Optional.of(VF), lab.pair().vf());
    lab.let(NicControl.Unmerge.class);
    assertTrue(answer.succeeded());
    assertEquals(Optional.of(next), lab.pair().vf());
    lab.harness.elapse(WAIT);
    assertEquals("vf-active", lab.pair().state());
  }

  // holds: S1, S13
  @Test
  void describesTheMapFromAttachUntilDepartureIsUndone() {
    assertEquals("", lab.table().vflist());
    lab.nicAt(NIC).vfAt(VF);
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    assertEquals("waiting", lab.pair().state());
    assertEquals("pf0/vf0", lab.table().vflist());
    assertEquals("pf0/vf0:a:hn0", lab.table().vfmap());
    lab.harness.elapse(WAIT);
    lab.hold(NicControl.StopAccepting.class);
    var answer = lab.departs(true);
    assertEquals("pf0/vf0", lab.table().vflist(), "hn has not let go");
    lab.let(NicControl.StopAccepting.class);
    assertTrue(answer.succeeded());
    assertEquals("", lab.table().vflist());
  }

  // holds: S9, C19
  @Test
  void refusesVfWithOldStartMethodByItsName() {
    lab.nicAt(NIC).vfAt(VF);
    lab.nicAttaches(NIC, MAC, true);
    var face = NetInterface.ofVf(VF, MAC, "old");
    var refused =
        lab.harness.await(
            lab.ask(
                new PairingControl.InterfaceAttached(
                    new NetInterface(
                        face.name(),
                        face.index(),
                        face.driver(),
                        face.allocatedAs(),
                        face.device(),
                        true,
                        face.mac()),
                    OffloadCaps.NONE,
                    OffloadCaps.NONE,
                    TsoLimits.UNLIMITED,
                    1)));
    assertEquals(Refusal.NOT_SUPPORTED, ((Outcome.Refused) refused).reason());
    assertTrue(((Outcome.Refused) refused).detail().startsWith("pf0/vf0 "), refused::toString);
    assertEquals("synthetic", lab.pair().state());
  }

  // holds: S10
  @Test
  void pairsVfThatCameWhileTheSyntheticPartWasDetached() {
    lab.nicAt(NIC).vfAt(VF);
    lab.nicAttaches(NIC, MAC, true);
    lab.tell(new PairingControl.SyntheticDetached(NIC));
    assertEquals(Outcome.DONE, lab.vfAttaches(VF));
    lab.harness.elapse(WAIT);
    assertEquals(List.of(), lab.asked());
    assertEquals("synthetic", lab.pair().state());
    lab.tell(new PairingControl.SyntheticAttached(NIC));
    assertEquals("waiting", lab.pair().state());
    lab.harness.elapse(WAIT);
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void asksForNothingMoreWhenTheSyntheticPartIsLost() {
    lab.active().forget().tell(new PairingControl.SyntheticDetached(NIC));
    assertEquals(List.of("UseSynthetic at once", "SetFlags down", "Unmerge"), lab.asked());
    assertEquals("hn has no session with the host", lab.pair().reason());
    lab.tell(new PairingControl.SyntheticAttached(NIC));
    assertEquals("vf-active", lab.pair().state());
  }

  @Test
  void givesVfTheFlagsOfHn() {
    lab.active().tell(new PairingControl.NicFlags(NIC, true, false));
    lab.harness.await(lab.ask(new PairingControl.NicDown(NIC)));
    lab.forget();
    lab.harness.await(lab.ask(new PairingControl.NicUp(NIC)));
    assertEquals("SetFlags up allmulti", lab.asked().getFirst());
  }

  @Test
  void publishesSwitchOversWithTheirCost() {
    lab.nicAt(NIC).vfAt(VF).hold(NicControl.UseVf.class);
    var ledger = lab.harness.onLoop(() -> lab.harness.lab().ledger().open("hn", () -> 0));
    var arrivals = lab.harness.lab().ledger().newArrivals();
    lab.nicAttaches(NIC, MAC, true);
    lab.vfAttaches(VF);
    ledger.dropped(DropReason.VF_GONE, 1);
    lab.harness.elapse(WAIT);
    ledger.dropped(DropReason.FENCE_OVERFLOW, 2);
    ledger.dropped(DropReason.VF_NOT_READY, 3);
    ledger.dropped(DropReason.RUNT, 9);
    arrivals.arrived(1, 0);
    arrivals.arrived(1, 2);
    arrivals.arrived(1, 1);
    arrivals.arrived(1, 1);
    lab.harness.elapse(Duration.ofNanos(2_500_000));
    lab.let(NicControl.UseVf.class);
    assertEquals(
        List.of(
            Map.of(
                "from",
                "synthetic",
                "to",
                "vf",
                "cause",
                "attach",
                "vf",
                "pf0/vf0",
                "waitMs",
                2000L,
                "switchMs",
                2.5,
                "lost",
                5L,
                "duplicated",
                1L,
                "reordered",
                1L)),
        lab.news(PATH));
    var history = lab.pair().history().getFirst();
    assertEquals(2.5, history.switchMillis());
    assertEquals(5, history.lost());
    assertEquals(Datapath.SYNTHETIC, history.from());
  }

  @Test
  void putsWhatSurpriseLostBeforehandToIt() {
    var ledger = lab.harness.onLoop(() -> lab.harness.lab().ledger().open("vf", () -> 0));
    lab.active().forget();
    ledger.dropped(DropReason.VF_GONE, 40);
    lab.harness.await(lab.departs(false));
    assertEquals(40L, lab.news(PATH).getFirst().get("lost"));
    assertEquals(0L, lab.news(PATH).getFirst().get("waitMs"));
  }

  @Test
  void remembersTheLastSwitchOvers() {
    lab.active();
    for (int i = 0; i < 2; i++) {
      lab.ask(new PairingControl.NicDown(NIC));
      lab.ask(new PairingControl.NicUp(NIC));
    }
    assertEquals(List.of(Datapath.VF, Datapath.SYNTHETIC, Datapath.VF), lab.history());
    assertEquals("nic-up", lab.pair().history().getFirst().cause());
  }

  @Test
  void publishesStatesWithTheirReasons() {
    lab.active();
    assertEquals(
        List.of("waiting", "switching", "vf-active"),
        lab.news(STATE).stream().map(data -> data.get("to")).toList());
    var last = lab.news(STATE).getLast();
    assertEquals("switching", last.get("from"));
    assertEquals("pf0/vf0", last.get("vf"));
    assertEquals("the host acknowledged the data path to VF pf0/vf0", last.get("reason"));
    assertEquals(last.get("reason"), lab.pair().reason());
    assertEquals(lab.harness.timers().epochMillis(), lab.pair().sinceMillis());
  }

  @Test
  void refusesWhatIsOpenWhenItEnds() {
    lab.active().hold(NicControl.UseSynthetic.class);
    var answer = lab.departs(true);
    lab.harness.undeploy(lab.verticle);
    assertInstanceOf(Outcome.Refused.class, lab.harness.await(answer));
    assertEquals(0, lab.harness.timers().pending());
  }
}
