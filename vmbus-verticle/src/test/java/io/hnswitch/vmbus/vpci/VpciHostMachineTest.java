package io.hnswitch.vmbus.vpci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The host's checks: M8, P12–P16 of the vPCI reference. */
class VpciHostMachineTest {

  private final VpciHarness bus = new VpciHarness();

  @BeforeEach
  void open() {
    bus.host(new VpciHostEvent.ChannelOpened());
  }

  private int ask(VpciMessage message) {
    return ask(message.encode());
  }

  private int ask(byte[] payload) {
    int before = bus.everyOfHost(VpciHostEffect.Complete.class).size();
    bus.host(new VpciHostEvent.Packet(9, true, VpciHarness.padded(payload)));
    var all = bus.everyOfHost(VpciHostEffect.Complete.class);
    assertEquals(before + 1, all.size());
    assertEquals(9, all.getLast().transaction());
    return VpciReply.status(all.getLast().payload());
  }

  private void powered() {
    assertEquals(VpciStatus.OK, ask(new VpciMessage.QueryProtocolVersion(0x10004)));
    assertEquals(VpciStatus.OK, ask(new VpciMessage.PowerOn(0x2000)));
  }

  @Test
  void acceptsItsVersionsOnly() {
    assertEquals(VpciStatus.REVISION_MISMATCH, ask(new VpciMessage.QueryProtocolVersion(0x10000)));
    assertEquals(VpciStatus.REVISION_MISMATCH, ask(new VpciMessage.QueryProtocolVersion(-1)));
    assertEquals(VpciStatus.OK, ask(new VpciMessage.QueryProtocolVersion(0x10001)));
  }

  @Test
  void killsAChannelThatDoesNotBeginWithAVersion() {
    bus.host(new VpciHostEvent.Packet(1, true, new VpciMessage.QueryBusRelations().encode()));
    assertEquals(1, bus.everyOfHost(VpciHostEffect.KillChannel.class).size());
    bus.host(
        new VpciHostEvent.Packet(1, true, new VpciMessage.QueryProtocolVersion(0x10004).encode()));
    assertTrue(bus.everyOfHost(VpciHostEffect.Complete.class).isEmpty());
  }

  @Test
  void killsAChannelThatAsksForAVersionAgain() {
    powered();
    bus.host(
        new VpciHostEvent.Packet(1, true, new VpciMessage.QueryProtocolVersion(0x10004).encode()));
    assertEquals(
        VpciFault.WRONG_ORDER,
        bus.everyOfHost(VpciHostEffect.KillChannel.class).getFirst().fault());
    assertFalse(bus.host.isConfigReadable());
  }

  @Test
  void killsAChannelWithACorruptRing() {
    powered();
    bus.host(new VpciHostEvent.Violation("a completion"));
    assertInstanceOf(VpciHostState.Channel.Dead.class, bus.host.channel());
  }

  static List<VpciMessage> badRequests() {
    return List.of(
        new VpciMessage.QueryResourceRequirements(1),
        new VpciMessage.ResourcesAssigned(false, 1, 0),
        new VpciMessage.ResourcesAssigned(true, 0, 495),
        new VpciMessage.ResourcesAssigned(true, 0, 0xffffffffL),
        new VpciMessage.ResourcesReleased(2),
        new VpciMessage.CreateInterrupt(true, 1, 1, 0, 1, 0),
        new VpciMessage.CreateInterrupt(true, 0, 1, 0, 33, 0),
        new VpciMessage.CreateInterrupt(true, 0, 1, 0, 0, 0),
        new VpciMessage.CreateInterrupt(true, 0, 1, 2, 1, 0),
        new VpciMessage.DeleteInterrupt(0, new Msi(1, 99, 0)),
        new VpciMessage.PowerOn(0x2000),
        new VpciMessage.Eject(0),
        new VpciMessage.BusRelations(false, List.of()));
  }

  @ParameterizedTest
  @MethodSource("badRequests")
  void answersBadDataAndGoesOn(VpciMessage request) {
    powered();
    assertEquals(VpciStatus.BAD_DATA, ask(request));
    assertEquals(VpciStatus.OK, ask(new VpciMessage.ResourcesAssigned(true, 0, 494)));
  }

  @Test
  void answersBadDataToJunk() {
    powered();
    assertEquals(VpciStatus.BAD_DATA, ask(new byte[0]));
    assertEquals(VpciStatus.BAD_DATA, ask(new byte[] {4, 0, 0x49, 0x42, 9, 0, 0, 0}));
  }

  @Test
  void mapsPageAlignedWindowsOnly() {
    ask(new VpciMessage.QueryProtocolVersion(0x10004));
    assertEquals(VpciStatus.BAD_DATA, ask(new VpciMessage.PowerOn(0x2008)));
    assertEquals(VpciStatus.BAD_DATA, ask(new VpciMessage.PowerOn(0)));
    assertEquals(VpciStatus.BAD_DATA, ask(new VpciMessage.PowerOn(-4096)));
    assertEquals(VpciStatus.BAD_DATA, ask(new VpciMessage.ResourcesAssigned(true, 0, 0)));
    assertFalse(bus.host.isConfigReadable());
    assertEquals(VpciStatus.OK, ask(new VpciMessage.PowerOn(0x4000)));
    assertTrue(bus.host.isConfigReadable());
    assertEquals(VpciStatus.OK, ask(new VpciMessage.PowerOff()));
    assertFalse(bus.host.isConfigReadable());
  }

  @Test
  void limitsTheInterruptsOfAFunction() {
    powered();
    for (int i = 0; i < 494; i++) {
      assertEquals(VpciStatus.OK, ask(new VpciMessage.CreateInterrupt(true, 0, i, 0, 1, 0)));
    }
    assertEquals(VpciStatus.BAD_DATA, ask(new VpciMessage.CreateInterrupt(true, 0, 1, 0, 1, 0)));
    bus.host(new VpciHostEvent.ChannelClosed());
    assertEquals(494, bus.everyOfHost(VpciHostEffect.UnmapInterrupt.class).size());
  }

  @Test
  void answersOnlyWhoAsksForIt() {
    powered();
    int before = bus.everyOfHost(VpciHostEffect.Complete.class).size();
    bus.host(new VpciHostEvent.Packet(5, false, new VpciMessage.PowerOff().encode()));
    assertEquals(before, bus.everyOfHost(VpciHostEffect.Complete.class).size());
  }

  @Test
  void takesAFunctionBackThatNobodyUses() {
    bus.host(new VpciHostEvent.ChannelClosed());
    bus.host(new VpciHostEvent.EjectWanted());
    assertEquals(
        List.of(new VpciHostEffect.RescindChannel(true)),
        bus.everyOfHost(VpciHostEffect.RescindChannel.class));
  }

  @Test
  void rescindsAGuestThatHasNoVersionYet() {
    bus.host(new VpciHostEvent.EjectWanted());
    assertEquals(
        List.of(new VpciHostEffect.RescindChannel(false)),
        bus.everyOfHost(VpciHostEffect.RescindChannel.class));
    bus.host(new VpciHostEvent.EjectWanted());
    bus.host(new VpciHostEvent.FunctionLost());
    assertEquals(1, bus.everyOfHost(VpciHostEffect.RescindChannel.class).size());
  }
}
