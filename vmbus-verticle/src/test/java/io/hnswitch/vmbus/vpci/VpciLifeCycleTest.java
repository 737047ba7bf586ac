package io.hnswitch.vmbus.vpci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends of a vPCI bus, from arrival to departure: D1–D5 of the vPCI reference. */
class VpciLifeCycleTest {

  private VpciHarness bus = new VpciHarness();

  private void ended() {
    assertInstanceOf(VpciGuestState.Phase.Ended.class, bus.guest.phase());
    assertEquals(1, bus.count(VpciGuestEffect.ReleaseWindow.class));
    assertEquals(1, bus.count(VpciGuestEffect.CloseChannel.class));
    assertFalse(bus.host.isConfigReadable());
  }

  private void wantInterrupts(int vectors) {
    for (int i = 0; i < vectors; i++) {
      bus.guest(new VpciGuestEvent.InterruptWanted(0, 48 + i, i));
    }
    bus.settle();
    assertEquals(vectors, bus.count(VpciGuestEffect.InterruptCreated.class));
  }

  @ParameterizedTest
  @EnumSource(VpciVersion.class)
  void installsTheFunction(VpciVersion version) {
    bus = new VpciHarness(List.of(version));
    bus.attach();
    boolean common = VpciVersion.FREEBSD.contains(version);
    assertEquals(common ? 1 : 0, bus.count(VpciGuestEffect.BusInstalled.class));
    assertEquals(
        common
            ? List.of(new VpciGuestEffect.InstallFunction(VpciHarness.VF, VpciHarness.BARS))
            : List.of(),
        bus.every(VpciGuestEffect.InstallFunction.class));
    assertEquals(7, VpciHarness.VF.domain());
    assertEquals(common, bus.host.isConfigReadable());
    if (common) {
      wantInterrupts(2);
    }
  }

  @Test
  void leavesInOrder() {
    bus.attach();
    wantInterrupts(4);
    bus.forget();
    bus.detachesAtOnce = false;
    bus.host(new VpciHostEvent.EjectWanted());
    bus.host(new VpciHostEvent.EjectWanted());
    assertEquals(
        List.of(new VpciGuestEffect.DetachFunction(0, false)),
        bus.every(VpciGuestEffect.DetachFunction.class));
    assertTrue(bus.sent.isEmpty(), "nothing is said before the function is detached");
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    assertEquals(4, bus.said(VpciMessage.DeleteInterrupt.class).size());
    assertEquals(new VpciMessage.EjectionComplete(0, 0), bus.sent.getLast());
    bus.settle();
    assertEquals(4, bus.everyOfHost(VpciHostEffect.UnmapInterrupt.class).size());
    assertEquals(
        List.of(new VpciHostEffect.RescindChannel(true)),
        bus.everyOfHost(VpciHostEffect.RescindChannel.class));
    assertEquals(1, bus.everyOfHost(VpciHostEffect.CancelTimer.class).size());
    ended();
  }

  @Test
  void isRescindedWhenTheDriverHangs() {
    bus.attach();
    bus.detachesAtOnce = false;
    bus.host(new VpciHostEvent.EjectWanted());
    var timer = bus.everyOfHost(VpciHostEffect.StartTimer.class).getFirst();
    assertEquals(VpciHostState.Config.EJECT_WAIT, timer.after());
    int said = bus.sent.size();
    bus.host(new VpciHostEvent.TimerElapsed(timer.timer()));
    assertEquals(
        List.of(new VpciHostEffect.RescindChannel(false)),
        bus.everyOfHost(VpciHostEffect.RescindChannel.class));
    assertInstanceOf(VpciGuestState.Phase.Detaching.class, bus.guest.phase());
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    assertEquals(said, bus.sent.size(), "nothing is sent on a dead channel");
    ended();
    bus.host(new VpciHostEvent.TimerElapsed(timer.timer()));
    assertEquals(1, bus.everyOfHost(VpciHostEffect.RescindChannel.class).size());
  }

  @Test
  void leavesBySurprise() {
    bus.attach();
    bus.detachesAtOnce = false;
    bus.forget();
    bus.host(new VpciHostEvent.FunctionLost());
    assertFalse(bus.host.isConfigReadable());
    assertEquals(
        List.of(
            new VpciGuestEffect.InvalidateConfig(), new VpciGuestEffect.DetachFunction(0, true)),
        bus.guestEffects);
    bus.guest(new VpciGuestEvent.FunctionDetached(0));
    assertTrue(bus.sent.isEmpty());
    ended();
  }

  @Test
  void unmapsTheWindowBeforeTheGuestLearnsOfTheRescind() {
    bus.attach();
    bus.host(new VpciHostEvent.FunctionLost());
    int unmapped = bus.hostEffects.indexOf(new VpciHostEffect.UnmapWindow(VpciHarness.WINDOW));
    int rescinded = bus.hostEffects.indexOf(new VpciHostEffect.RescindChannel(false));
    assertTrue(unmapped >= 0 && unmapped < rescinded);
    bus.host(new VpciHostEvent.Packet(1, true, new VpciMessage.PowerOff().encode()));
    assertEquals(
        VpciFault.REVOKED, bus.everyOfHost(VpciHostEffect.Ignored.class).getLast().fault());
  }

  @Test
  void comesBackAfterTheDriverWasDetached() {
    bus.attach();
    bus.guest(new VpciGuestEvent.Detach());
    bus.settle();
    ended();
    bus.host(new VpciHostEvent.ChannelClosed());
    assertEquals(1, bus.everyOfHost(VpciHostEffect.FunctionReleased.class).size());
    bus.guest = VpciGuestState.initial(bus.guest.config());
    bus.attach();
    assertEquals(2, bus.count(VpciGuestEffect.InstallFunction.class));
  }

  @Test
  void takesEverythingBackWhenTheChannelIsOpenedAnew() {
    bus.attach();
    wantInterrupts(3);
    bus.host(new VpciHostEvent.ChannelOpened());
    assertFalse(bus.host.isConfigReadable());
    assertEquals(3, bus.everyOfHost(VpciHostEffect.UnmapInterrupt.class).size());
    assertEquals(1, bus.everyOfHost(VpciHostEffect.FunctionReleased.class).size());
    assertEquals(1, bus.everyOfHost(VpciHostEffect.UnmapWindow.class).size());
  }
}
