package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.PairingControl.InterfaceAttached;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.pairing.VfMatching.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which interface is whose VF. */
class VfMatchingTest {

  private static final NicId A = NicId.parse("a:hn0");
  private static final NicId B = NicId.parse("b:hn0");
  private static final MacAddress MAC_A = MacAddress.parse("00:15:5d:00:00:0a");
  private static final MacAddress MAC_B = MacAddress.parse("00:15:5d:00:00:0b");

  private final VfMatching matching = new VfMatching(true);

  private static VfId vf(int index) {
    return new VfId("pf0", index);
  }

  private static InterfaceAttached interfaceOf(int index, MacAddress mac, String driver) {
    return new InterfaceAttached(
        vf(index), mac, driver, OffloadCaps.NONE, OffloadCaps.NONE, TsoLimits.UNLIMITED, 1);
  }

  private Verdict attach(int index, MacAddress mac) {
    var verdict = matching.interfaceAttached(interfaceOf(index, mac, "mlx"));
    if (verdict instanceof Verdict.PairWith(var nic)) {
      matching.paired(vf(index), nic);
    }
    return verdict;
  }

  private Optional<NicId> departing(int index) {
    return matching.interfaceDeparting("pf0/vf" + index);
  }

  private Optional<VfId> waitingFor(NicId nic) {
    return matching.waitingFor(nic).vf().map(VfFacts::id);
  }

  // holds: S1
  @Test
  void pairsVfWithHnsAddress() {
    matching.nicAttached(A, MAC_A);
    assertEquals(new Verdict.PairWith(A), attach(0, MAC_A));
    assertEquals(Optional.of(A), matching.map().nicOf(vf(0)));
  }

  // holds: S2
  @Test
  void keepsVfThatDiffersInOneByteForLater() {
    matching.nicAttached(A, MAC_A);
    assertInstanceOf(Verdict.Later.class, attach(0, MAC_B));
    assertEquals(Optional.empty(), waitingFor(A));
  }

  // holds: S3, S4, S6, S7
  @ParameterizedTest
  @ValueSource(strings = {"vlan", "lagg", "bridge"})
  void ignoresInterfacesThatCopyAddresses(String driver) {
    matching.nicAttached(A, MAC_A);
    assertInstanceOf(Verdict.NoVf.class, matching.interfaceAttached(interfaceOf(0, MAC_A, driver)));
    assertEquals(Optional.empty(), waitingFor(A));
  }

  @Test
  void ignoresInterfaceWithoutAddressOfItsOwn() {
    assertInstanceOf(Verdict.NoVf.class, attach(0, new MacAddress(0)));
    assertInstanceOf(Verdict.NoVf.class, attach(1, MacAddress.BROADCAST));
  }

  // holds: S8
  @Test
  void refusesSecondVfAndLeavesFirstUntouched() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    assertInstanceOf(Verdict.Refuse.class, attach(1, MAC_A));
    assertEquals(Optional.of(vf(0)), matching.map().vfOf(A));
    assertEquals(1, matching.map().table().entries().size());
  }

  @Test
  void refusedVfDoesNotTakeTheFirstOnesPlace() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    attach(1, MAC_A);
    departing(0);
    matching.released(A);
    assertEquals(Optional.empty(), waitingFor(A));
  }

  @Test
  void keepsNextVfWhileFirstIsLetGo() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    departing(0);
    assertInstanceOf(Verdict.Later.class, attach(1, MAC_A));
    assertEquals(Optional.empty(), matching.map().nicOf(vf(1)));
    matching.released(A);
    assertEquals(Optional.of(vf(1)), waitingFor(A));
  }

  // holds: S11
  @Test
  void passesOverDepartureOfUnknownVf() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    assertEquals(Optional.empty(), departing(9));
    assertEquals(Optional.of(vf(0)), matching.map().vfOf(A));
  }

  // holds: S13
  @Test
  void pairsEachVfWithItsOwnHn() {
    matching.nicAttached(A, MAC_A);
    matching.nicAttached(B, MAC_B);
    attach(8, MAC_A);
    attach(7, MAC_B);
    assertEquals("pf0/vf8 pf0/vf7", matching.map().table().vflist());
    assertEquals("pf0/vf8:a:hn0 pf0/vf7:b:hn0", matching.map().table().vfmap());
  }

  // holds: S14
  @Test
  void findsVfThatWasThereBeforeItsHn() {
    assertInstanceOf(Verdict.Later.class, attach(0, MAC_A));
    matching.nicAttached(A, MAC_A);
    assertEquals(Optional.of(vf(0)), waitingFor(A));
  }

  @Test
  void remembersLinkOfWaitingVf() {
    attach(0, MAC_A);
    assertEquals(Optional.empty(), matching.linkChanged(vf(0), true));
    matching.nicAttached(A, MAC_A);
    assertEquals(VfFacts.Link.UP, matching.waitingFor(A).vf().orElseThrow().link());
  }

  @Test
  void passesOverVfThatDepartedBeforeItsHnCame() {
    attach(0, MAC_A);
    departing(0);
    matching.nicAttached(A, MAC_A);
    assertEquals(Optional.empty(), waitingFor(A));
  }

  @Test
  void forgetsOtherWaitingVfsWhenOneIsPaired() {
    attach(0, MAC_A);
    attach(1, MAC_A);
    matching.nicAttached(A, MAC_A);
    matching.paired(vf(0), A);
    departing(0);
    matching.released(A);
    assertEquals(Optional.empty(), waitingFor(A));
  }

  @Test
  void refusesSecondHnWithTheSameAddress() {
    assertTrue(matching.nicAttached(A, MAC_A).isEmpty());
    assertEquals(
        Optional.of("b:hn0 has the MAC address of a:hn0, 00:15:5d:00:00:0a"),
        matching.nicAttached(B, MAC_A));
    assertEquals(new Verdict.PairWith(A), attach(0, MAC_A));
  }

  @Test
  void givesAddressToNextHnAfterDetach() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    matching.nicDetached(A);
    assertTrue(matching.nicAttached(B, MAC_A).isEmpty());
    assertEquals(Optional.of(vf(0)), waitingFor(B));
  }

  @Test
  void goesByIdentityWhenVfDeparts() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    assertEquals(Optional.of(A), departing(0));
    assertEquals(Optional.of(A), departing(0));
    matching.released(A);
    assertEquals(Optional.empty(), departing(0));
  }

  @Test
  void noticesVfThatStartedAnewWithoutDeparting() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    assertEquals(new Verdict.Again(A), attach(0, MAC_A));
    matching.released(A);
    assertEquals(Optional.of(vf(0)), waitingFor(A));
  }

  @Test
  void mapHoldsOnePairEachWay() {
    var map = new VfMap();
    map.put(1, vf(0), A);
    assertThrows(IllegalStateException.class, () -> map.put(1, vf(0), B));
    assertThrows(IllegalStateException.class, () -> map.put(2, vf(1), A));
    map.remove(A);
    map.remove(A);
    map.put(1, vf(0), B);
    assertEquals(Optional.of(B), map.nicOf(vf(0)));
  }

  // holds: S20
  @Test
  void settingsTakeTwoSecondsForLess() {
    assertEquals(2, PairingSettings.ofTunables(true, 1, 8).attachWait().toSeconds());
    assertEquals(5, PairingSettings.ofTunables(true, 5, 8).attachWait().toSeconds());
    assertThrows(
        IllegalArgumentException.class, () -> new PairingSettings(true, Duration.ofMillis(-1), 8));
  }
}
