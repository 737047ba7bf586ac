package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Outcome;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import io.hnswitch.id.VfId;
import io.hnswitch.lab.NicSpec;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What hn can do, has enabled and leaves to the stack: the reference's rules word by word. */
class NicInterfaceRulesTest {

  private static final VfId VF = new VfId("pf0", 0);
  private static final int IP = 0x1;
  private static final int IP_UDP = 0x2;
  private static final int IP_TCP = 0x4;
  private static final int IP_TSO = 0x10;
  private static final int IP6_UDP = 0x200;
  private static final int IP6_TCP = 0x400;
  private static final int IP6_TSO = 0x1000;
  private static final OffloadCaps EVERYTHING = OffloadCaps.of(Offload.values());

  private static NvscEffect.Agreement agreement(NvsVersion version, NdisOffload offer) {
    return new NvscEffect.Agreement(version, 1500, NicLab.mac(NicLab.A), offer, 6144, 2, 1, 1, 8);
  }

  /** A host that does these checksums, by the names of its bits, and no segmentation. */
  private static NdisOffload sums(int ipv4, int ipv6) {
    return new NdisOffload(
        3, ipv4, ipv4, ipv6, ipv6, NdisOffload.Lso.NONE, NdisOffload.Lso.NONE, false, false);
  }

  private static NicInterface agreed(OffloadCaps wanted, NvscEffect.Agreement agreement) {
    var nic = new NicInterface(wanted, 1500, true);
    var offer = agreement.offload();
    nic.negotiated(
        NicInterface.agreed(agreement),
        offer == null ? 0 : offer.lsoSizeMax(),
        offer == null ? 2 : offer.lsoSegmentsMin());
    return nic;
  }

  // Section 1: the values at attach.
  @Test
  void hasAtItsAttachWhatWasNegotiated() {
    var all = agreement(NvsVersion.V6_1, NdisOffload.offered());
    var expected =
        OffloadCaps.of(
            Offload.LRO,
            Offload.LINKSTATE,
            Offload.VLAN_MTU,
            Offload.VLAN_HWTAGGING,
            Offload.RXCSUM,
            Offload.RXCSUM_IPV6,
            Offload.TXCSUM,
            Offload.TXCSUM_IPV6,
            Offload.TSO4,
            Offload.TSO6);
    assertEquals(expected, NicInterface.agreed(all));
    var none = OffloadCaps.of(Offload.LRO, Offload.LINKSTATE);
    assertEquals(none, NicInterface.agreed(agreement(NvsVersion.V1, null)));
    assertEquals(
        none.with(Offload.VLAN_MTU).with(Offload.VLAN_HWTAGGING),
        NicInterface.agreed(agreement(NvsVersion.V2, null)));
  }

  // Section 1: IPv6 is off until it is asked for.
  @Test
  void leavesIpv6OffUntilItIsAskedFor() {
    var agreement = agreement(NvsVersion.V6_1, NdisOffload.offered());
    var nic = agreed(NicSpec.DEFAULT_OFFLOADS, agreement);
    assertFalse(nic.has(Offload.TXCSUM_IPV6));
    assertFalse(nic.has(Offload.TSO6));
    assertEquals(IP | IP_UDP | IP_TCP | IP_TSO, DriverWords.assist(nic, agreement));
    var asked = nic.enabled().with(Offload.TXCSUM_IPV6).with(Offload.TSO6);
    assertEquals(Outcome.DONE, nic.setOffloads(asked));
    assertEquals(
        IP | IP_UDP | IP_TCP | IP_TSO | IP6_UDP | IP6_TCP | IP6_TSO,
        DriverWords.assist(nic, agreement));
  }

  // holds: S27, R8.1, C5
  @Test
  void leavesNothingToTheDeviceThatIsTurnedOff() {
    var agreement = agreement(NvsVersion.V6_1, NdisOffload.offered());
    var nic = agreed(NicSpec.DEFAULT_OFFLOADS, agreement);
    var vf = OffloadCaps.of(Offload.TXCSUM, Offload.TSO4);
    nic.merge(VF, vf, vf, TsoLimits.UNLIMITED);
    nic.setOffloads(OffloadCaps.of(Offload.TSO4));
    nic.follow(VF, OffloadCaps.of(Offload.TSO4));
    assertFalse(nic.has(Offload.TXCSUM));
    assertEquals(IP_TSO, DriverWords.assist(nic, agreement));
    nic.setOffloads(OffloadCaps.NONE);
    nic.follow(VF, OffloadCaps.NONE);
    assertEquals(0, DriverWords.assist(nic, agreement));
  }

  /** hwassist is what V does, SYNTH can and is enabled, for every combination of the three. */
  // holds: R8.1, C5
  @Test
  void leavesToTheDeviceExactlyWhatVfAndHostDoAndIsEnabled() {
    var offers =
        List.of(
            sums(0, 0),
            sums(NdisOffload.UDP, 0),
            sums(NdisOffload.TCP | NdisOffload.TCP_OPTIONS, 0),
            sums(NdisOffload.IP_HEADER | NdisOffload.IP_OPTIONS, NdisOffload.UDP | 1),
            NdisOffload.offered());
    var groups = List.of(Offload.TXCSUM, Offload.TXCSUM_IPV6, Offload.TSO4, Offload.TSO6);
    for (var offer : offers) {
      var agreement = agreement(NvsVersion.V6_1, offer);
      int synth = assistOf(offer);
      for (int v = 0; v < 16; v++) {
        for (int on = 0; on < 16; on++) {
          var nic = agreed(EVERYTHING, agreement);
          var vf = subset(groups, v);
          nic.merge(VF, vf, vf, TsoLimits.UNLIMITED);
          nic.setOffloads(subset(groups, on).intersect(nic.capabilities()));
          nic.follow(VF, nic.asked());
          int expected = synth & bitsOf(vf) & bitsOf(subset(groups, on));
          assertEquals(
              expected,
              DriverWords.assist(nic, agreement),
              () -> offer + " vf " + vf + " enabled " + nic.enabled());
        }
      }
    }
  }

  private static OffloadCaps subset(List<Offload> of, int mask) {
    var chosen = new ArrayList<Offload>();
    for (int i = 0; i < of.size(); i++) {
      if ((mask >> i & 1) != 0) {
        chosen.add(of.get(i));
      }
    }
    return OffloadCaps.of(chosen);
  }

  private static int bitsOf(OffloadCaps caps) {
    return (caps.has(Offload.TXCSUM) ? IP | IP_UDP | IP_TCP : 0)
        | (caps.has(Offload.TXCSUM_IPV6) ? IP6_UDP | IP6_TCP : 0)
        | (caps.has(Offload.TSO4) ? IP_TSO : 0)
        | (caps.has(Offload.TSO6) ? IP6_TSO : 0);
  }

  private static int assistOf(NdisOffload offer) {
    return (offer.sumsIpv4Header() ? IP : 0)
        | (offer.sumsUdp4() ? IP_UDP : 0)
        | (offer.sumsTcp4() ? IP_TCP : 0)
        | (offer.sumsUdp6() ? IP6_UDP : 0)
        | (offer.sumsTcp6() ? IP6_TCP : 0)
        | (offer.segments4() ? IP_TSO : 0)
        | (offer.segments6() ? IP6_TSO : 0);
  }

  // holds: S31, C5, C6
  @Test
  void leavesToTheDeviceWhatItDidBeforeThePairing() {
    var agreement = agreement(NvsVersion.V6_1, NdisOffload.offered());
    var nic = agreed(NicSpec.DEFAULT_OFFLOADS, agreement);
    int before = DriverWords.assist(nic, agreement);
    nic.merge(VF, OffloadCaps.NONE, OffloadCaps.NONE, TsoLimits.UNLIMITED);
    assertEquals(0, DriverWords.assist(nic, agreement));
    nic.unmerge(VF);
    assertEquals(before, DriverWords.assist(nic, agreement));
    assertEquals(NicInterface.agreed(agreement), nic.capabilities());
  }

  /** The first conversion of the driver took V's bits away instead of the others. */
  // holds: C6, C25, S23, R8.2
  @ParameterizedTest
  @EnumSource(Offload.class)
  void hasACapabilityOnlyWhenBothHaveIt(Offload offload) {
    for (int mask = 0; mask < 4; mask++) {
      var one = OffloadCaps.of(offload);
      boolean onHn = (mask & 1) != 0;
      boolean onVf = (mask & 2) != 0;
      var nic = new NicInterface(EVERYTHING, 1500, true);
      nic.negotiated(onHn ? one : OffloadCaps.NONE, 65535, 2);
      var vf = onVf ? one : OffloadCaps.NONE;
      nic.merge(VF, vf, vf, TsoLimits.UNLIMITED);
      assertEquals(onHn && onVf, nic.capabilities().has(offload));
    }
  }

  // holds: S30
  @Test
  void mirrorsAVfThatRefusesAChange() {
    var agreement = agreement(NvsVersion.V6_1, NdisOffload.offered());
    var nic = agreed(NicSpec.DEFAULT_OFFLOADS, agreement);
    var vf = OffloadCaps.of(Offload.TXCSUM, Offload.TSO4);
    nic.merge(VF, vf, vf, TsoLimits.UNLIMITED);
    nic.setOffloads(OffloadCaps.NONE);
    nic.mirror(VF, vf);
    assertEquals(vf, nic.enabled());
    nic.mirror(new VfId("pf0", 9), OffloadCaps.NONE);
    assertEquals(vf, nic.enabled());
    nic.unmerge(VF);
    assertTrue(nic.enabled().containsAll(vf));
  }

  // holds: S29
  @Test
  void refusesWhatIsBeyondBothBeforeAnybodyIsAsked() {
    var nic = agreed(NicSpec.DEFAULT_OFFLOADS, agreement(NvsVersion.V6_1, NdisOffload.offered()));
    var vf = OffloadCaps.of(Offload.TXCSUM, Offload.VLAN_HWFILTER);
    nic.merge(VF, vf, vf, TsoLimits.UNLIMITED);
    assertInstanceOf(Outcome.Refused.class, nic.setOffloads(vf));
    assertEquals(OffloadCaps.of(Offload.TXCSUM), nic.asked());
  }

  // holds: C15
  @Test
  void keepsTheVlanFilterOfTheVfOff() {
    var nic = agreed(EVERYTHING, agreement(NvsVersion.V6_1, NdisOffload.offered()));
    var merged = nic.merge(VF, EVERYTHING, EVERYTHING, TsoLimits.UNLIMITED);
    assertFalse(merged.wanted().has(Offload.VLAN_HWFILTER));
    assertFalse(nic.capabilities().has(Offload.VLAN_HWFILTER));
  }

  /** lo = segments x mtu; min(max(lo, 65535 at most), host) - 18; and the VF's on top. */
  // holds: S36, S37, R9.1
  @ParameterizedTest
  @CsvSource({"1500, 65535", "9000, 65535", "9202, 30000", "1500, 20000"})
  void limitsSuperFramesAsTheDriverDoes(int mtu, int host) {
    var nic = new NicInterface(EVERYTHING, 1500, true);
    nic.negotiated(OffloadCaps.of(Offload.TSO4), host, 2);
    nic.merge(VF, EVERYTHING, EVERYTHING, new TsoLimits(12000, 16, 2048));
    nic.mtu(mtu);
    assertEquals(new TsoLimits(12000, 16, 2048), nic.tso());
    nic.unmerge(VF);
    assertEquals(new TsoLimits(Math.min(65535, host) - 18, 31, 4096), nic.tso());
  }

  // holds: S38
  @Test
  void computesNoLimitWithoutSegmentation() {
    var nic = new NicInterface(EVERYTHING, 1500, true);
    nic.negotiated(OffloadCaps.of(Offload.TXCSUM), 62780, 2);
    assertEquals(0, nic.tso().max());
    nic.mtu(9000);
    assertEquals(0, nic.tso().max());
  }
}
