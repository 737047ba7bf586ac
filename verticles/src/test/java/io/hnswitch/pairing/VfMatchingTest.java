package io.hnswitch.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.NetInterface;
import io.hnswitch.control.NetInterface.Allocation;
import io.hnswitch.control.PairingControl.InterfaceAttached;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.pairing.VfMatching.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  /** An interface with a VF behind it, made by a driver as every VF's is. */
  private static NetInterface face(int index, MacAddress mac) {
    return NetInterface.ofVf(vf(index), mac, "mlx5");
  }

  private static InterfaceAttached attached(NetInterface face) {
    return new InterfaceAttached(face, OffloadCaps.NONE, OffloadCaps.NONE, TsoLimits.UNLIMITED, 1);
  }

  private static NetInterface indexed(NetInterface face, int index) {
    return new NetInterface(
        face.name(),
        OptionalInt.of(index),
        face.driver(),
        face.allocatedAs(),
        face.device(),
        face.startTransmit(),
        face.mac());
  }

  private static NetInterface withOldStart(NetInterface face) {
    return new NetInterface(
        face.name(),
        face.index(),
        face.driver(),
        face.allocatedAs(),
        face.device(),
        true,
        face.mac());
  }

  private static NetInterface software(String name, String driver, MacAddress mac) {
    return new NetInterface(
        name,
        OptionalInt.empty(),
        driver,
        Allocation.ETHERNET,
        Optional.empty(),
        false,
        Optional.of(mac));
  }

  private Verdict attach(NetInterface face) {
    var verdict = matching.interfaceAttached(attached(face));
    if (verdict instanceof Verdict.PairWith(var nic)) {
      matching.paired(face.device().orElseThrow(), nic);
    }
    return verdict;
  }

  private Verdict attach(int index, MacAddress mac) {
    return attach(face(index, mac));
  }

  private void assertIgnored(String why, NetInterface face) {
    assertEquals(new Verdict.NoVf(why), attach(face));
    assertEquals(Optional.empty(), waitingFor(A));
    assertEquals("", matching.map().table().vflist());
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

  // holds: S3, S4, S7, R5.1
  @ParameterizedTest
  @ValueSource(strings = {"vlan", "lagg", "bridge"})
  void ignoresDriversThatCopyAddresses(String driver) {
    matching.nicAttached(A, MAC_A);
    assertIgnored("driver " + driver + " is never a VF's", software(driver + "0", driver, MAC_A));
    var backed = NetInterface.ofVf(vf(0), MAC_A, driver);
    assertIgnored("driver " + driver + " is never a VF's", backed);
  }

  // holds: S5
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ETHERNET")
  void ignoresInterfacesThatWereNotCreatedAsEthernet(Allocation allocation) {
    matching.nicAttached(A, MAC_A);
    var face = face(0, MAC_A);
    assertIgnored(
        "it was not created as an Ethernet interface",
        new NetInterface(
            face.name(),
            face.index(),
            face.driver(),
            allocation,
            face.device(),
            false,
            face.mac()));
  }

  // holds: S6
  @Test
  void ignoresHnItself() {
    matching.nicAttached(A, MAC_A);
    assertIgnored("it is an hn itself", software("a:hn0", "hn", MAC_A));
  }

  // holds: R5.1
  @ParameterizedTest
  @ValueSource(strings = {"tap", "vether", "epair", "hn"})
  void ignoresInterfacesWithoutDevice(String driver) {
    matching.nicAttached(A, MAC_A);
    assertIgnored("no device is behind it", software(driver + "9", driver, MAC_A));
  }

  // holds: S11, C2
  @Test
  void ignoresInterfaceWithoutLinkLevelAddress() {
    matching.nicAttached(A, MAC_A);
    var face = face(0, MAC_A);
    assertIgnored(
        "it has no link-level address",
        new NetInterface(
            face.name(),
            face.index(),
            face.driver(),
            Allocation.ETHERNET,
            face.device(),
            false,
            Optional.empty()));
    assertEquals(Optional.empty(), departing(0));
  }

  // The tests are made in the order of section 5: the first that fails is the one that is named.
  @Test
  void testsInTheOrderOfTheDriver() {
    matching.nicAttached(A, MAC_A);
    var all =
        new NetInterface(
            "a:hn0",
            OptionalInt.empty(),
            "vlan",
            Allocation.TUNNEL,
            Optional.empty(),
            true,
            Optional.empty());
    assertIgnored("it is an hn itself", all);
    var named =
        new NetInterface(
            "x0",
            OptionalInt.empty(),
            "vlan",
            Allocation.TUNNEL,
            Optional.empty(),
            true,
            Optional.empty());
    assertIgnored("it was not created as an Ethernet interface", named);
  }

  // holds: S9, C19
  @Test
  void refusesOldStartMethodInTransparentModeAndNamesTheVf() {
    matching.nicAttached(A, MAC_A);
    assertEquals(
        new Verdict.Refuse(
            Refusal.NOT_SUPPORTED,
            "pf0/vf0 cannot be paired with a:hn0 in transparent mode: it transmits by the old start"
                + " method"),
        attach(withOldStart(face(0, MAC_A))));
    assertEquals(Optional.empty(), matching.map().vfOf(A));
    assertEquals(new Verdict.PairWith(A), attach(1, MAC_A));
  }

  // holds: S9, C19, R5.4
  @Test
  void refusesOldStartMethodAtTheScanToo() {
    attach(withOldStart(face(0, MAC_A)));
    attach(1, MAC_A);
    matching.nicAttached(A, MAC_A);
    var found = matching.waitingFor(A);
    assertEquals(Optional.of(vf(1)), found.vf().map(VfFacts::id));
    assertEquals(1, found.notes().size());
    assertTrue(found.notes().getFirst().startsWith("pf0/vf0 cannot be paired with a:hn0"));
  }

  // holds: S9
  @Test
  void pairsOldStartMethodInNonTransparentMode() {
    var direct = new VfMatching(false);
    direct.nicAttached(A, MAC_A);
    assertEquals(
        new Verdict.PairWith(A), direct.interfaceAttached(attached(withOldStart(face(0, MAC_A)))));
  }

  /**
   * The driver ignores such a VF for good. A VF that attached before its hn is found by a scan, and
   * an hn whose synthetic part comes back is scanned for in the same way.
   */
  // holds: S10, R5.4
  @Test
  void keepsVfForLaterWhileTheSyntheticPartIsDetached() {
    matching.nicAttached(A, MAC_A);
    matching.synthetic(A, false);
    assertEquals(new Verdict.Later("a:hn0's synthetic part is not attached"), attach(0, MAC_A));
    assertEquals(Optional.empty(), waitingFor(A));
    assertEquals("", matching.map().table().vflist());
    matching.synthetic(A, true);
    assertEquals(Optional.of(vf(0)), waitingFor(A));
  }

  // holds: S12
  @Test
  void mapGrowsWithTheIndexesOfItsVfs() {
    matching.nicAttached(A, MAC_A);
    matching.nicAttached(B, MAC_B);
    var c = NicId.parse("c:hn0");
    var macC = MacAddress.parse("00:15:5d:00:00:0c");
    matching.nicAttached(c, macC);
    attach(indexed(face(2, macC), 200));
    attach(indexed(face(0, MAC_A), 7));
    attach(indexed(face(1, MAC_B), 8));
    assertEquals("pf0/vf0 pf0/vf1 pf0/vf2", matching.map().table().vflist());
    assertEquals("pf0/vf0:a:hn0 pf0/vf1:b:hn0 pf0/vf2:c:hn0", matching.map().table().vfmap());
  }

  @Test
  void givesTheSmallestFreeIndexAndKeepsIt() {
    matching.nicAttached(A, MAC_A);
    attach(software("bridge0", "bridge", MAC_A));
    attach(0, MAC_B);
    attach(1, MAC_A);
    assertEquals(3, matching.map().table().entries().getFirst().index());
    matching.interfaceDeparting("bridge0");
    attach(1, MAC_A);
    assertEquals(3, matching.map().table().entries().getFirst().index(), "it has one");
    matching.nicAttached(B, MAC_B);
    matching.paired(waitingFor(B).orElseThrow(), B);
    attach(2, MacAddress.parse("00:15:5d:00:00:0c"));
    assertEquals("pf0/vf0:b:hn0 pf0/vf1:a:hn0", matching.map().table().vfmap());
    assertEquals(2, matching.map().table().entries().getFirst().index());
  }

  @Test
  void keepsIndexOfDepartingVfUntilItsHnHasLetGo() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    departing(0);
    attach(1, MAC_A);
    matching.released(A);
    matching.paired(vf(1), A);
    assertEquals(2, matching.map().table().entries().getFirst().index());
    matching.nicAttached(B, MAC_B);
    attach(2, MAC_B);
    assertEquals("pf0/vf2 pf0/vf1", matching.map().table().vflist(), "index 1 is free again");
  }

  @Test
  void refusesIndexThatAnotherInterfaceHas() {
    matching.nicAttached(A, MAC_A);
    attach(indexed(face(0, MAC_A), 7));
    assertInstanceOf(Verdict.Refuse.class, attach(indexed(face(1, MAC_B), 7)));
    assertThrows(IllegalArgumentException.class, () -> indexed(face(1, MAC_B), 0));
    assertThrows(IllegalArgumentException.class, () -> indexed(face(1, MAC_B), 65_536));
  }

  // holds: S11
  @Test
  void passesOverDepartureOfInterfaceThatIsNoVf() {
    matching.nicAttached(A, MAC_A);
    attach(0, MAC_A);
    attach(software("bridge0", "bridge", MAC_A));
    assertEquals(Optional.empty(), matching.interfaceDeparting("bridge0"));
    assertEquals(Optional.empty(), matching.interfaceDeparting("nobody"));
    assertEquals("pf0/vf0:a:hn0", matching.map().table().vfmap());
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

  // holds: S14, R5.4
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

  // holds: R5.3
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

  // holds: R5.2
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
