package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are those of the scenarios in section 29 of the transparent VF reference. */
class NicInterfaceTest {

  private static final VfId VF = new VfId("pf0", 0);
  private static final VfId OTHER = new VfId("pf0", 1);
  private static final OffloadCaps HN =
      OffloadCaps.of(Offload.TXCSUM, Offload.RXCSUM, Offload.TSO4, Offload.LRO);
  private static final OffloadCaps VF_CAPS =
      OffloadCaps.of(Offload.TXCSUM, Offload.TSO4, Offload.VLAN_HWFILTER);
  private static final OffloadCaps BOTH = OffloadCaps.of(Offload.TXCSUM, Offload.TSO4);
  private static final TsoLimits HN_TSO = new TsoLimits(65517, 31, 4096);

  private final NicInterface nic = new NicInterface(HN, 1500, true);

  NicInterfaceTest() {
    nic.negotiated(HN, 65535, 2);
  }

  @Test // 23, 24
  void hasWhatBothHaveAndAsksTheVfForNothingElse() {
    var merged = nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    assertEquals(BOTH, nic.capabilities());
    assertEquals(BOTH, nic.enabled());
    assertEquals(BOTH, merged.wanted());
    assertEquals(1500, merged.mtu());
  }

  @Test
  void asksTheVfForNoMoreThanIsEnabled() {
    nic.setOffloads(OffloadCaps.of(Offload.TXCSUM));
    var merged = nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    assertEquals(OffloadCaps.of(Offload.TXCSUM), merged.wanted());
  }

  @Test // 25, 26
  void mirrorsWhatTheVfReallyEnabled() {
    nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    nic.follow(VF, OffloadCaps.of(Offload.TSO4));
    assertEquals(OffloadCaps.of(Offload.TSO4), nic.enabled());
    assertEquals(BOTH, nic.capabilities());
    nic.follow(OTHER, OffloadCaps.NONE);
    assertEquals(OffloadCaps.of(Offload.TSO4), nic.enabled());
  }

  @Test // 27
  void turnsACapabilityOff() {
    nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    assertEquals(Outcome.DONE, nic.setOffloads(OffloadCaps.of(Offload.TSO4)));
    assertFalse(nic.has(Offload.TXCSUM));
    nic.unmerge(VF);
    assertFalse(nic.has(Offload.TXCSUM));
  }

  @Test // 28, 29
  void refusesWhatItDoesNotHaveAndChangesNothing() {
    var before = nic.enabled();
    var refused = assertInstanceOf(Outcome.Refused.class, nic.setOffloads(HN.with(Offload.TSO6)));
    assertEquals(Refusal.INVALID_VALUE, refused.reason());
    assertTrue(refused.detail().contains("tso6"));
    assertEquals(before, nic.enabled());
  }

  @Test
  void refusesWhatOnlyTheVfLacks() {
    nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    assertInstanceOf(Outcome.Refused.class, nic.setOffloads(HN));
  }

  @Test // 31
  void isAfterwardsWhatItWasBefore() {
    var tso = nic.tso();
    nic.merge(VF, VF_CAPS, VF_CAPS, new TsoLimits(32768, 16, 65536));
    nic.follow(VF, OffloadCaps.NONE);
    nic.unmerge(VF);
    assertEquals(HN, nic.capabilities());
    assertEquals(HN, nic.enabled());
    assertEquals(tso, nic.tso());
  }

  @Test // 31: what the operator changed meanwhile stays
  void keepsWhatTheOperatorChangedMeanwhile() {
    nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    nic.setOffloads(OffloadCaps.of(Offload.TSO4));
    nic.unmerge(VF);
    // RXCSUM and LRO were hidden and nobody touched them; TXCSUM was taken away.
    assertEquals(OffloadCaps.of(Offload.RXCSUM, Offload.TSO4, Offload.LRO), nic.enabled());
    assertEquals(HN, nic.capabilities());
  }

  @Test // 32
  void worksWithAVfThatHasNothing() {
    nic.merge(VF, OffloadCaps.NONE, OffloadCaps.NONE, TsoLimits.UNLIMITED);
    assertEquals(OffloadCaps.NONE, nic.capabilities());
    assertEquals(Outcome.DONE, nic.setOffloads(OffloadCaps.NONE));
    nic.unmerge(VF);
    assertEquals(HN, nic.enabled());
  }

  @Test // 33
  void doesNotDriftInAHundredRounds() {
    var enabled = nic.enabled();
    var tso = nic.tso();
    for (int i = 0; i < 100; i++) {
      nic.merge(VF, VF_CAPS, VF_CAPS, new TsoLimits(1000 + i, 3, 512));
      nic.follow(VF, OffloadCaps.of(Offload.TSO4));
      nic.unmerge(VF);
    }
    assertEquals(enabled, nic.enabled());
    assertEquals(tso, nic.tso());
  }

  @Test // 34, 35
  void takesTheSmallerLimitOfEach() {
    assertEquals(HN_TSO, nic.tso());
    nic.merge(VF, HN, HN, new TsoLimits(32768, 16, 65535));
    assertEquals(new TsoLimits(32768, 16, 4096), nic.tso());
    assertEquals(32768 + 14, nic.superFrameMax());
    nic.unmerge(VF);
    nic.merge(VF, HN, HN, new TsoLimits(65535, 100, 65535));
    assertEquals(HN_TSO, nic.tso());
  }

  @Test // 36
  void recomputesTheLimitForANewMtuBelowTheVfs() {
    nic.negotiated(HN, 65535, 2);
    nic.merge(VF, HN, HN, new TsoLimits(30000, 31, 4096));
    nic.mtu(9000);
    assertEquals(30000, nic.tso().max());
  }

  @Test // 37
  void hasTheLimitOfTheCurrentMtuWhenTheVfIsGone() {
    var small = new NicInterface(HN, 1500, true);
    small.negotiated(HN, 20000, 2);
    assertEquals(20000 - 18, small.tso().max());
    small.merge(VF, HN, HN, new TsoLimits(10000, 3, 512));
    small.mtu(9000);
    small.unmerge(VF);
    assertEquals(new TsoLimits(20000 - 18, 31, 4096), small.tso());
  }

  @Test // 38
  void survivesAHostWithoutSegmentation() {
    var plain = new NicInterface(HN, 1500, true);
    plain.negotiated(OffloadCaps.of(Offload.LRO), 0, 2);
    assertEquals(0, plain.tso().max());
    plain.mtu(9000);
    assertEquals(0, plain.tso().max());
    assertFalse(plain.has(Offload.TSO4));
  }

  @Test
  void ignoresTheUndoOfAnotherVf() {
    nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    nic.unmerge(OTHER);
    assertEquals(Optional.of(VF), nic.mergedWith());
    assertEquals(BOTH, nic.capabilities());
  }

  @Test
  void remembersWhatIsWantedAlsoWhenItIsHidden() {
    nic.merge(VF, VF_CAPS, VF_CAPS, TsoLimits.UNLIMITED);
    assertFalse(nic.has(Offload.LRO));
    assertTrue(nic.wants(Offload.LRO));
  }

  @Test
  void enablesNothingBeyondWhatTheHostHas() {
    var eager = new NicInterface(HN.with(Offload.TSO6), 1500, true);
    eager.negotiated(HN, 65535, 2);
    assertEquals(HN, eager.enabled());
    eager.negotiated(HN.with(Offload.TSO6), 65535, 2);
    assertTrue(eager.has(Offload.TSO6));
  }

  @ParameterizedTest // 75
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 72, 575, 9203, 65530, Integer.MAX_VALUE})
  void refusesAnMtuOutOfRange(int mtu) {
    assertInstanceOf(Outcome.Refused.class, NicInterface.checkMtu(mtu));
  }

  @ParameterizedTest
  @CsvSource({"576", "1500", "9000", "9202"})
  void acceptsAnMtuInRange(int mtu) {
    assertEquals(Outcome.DONE, NicInterface.checkMtu(mtu));
  }

  @ParameterizedTest
  @CsvSource({"65535, 62762", "40000, 39982", "3000, 2982", "100, 2982"})
  void limitsABurstAsTheTunableSays(int maxlen, int tsoMax) {
    var limited = new NicInterface(HN, 1500, true);
    limited.tsoMaxLength(maxlen);
    limited.negotiated(HN, 62_780, 2);
    assertEquals(tsoMax, limited.tso().max());
  }
}
