package io.hnswitch.vmbus.vpci;

import static io.hnswitch.vmbus.vpci.VpciHarness.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A10–A16, A22, D2, D3, M1–M3, M6, M7 and the races of section 11 of the vPCI reference. */
class VpciGuestMachineTest {

  private static final FunctionDescriptor A = function(0, 1);
  private static final FunctionDescriptor B = function(1, 2);

  private final VpciHarness bus = new VpciHarness();

  private void ended() {
    assertInstanceOf(VpciGuestState.Phase.Ended.class, bus.guest.phase());
    assertEquals(
        List.of(new VpciGuestEffect.ReleaseWindow(VpciHarness.WINDOW)),
        bus.every(VpciGuestEffect.ReleaseWindow.class));
    assertEquals(1, bus.count(VpciGuestEffect.CloseChannel.class));
  }

  private void failed(VpciFault fault, int status) {
    assertEquals(
        List.of(new VpciGuestEffect.AttachFailed(fault, status)),
        bus.every(VpciGuestEffect.AttachFailed.class));
    ended();
  }

  private void attach() {
    bus.guest(new VpciGuestEvent.Attach());
  }

  private void ok() {
    bus.answer(VpciReply.status(VpciStatus.OK));
  }

  @Test
  void fallsBackToTheOlderVersion() {
    attach();
    bus.answer(VpciReply.version(VpciStatus.REVISION_MISMATCH, 0));
    ok();
    assertEquals(VpciVersion.V1_1, bus.guest.version().orElseThrow());
    assertEquals(
        List.of(
            new VpciMessage.QueryProtocolVersion(0x10004),
            new VpciMessage.QueryProtocolVersion(0x10001),
            new VpciMessage.QueryBusRelations()),
        bus.sent);
  }

  @Test
  void failsWhenTheHostRefusesAllVersions() {
    attach();
    bus.answer(VpciReply.status(VpciStatus.REVISION_MISMATCH));
    bus.answer(VpciReply.status(VpciStatus.REVISION_MISMATCH));
    failed(VpciFault.NO_VERSION, VpciStatus.REVISION_MISMATCH);
  }

  @Test
  void failsWhenTheVersionIsAnsweredOddly() {
    attach();
    bus.answer(VpciReply.status(VpciStatus.BAD_DATA));
    failed(VpciFault.PROTOCOL, VpciStatus.BAD_DATA);
  }

  /** Goes that many answers into an attach: version, relations, resources, power, assign. */
  private void attachUpTo(int answers) {
    attach();
    for (int i = 0; i < answers; i++) {
      switch (i) {
        case 1 -> bus.list(A);
        case 2 -> bus.answer(VpciReply.resources(VpciHarness.BARS));
        default -> ok();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void endsEveryWaitOfAnAttachWhenRevoked(int answers) {
    attachUpTo(answers);
    int said = bus.sent.size();
    bus.guest(new VpciGuestEvent.Revoked());
    failed(VpciFault.REVOKED, 0);
    assertEquals(said, bus.sent.size(), "nothing is sent on a dead channel");
    assertEquals(
        bus.count(VpciGuestEffect.StartTimer.class), bus.count(VpciGuestEffect.CancelTimer.class));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void boundsEveryWaitOfAnAttach(int answers) {
    attachUpTo(answers);
    bus.guest(
        new VpciGuestEvent.TimerElapsed(
            bus.every(VpciGuestEffect.StartTimer.class).getLast().timer()));
    failed(VpciFault.TIMEOUT, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void endsAnAttachThatIsGivenUp(int answers) {
    attachUpTo(answers);
    bus.guest(new VpciGuestEvent.Detach());
    failed(VpciFault.ABANDONED, 0);
  }

  @Test
  void endsTheWaitForAnInterruptWhenRevoked() {
    bus.install(A);
    bus.guest(new VpciGuestEvent.InterruptWanted(0, 33, 0));
    bus.guest(new VpciGuestEvent.Revoked());
    assertEquals(
        List.of(new VpciGuestEffect.InterruptFailed(0, 33, VpciFault.REVOKED, 0)),
        bus.every(VpciGuestEffect.InterruptFailed.class));
    ended();
  }

  @Test
  void powersOffAndOnAgainOnce() {
    attachUpTo(3);
    bus.answer(VpciReply.status(VpciStatus.BAD_DATA));
    assertInstanceOf(VpciMessage.PowerOff.class, bus.sent.getLast());
    ok();
    assertEquals(new VpciMessage.PowerOn(VpciHarness.WINDOW), bus.sent.getLast());
    bus.answerAll();
    assertEquals(1, bus.count(VpciGuestEffect.BusInstalled.class));
  }

  @Test
  void failsWhenThePowerStaysOff() {
    attachUpTo(3);
    bus.answer(VpciReply.status(VpciStatus.BAD_DATA));
    ok();
    bus.answer(VpciReply.status(VpciStatus.BAD_DATA));
    failed(VpciFault.PROTOCOL, VpciStatus.BAD_DATA);
  }

  @Test
  void workOnTheNewestListOnly() {
    bus.install(A);
    bus.relationsAtOnce = false;
    bus.list(A);
    bus.list(A, B);
    bus.list(B);
    assertEquals(1, bus.count(VpciGuestEffect.ScheduleRelations.class));
    bus.guest(new VpciGuestEvent.RelationsDue());
    bus.answerAll();
    assertEquals(
        List.of(new VpciGuestEffect.DetachFunction(0, false)),
        bus.every(VpciGuestEffect.DetachFunction.class));
    assertEquals(
        List.of(new VpciGuestEffect.InstallFunction(B, VpciHarness.BARS)),
        bus.every(VpciGuestEffect.InstallFunction.class));
    bus.guest(new VpciGuestEvent.RelationsDue());
    assertEquals(List.of(VpciFault.STALE), bus.faults());
  }

  @Test
  void replacesAFunctionWithAnotherSerial() {
    bus.install(A);
    bus.list(A);
    assertEquals(1, bus.guestEffects.size(), "listed again: nothing but the scheduling");
    bus.detachesAtOnce = false;
    var next = function(0, 9);
    bus.list(next);
    assertTrue(bus.sent.isEmpty(), "the new one waits for the old one");
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    bus.answerAll();
    assertEquals(
        List.of(new VpciGuestEffect.InstallFunction(next, VpciHarness.BARS)),
        bus.every(VpciGuestEffect.InstallFunction.class));
    assertTrue(bus.said(VpciMessage.EjectionComplete.class).isEmpty());
  }

  @Test
  void forgetsASuccessorThatIsNotListedAnyMore() {
    bus.install(A);
    bus.detachesAtOnce = false;
    bus.list(function(0, 9));
    bus.list();
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    assertTrue(bus.guest.functions().isEmpty());
  }

  @Test
  void removesEverythingWhenTheListIsEmpty() {
    bus.install(A, B);
    bus.list();
    assertEquals(2, bus.count(VpciGuestEffect.FunctionRemoved.class));
    assertTrue(bus.guest.functions().isEmpty());
    assertTrue(bus.sent.isEmpty());
  }

  @Test
  void doesNotTakeAnAnswerForTheSuccessor() {
    bus.install();
    bus.list(A);
    var old = bus.guest.asked().orElseThrow();
    var next = function(0, 9);
    bus.list(next);
    bus.guest(
        new VpciGuestEvent.Completion(old.transaction(), VpciReply.status(VpciStatus.BAD_DATA)));
    bus.answerAll();
    assertEquals(
        List.of(new VpciGuestEffect.InstallFunction(next, VpciHarness.BARS)),
        bus.every(VpciGuestEffect.InstallFunction.class));
  }

  @Test
  void ejectsOnlyAfterTheAttach() {
    attachUpTo(3);
    bus.hear(new VpciMessage.Eject(0));
    assertEquals(0, bus.count(VpciGuestEffect.DetachFunction.class));
    bus.answerAll();
    assertEquals(1, bus.count(VpciGuestEffect.InstallFunction.class));
    assertEquals(1, bus.count(VpciGuestEffect.DetachFunction.class));
    assertEquals(
        List.of(new VpciMessage.EjectionComplete(0, 0)),
        bus.said(VpciMessage.EjectionComplete.class));
  }

  @Test
  void completesAnEjectionOnce() {
    bus.install(A);
    bus.detachesAtOnce = false;
    bus.hear(new VpciMessage.Eject(0));
    bus.hear(new VpciMessage.Eject(0));
    bus.list();
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    assertEquals(1, bus.count(VpciGuestEffect.DetachFunction.class));
    assertEquals(1, bus.count(VpciGuestEffect.FunctionRemoved.class));
    assertEquals(List.of(new VpciMessage.EjectionComplete(0, 0)), bus.sent);
    assertEquals(List.of(VpciFault.EJECTED_ALREADY, VpciFault.STALE), bus.faults());
  }

  @Test
  void completesAnEjectionOfAFunctionThatIsNotReady() {
    attachUpTo(2);
    bus.hear(new VpciMessage.Eject(0));
    bus.list();
    assertEquals(1, bus.said(VpciMessage.EjectionComplete.class).size());
    bus.answerAll();
    assertEquals(0, bus.count(VpciGuestEffect.InstallFunction.class));
    assertEquals(1, bus.count(VpciGuestEffect.BusInstalled.class));
  }

  @Test
  void ignoresEjectsOfUnknownSlots() {
    bus.install(A);
    bus.hear(new VpciMessage.Eject(5));
    bus.hear(new VpciMessage.Eject(-1));
    assertEquals(List.of(VpciFault.UNKNOWN_SLOT, VpciFault.UNKNOWN_SLOT), bus.faults());
    assertTrue(bus.sent.isEmpty());
  }

  @Test
  void doesNotTakeACountForASlot() {
    var inThree = function(3, 1);
    bus.install(inThree);
    bus.hear(new VpciMessage.BusRelations(true, List.of(inThree, function(4, 2), function(5, 3))));
    bus.answerAll();
    assertEquals(0, bus.count(VpciGuestEffect.DetachFunction.class));
    assertEquals(3, bus.guest.functions().size());
  }

  @Test
  void dropsShortAndHugeListsAndTakesTheNext() {
    bus.install();
    var two = new VpciMessage.BusRelations(false, List.of(A)).encode();
    two[4] = 2;
    bus.hear(two);
    var huge = new VpciMessage.BusRelations(false, List.of(A)).encode();
    huge[4] = (byte) 0xCD;
    huge[5] = (byte) 0xCC;
    huge[6] = (byte) 0xCC;
    huge[7] = 0x0C;
    bus.hear(huge);
    bus.hear(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    bus.hear(new VpciMessage.PowerOff());
    assertEquals(
        List.of(
            VpciFault.MALFORMED,
            VpciFault.MALFORMED,
            VpciFault.UNEXPECTED_MESSAGE,
            VpciFault.UNEXPECTED_MESSAGE),
        bus.faults());
    bus.list(A);
    bus.answerAll();
    assertEquals(1, bus.count(VpciGuestEffect.InstallFunction.class));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, -1, Long.MAX_VALUE})
  void dropsCompletionsOfNothing(long transaction) {
    attach();
    bus.guest(new VpciGuestEvent.Completion(transaction, VpciReply.status(VpciStatus.OK)));
    assertEquals(List.of(VpciFault.UNKNOWN_TRANSACTION), bus.faults());
    ok();
    assertInstanceOf(VpciGuestState.Phase.Listing.class, bus.guest.phase());
  }

  @Test
  void doesWithoutAFunctionWhoseResourcesAreUnknown() {
    attachUpTo(1);
    bus.list(A, B);
    bus.answer(new byte[8]);
    bus.answerAll();
    assertEquals(
        List.of(new VpciGuestEffect.FunctionFailed(0, VpciStatus.MISSING)),
        bus.every(VpciGuestEffect.FunctionFailed.class));
    assertEquals(1, bus.count(VpciGuestEffect.InstallFunction.class));
  }

  @Test
  void givesEverythingBackWhenItDetaches() {
    bus.install(A, B);
    bus.detachesAtOnce = false;
    bus.guest(new VpciGuestEvent.Detach());
    bus.list(function(2, 2));
    bus.hear(new VpciMessage.Eject(0));
    assertEquals(List.of(VpciFault.DETACHING, VpciFault.DETACHING), bus.faults());
    bus.guest(new VpciGuestEvent.FunctionDetached(1));
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    assertEquals(
        List.of(
            new VpciMessage.ResourcesReleased(1),
            new VpciMessage.ResourcesReleased(0),
            new VpciMessage.PowerOff()),
        bus.sent);
    ok();
    ended();
  }

  @Test
  void endsADetachThatIsNotAnswered() {
    bus.install();
    bus.guest(new VpciGuestEvent.Detach());
    bus.guest(
        new VpciGuestEvent.TimerElapsed(
            bus.every(VpciGuestEffect.StartTimer.class).getLast().timer()));
    ended();
    bus.guest(new VpciGuestEvent.Detach());
    bus.guest(new VpciGuestEvent.Revoked());
    assertEquals(1, bus.count(VpciGuestEffect.CloseChannel.class));
  }

  @Test
  void endsADetachThatARescindOvertakes() {
    bus.install();
    bus.guest(new VpciGuestEvent.Detach());
    bus.guest(new VpciGuestEvent.Revoked());
    ended();
  }

  @Test
  void refusesInterruptsOfFunctionsThatAreNotThere() {
    bus.install(A);
    bus.guest(new VpciGuestEvent.InterruptWanted(1, 33, 0));
    bus.guest(new VpciGuestEvent.InterruptWanted(0, 34, 0));
    long asked = bus.guest.interrupts().firstKey();
    bus.guest(new VpciGuestEvent.Completion(asked, new byte[8]));
    bus.guest(new VpciGuestEvent.InterruptWanted(0, 35, 0));
    bus.guest(new VpciGuestEvent.TimerElapsed(bus.guest.interrupts().firstKey()));
    assertEquals(
        List.of(VpciFault.UNKNOWN_SLOT, VpciFault.PROTOCOL, VpciFault.TIMEOUT),
        bus.every(VpciGuestEffect.InterruptFailed.class).stream()
            .map(VpciGuestEffect.InterruptFailed::fault)
            .toList());
  }
}
