package io.hnswitch.vf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.control.Outcome;
import io.hnswitch.control.Refusal;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.VfRss;
import org.junit.jupiter.api.Test;

class VfMachineTest {

  private static final NicId HN = NicId.parse("a:hn0");
  private static final NicId STRANGER = NicId.parse("b:hn0");
  private static final OffloadCaps CAPS =
      OffloadCaps.of(Offload.RXCSUM, Offload.TXCSUM, Offload.TSO4, Offload.TSO6);

  private final VfMachine machine =
      new VfMachine(
          new VfSettings(
              new VfId("pf0", 0),
              new Grant(HN, MacAddress.parse("00:15:5d:00:00:0a"), 1),
              CAPS,
              TsoLimits.UNLIMITED,
              9000,
              VfRss.DEFAULT));

  private static void assertRefused(Refusal reason, Outcome outcome) {
    assertTrue(
        outcome instanceof Outcome.Refused refused && refused.reason() == reason,
        outcome::toString);
  }

  private void probed() {
    assertEquals(Outcome.DONE, machine.probe());
  }

  @Test
  void hasNoInterfaceBeforeItIsProbed() {
    assertRefused(Refusal.NOT_FOUND, machine.checkFlags(true, null));
    assertRefused(Refusal.NOT_FOUND, machine.mtu(1500, null));
    assertRefused(Refusal.NOT_FOUND, machine.offloads(CAPS, null));
    assertRefused(Refusal.NOT_FOUND, machine.override(HN));
    assertRefused(Refusal.NOT_FOUND, machine.up());
  }

  @Test
  void isProbedOnceAndAgainAfterTheDriverWasDetached() {
    probed();
    assertRefused(Refusal.STATE_CONFLICT, machine.probe());
    machine.detached();
    assertEquals(VfMachine.State.ABSENT, machine.state());
    probed();
  }

  @Test
  void goesUpAndDown() {
    probed();
    assertEquals(Outcome.DONE, machine.checkFlags(true, null));
    assertEquals(Outcome.DONE, machine.up());
    assertTrue(machine.isUp());
    machine.down();
    assertEquals(VfMachine.State.PROBED, machine.state());
  }

  @Test
  void enablesOnlyWhatItCan() {
    probed();
    assertEquals(CAPS.without(OffloadCaps.of(Offload.TSO6)), enabled(CAPS), "no IPv6 checksum");
    assertEquals(
        OffloadCaps.of(Offload.RXCSUM),
        enabled(OffloadCaps.of(Offload.RXCSUM, Offload.LRO, Offload.TSO4)),
        "neither LRO, which it has not, nor TSO4 without checksum");
    assertEquals(OffloadCaps.NONE, enabled(OffloadCaps.NONE));
  }

  private OffloadCaps enabled(OffloadCaps wanted) {
    assertEquals(Outcome.DONE, machine.offloads(wanted, null));
    return machine.enabled();
  }

  @Test
  void takesAnMtuWithinItsLimits() {
    probed();
    assertEquals(1500, machine.mtu());
    assertEquals(Outcome.DONE, machine.mtu(9000, null));
    assertEquals(9000, machine.mtu());
    assertRefused(Refusal.INVALID_VALUE, machine.mtu(9001, null));
    assertRefused(Refusal.INVALID_VALUE, machine.mtu(575, null));
    assertRefused(Refusal.INVALID_VALUE, machine.mtu(-1, null));
    assertEquals(9000, machine.mtu());
  }

  @Test
  void refusesOperatorsWhileItIsPairedAndSaysWhomToAsk() {
    probed();
    assertEquals(Outcome.DONE, machine.override(HN));
    assertEquals(
        Outcome.refused(Refusal.VF_MANAGED_BY_NIC, "pf0/vf0 is paired with a:hn0; operate a:hn0"),
        machine.checkFlags(false, null));
    assertRefused(Refusal.VF_MANAGED_BY_NIC, machine.mtu(1400, STRANGER));
    assertRefused(Refusal.VF_MANAGED_BY_NIC, machine.offloads(OffloadCaps.NONE, null));
    assertEquals(Outcome.DONE, machine.mtu(1400, HN));
    assertEquals(Outcome.DONE, machine.checkFlags(true, HN));
  }

  @Test
  void isManagedByOneHnUntilThatGivesItBack() {
    probed();
    machine.override(HN);
    assertRefused(Refusal.VF_MANAGED_BY_NIC, machine.override(STRANGER));
    assertRefused(Refusal.VF_MANAGED_BY_NIC, machine.restore(STRANGER));
    assertEquals(Outcome.DONE, machine.override(HN), "once more");
    assertEquals(Outcome.DONE, machine.restore(HN));
    assertEquals(Outcome.DONE, machine.restore(HN));
    assertEquals(Outcome.DONE, machine.mtu(1400, null));
  }

  @Test
  void refusesEverythingButLettingGoWhenItHasVanished() {
    probed();
    machine.override(HN);
    machine.up();
    machine.vanish();
    assertFalse(machine.isUp());
    assertRefused(Refusal.DEVICE_FAILED, machine.checkFlags(true, HN));
    assertRefused(Refusal.DEVICE_FAILED, machine.mtu(1400, HN));
    assertRefused(Refusal.DEVICE_FAILED, machine.up());
    assertRefused(Refusal.DEVICE_FAILED, machine.probe());
    assertEquals(Outcome.DONE, machine.checkFlags(false, HN));
    assertRefused(Refusal.VF_MANAGED_BY_NIC, machine.checkFlags(false, null));
    assertEquals(Outcome.DONE, machine.restore(HN));
    machine.detached();
    assertEquals(VfMachine.State.VANISHED, machine.state());
    assertFalse(machine.isAttached());
  }

  @Test
  void forgetsWhatWasSetWhenTheDriverIsDetached() {
    probed();
    machine.mtu(9000, null);
    machine.filters(true, true);
    machine.offloads(OffloadCaps.NONE, null);
    machine.override(HN);
    machine.detached();
    probed();
    assertEquals(1500, machine.mtu());
    assertEquals(CAPS, machine.enabled());
    assertFalse(machine.allMulti() || machine.promiscuous());
    assertTrue(machine.managedBy().isEmpty());
  }
}
