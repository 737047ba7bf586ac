package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.bus.Addresses;
import io.hnswitch.bus.RefusedException;
import io.hnswitch.control.Media;
import io.hnswitch.control.NetvspControl;
import io.hnswitch.control.NicControl;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.VfControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.lab.QueueSpec;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an hn passes through to its VF, and what it keeps to itself. */
class NicPassThroughTest {

  private static final MacAddress MDNS = MacAddress.parse("01:00:5e:00:00:fb");
  private static final MacAddress ALL = MacAddress.parse("01:00:5e:00:00:01");

  private final NicLab lab = NicLab.ofTwo();
  private final PairedVf vf = lab.harness.deploy(new PairedVf(lab.harness.lab()));

  @AfterEach
  void close() {
    lab.close();
  }

  private Outcome ask(NicControl request) {
    return lab.outcome(NicLab.A, request);
  }

  private void ready() {
    vf.enabled = NicLab.OFFLOADS;
    lab.wait(
        lab.harness.onLoop(
            () ->
                lab.harness
                    .bus()
                    .request(
                        Addresses.nic(NicLab.A),
                        new NicControl.Merge(
                            PairedVf.ID, NicLab.OFFLOADS, NicLab.OFFLOADS, TsoLimits.UNLIMITED),
                        NicControl.Merged.class)));
    vf.asked.clear();
  }

  private void enabled() {
    ready();
    lab.host(NicLab.A, new NetvspControl.VfAssigned(PairedVf.ID, 7));
    assertEquals(Outcome.DONE, ask(new NicControl.UseVf(PairedVf.ID)));
    // Groups are all received from the start; from here on by what is joined.
    ask(new NicControl.SetFlags(false, false));
    vf.asked.clear();
  }

  private static VfControl flags(boolean allMulti, boolean promiscuous) {
    return PairedVf.flags(allMulti, promiscuous, NicLab.A);
  }

  private static void assertRefusedByVf(Outcome outcome) {
    assertEquals(PairedVf.REFUSAL, assertInstanceOf(Outcome.Refused.class, outcome).detail());
  }

  // holds: S67, E12
  @Test
  void setsTheFlagsOfAVfInUse() {
    enabled();
    assertEquals(Outcome.DONE, ask(new NicControl.SetFlags(true, false)));
    assertEquals(List.of(flags(false, true)), vf.asked);
    vf.refuses = true;
    assertRefusedByVf(ask(new NicControl.SetFlags(false, false)));
    assertFalse(lab.view(NicLab.A).flags().contains("promisc"), "hn's own part stays");
  }

  // holds: S68, E13
  @Test
  void setsNoFlagsOfAVfThatIsOnlyReady() {
    ready();
    assertEquals(Outcome.DONE, ask(new NicControl.SetFlags(true, false)));
    assertEquals(List.of(), vf.asked);
    assertTrue(lab.view(NicLab.A).flags().contains("promisc"));
  }

  // holds: S69, E16, E17
  @Test
  void setsAllMulticastWithTheFirstGroupAndClearsItWithTheLast() {
    enabled();
    ask(new NicControl.JoinMulticast(MDNS));
    assertEquals(List.of(flags(true, false)), vf.asked);
    ask(new NicControl.JoinMulticast(ALL));
    ask(new NicControl.LeaveMulticast(MDNS));
    assertEquals(List.of(flags(true, false)), vf.asked);
    ask(new NicControl.LeaveMulticast(ALL));
    assertEquals(List.of(flags(true, false), flags(false, false)), vf.asked);
    vf.refuses = true;
    assertRefusedByVf(ask(new NicControl.JoinMulticast(ALL)));
    assertEquals(List.of(ALL), lab.view(NicLab.A).multicast());
  }

  private Media media() {
    return lab.wait(
        lab.harness.onLoop(
            () ->
                lab.harness
                    .bus()
                    .request(Addresses.nic(NicLab.A), new NicControl.GetMedia(), Media.class)));
  }

  // holds: S70, E20
  @Test
  void hasTheMediaOfAReadyVf() {
    ready();
    assertEquals(PairedVf.MEDIA, media());
    assertEquals(Outcome.DONE, ask(new NicControl.SetMedia("autoselect")));
    assertEquals(new VfControl.SetMedia("autoselect", NicLab.A), vf.asked.getLast());
    vf.refuses = true;
    assertRefusedByVf(ask(new NicControl.SetMedia("autoselect")));
    var refused = assertThrows(RefusedException.class, this::media);
    assertEquals(PairedVf.REFUSAL, refused.refused().detail());
  }

  // holds: S71
  @Test
  void hasItsOwnMediaWhileNoVfIsReady() {
    assertEquals(Media.AUTOSELECT, media().selected());
    assertEquals(List.of(Media.AUTOSELECT), media().supported());
    assertInstanceOf(Outcome.Refused.class, ask(new NicControl.SetMedia("autoselect")));
    assertEquals(List.of(), vf.asked);
  }

  // holds: S24, E14
  @Test
  void asksAReadyVfForTheCapabilitiesThatBothHave() {
    ready();
    var less = OffloadCaps.of(Offload.TXCSUM);
    assertEquals(Outcome.DONE, ask(new NicControl.SetOffloads(less)));
    assertEquals(List.of(new VfControl.SetOffloads(less, NicLab.A)), vf.asked);
    assertEquals(less, lab.view(NicLab.A).offloads());
  }

  // holds: S30, E14
  @Test
  void answersWhatTheVfRefusesAndMirrorsWhatItHas() {
    ready();
    vf.refuses = true;
    assertRefusedByVf(ask(new NicControl.SetOffloads(OffloadCaps.of(Offload.TXCSUM))));
    assertEquals(NicLab.OFFLOADS, lab.view(NicLab.A).offloads());
    assertEquals(NicLab.OFFLOADS, vf.enabled);
  }

  // holds: S29
  @Test
  void asksTheVfForNothingBeyondBoth() {
    ready();
    assertInstanceOf(
        Outcome.Refused.class,
        ask(new NicControl.SetOffloads(NicLab.OFFLOADS.with(Offload.NETMAP))));
    assertEquals(List.of(), vf.asked);
  }

  // holds: E15
  @Test
  void togglesOnlyItsOwnCapabilitiesWhileNoVfIsReady() {
    var less = OffloadCaps.of(Offload.RXCSUM);
    assertEquals(Outcome.DONE, ask(new NicControl.SetOffloads(less)));
    assertEquals(less, lab.view(NicLab.A).offloads());
    assertEquals(List.of(), vf.asked);
  }

  // holds: S77, R14.1
  @Test
  void passesNothingElseThrough() {
    enabled();
    assertEquals(Outcome.DONE, ask(new NicControl.SetQueue(QueueSpec.NONE)));
    assertEquals(Outcome.DONE, ask(new NicControl.AwaitReady()));
    assertEquals(Outcome.DONE, ask(new NicControl.WriteSysctl("agg_pkts", "4")));
    assertEquals(List.of(), vf.asked);
  }

  // holds: S72, E18
  @Test
  void setsTheMtuOfTheVfAndTellsTheHostThePathAgain() {
    enabled();
    assertEquals(Outcome.DONE, ask(new NicControl.SetMtu(9000)));
    assertEquals(List.of(new VfControl.SetMtu(9000, NicLab.A)), vf.asked);
    var view = lab.view(NicLab.A);
    assertEquals(9000, view.mtu());
    assertEquals("ready", view.session().get("stage"));
    assertEquals(PairedVf.ID, view.vf().orElseThrow());
  }

  // holds: S73
  @Test
  void keepsItsMtuWhenTheVfRefuses() {
    enabled();
    vf.refuses = true;
    assertRefusedByVf(ask(new NicControl.SetMtu(9000)));
    assertEquals(1500, lab.view(NicLab.A).mtu());
  }

  // holds: E19
  @Test
  void changesTheMtuAloneWhileNoVfIsReady() {
    assertEquals(Outcome.DONE, ask(new NicControl.SetMtu(9000)));
    assertEquals(List.of(), vf.asked);
    assertEquals(9000, lab.view(NicLab.A).mtu());
  }

  // holds: C14
  @Test
  void goesOnWhileTheVfDoesNotAnswer() {
    ready();
    vf.waits = true;
    var outcome = lab.ask(NicLab.A, new NicControl.SetOffloads(OffloadCaps.NONE));
    lab.harness.settle();
    assertFalse(outcome.isComplete());
    assertTrue(lab.view(NicLab.A).running(), "it answers others");
    assertEquals(Outcome.DONE, ask(new NicControl.SetFlags(true, false)));
    lab.harness.onLoop(
        () -> {
          vf.goOn();
          return null;
        });
    assertEquals(Outcome.DONE, lab.wait(outcome));
  }

  // holds: C6
  @Test
  void staysUpAndKeepsItsCapabilitiesWhateverBecomesOfTheVf() {
    var before = lab.view(NicLab.A);
    enabled();
    assertTrue(lab.view(NicLab.A).up());
    ask(new NicControl.UseSynthetic(PairedVf.ID, false));
    ask(new NicControl.Unmerge(PairedVf.ID));
    var after = lab.view(NicLab.A);
    assertTrue(after.up() && after.running());
    assertEquals(before.capabilities(), after.capabilities());
    assertEquals(before.offloads(), after.offloads());
    assertEquals(before.tso(), after.tso());
    assertEquals(List.of(), vf.asked, "the undo is hn's, not the VF's");
  }
}
