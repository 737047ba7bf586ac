package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions, unloading and junk: V1–V5, U1, U2 of the VMBus reference. */
class BusConnectTest {

  private static BusHarness bus(VmbusVersion hostMax, List<VmbusVersion> guestVersions) {
    return new BusHarness(
        new BusHostState.Config(hostMax, 77, 1000),
        new BusGuestState.Config(guestVersions, Duration.ofSeconds(10), Duration.ofMillis(200)));
  }

  @Test
  void agreesOnTheHighestCommonVersion() {
    var bus = bus(VmbusVersion.V2_4, VmbusVersion.FREEBSD_2017);
    bus.connect();
    assertEquals(
        List.of("INITIATE_CONTACT version=3.0", "INITIATE_CONTACT version=2.4", "REQUEST_OFFERS"),
        bus.toHostLog);
    assertEquals(
        VmbusVersion.V2_4,
        assertInstanceOf(GuestConnection.Connected.class, bus.guest.connection()).version());
  }

  @Test
  void failsWhenTheHostRefusesEverything() {
    var bus = bus(VmbusVersion.V0_13, VmbusVersion.FREEBSD_2017.subList(0, 3));
    bus.connect();
    assertEquals(3, bus.toHostLog.size());
    BusHarness.last(bus.guestEffects, BusGuestEffect.ConnectFailed.class);
    assertInstanceOf(GuestConnection.Idle.class, bus.guest.connection());
    assertTrue(bus.toHostLog.stream().noneMatch("REQUEST_OFFERS"::equals));
  }

  @Test
  void triesVersionsInTheOrderOfTheList() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.FREEBSD_2017);
    bus.hostIsDeaf = true;
    bus.connect();
    for (int i = 0; i < 4; i++) {
      bus.hear(new ControlMessage.VersionResponse(false, 0, 0));
      bus.settle();
    }
    assertEquals(
        List.of("3.0", "2.4", "1.1", "0.13"),
        bus.toHostLog.stream().map(line -> line.split("=")[1]).toList());
    BusHarness.last(bus.guestEffects, BusGuestEffect.ConnectFailed.class);
  }

  @Test
  void movesToTheConnectionThatTheHostNames() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    bus.connect();
    assertEquals(List.of(4, 77), bus.connections);
  }

  @Test
  void staysOnConnectionOneBelowFive() {
    var bus = bus(VmbusVersion.V4_1, VmbusVersion.ALL_DESCENDING);
    bus.connect();
    assertEquals(List.of(4, 4, 4, 4, 1, 1), bus.connections);
  }

  @Test
  void resetsEverythingWhenTheGuestConnectsAgain() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.open(channel);
    bus.closesAtOnce = false;
    bus.takesMemoryAtOnce = false;
    var request = new ControlMessage.InitiateContact(0x50003, 0, 2, 0, 0);
    int answers = bus.toGuestLog.size();
    bus.say(request);
    bus.say(new ControlMessage.RequestOffers());
    assertEquals(List.of(ControlFault.NOT_CONNECTED), bus.hostFaults());
    bus.host(new BusHostEvent.CloseDone(channel));
    var release = BusHarness.last(bus.hostEffects, BusHostEffect.ReleaseGpadl.class);
    assertEquals(answers, bus.toGuestLog.size(), "memory is given back before the answer");
    bus.host(new BusHostEvent.GpadlReleased(release.gpadl()));
    assertEquals(
        List.of("VERSION_RESPONSE"),
        BusHarness.names(bus.toGuestLog.subList(answers, answers + 1)));
    assertTrue(bus.host.gpadls().isEmpty());
    assertEquals(new HostChannel.State.Unoffered(), bus.host.channels().get(channel).state());
  }

  @Test
  void refusesOneMonitorPageWithoutTheOther() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    bus.say(new ControlMessage.InitiateContact(0x30000, 0, 0, 0x1000, 0));
    assertEquals(List.of("VERSION_RESPONSE supported=true state=2 word=0x0"), bus.toGuestLog);
    bus.say(new ControlMessage.InitiateContact(0x10001, 0, 0, 0, 0x1000));
    assertEquals("VERSION_RESPONSE supported=false state=0 word=0x0", bus.toGuestLog.getLast());
    assertInstanceOf(HostConnection.Disconnected.class, bus.host.connection());
  }

  @Test
  void refusesVersionsItDoesNotKnow() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    bus.say(new ControlMessage.InitiateContact(0x60000, 0, 2, 0, 0));
    bus.say(new ControlMessage.InitiateContact(-1, 0, 2, 0, 0));
    assertTrue(bus.toGuestLog.stream().allMatch(line -> line.contains("supported=false")));
  }

  @Test
  void failsWhenTheHostIsSilent() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    bus.hostIsDeaf = true;
    bus.connect();
    bus.elapse();
    assertEquals(1, bus.toHostLog.size(), "a timeout ends the whole loop");
    BusHarness.last(bus.guestEffects, BusGuestEffect.ConnectFailed.class);
  }

  @Test
  void failsWhenTheHostReportsAFailure() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    bus.hostIsDeaf = true;
    bus.connect();
    bus.hear(new ControlMessage.VersionResponse(true, 1, 0));
    BusHarness.last(bus.guestEffects, BusGuestEffect.ConnectFailed.class);
  }

  @Test
  void unloadsAfterEverythingIsGivenBack() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    var a = bus.offer(1, 0);
    var b = bus.offer(2, 0);
    bus.connect();
    bus.open(a);
    bus.open(b);
    bus.guest(new BusGuestEvent.Disconnect());
    bus.settle();
    assertEquals("UNLOAD_COMPLETE", bus.toGuestLog.getLast());
    assertEquals(2, BusHarness.every(bus.hostEffects, BusHostEffect.CloseChannel.class).size());
    assertEquals(2, BusHarness.every(bus.hostEffects, BusHostEffect.ReleaseGpadl.class).size());
    assertEquals(
        List.of(MemoryFate.FREE, MemoryFate.FREE),
        BusHarness.every(bus.guestEffects, BusGuestEffect.ChannelClosed.class).stream()
            .map(BusGuestEffect.ChannelClosed::fate)
            .toList());
    assertTrue(bus.guest.channels().isEmpty());
    bus.connect();
    assertEquals(2, bus.guest.channels().size());
  }

  @Test
  void leaksMemoryWhenUnloadIsNotAnswered() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    var a = bus.offer(1, 0);
    bus.connect();
    bus.open(a);
    bus.hostIsDeaf = true;
    bus.guest(new BusGuestEvent.Disconnect());
    bus.elapse();
    assertEquals(
        MemoryFate.LEAKED,
        BusHarness.last(bus.guestEffects, BusGuestEffect.ChannelClosed.class).fate());
    assertInstanceOf(GuestConnection.Idle.class, bus.guest.connection());
  }

  @Test
  void dropsJunkAndGoesOn() {
    var bus = bus(VmbusVersion.V5_3, VmbusVersion.ALL_DESCENDING);
    bus.offer(1, 0);
    bus.connect();
    var shortOpen = Arrays.copyOf(new ControlMessage.Close(new ChannelId(1)).encode(), 20);
    shortOpen[0] = 5;
    bus.host(new BusHostEvent.Message(new byte[241]));
    bus.host(new BusHostEvent.Message(shortOpen));
    bus.host(new BusHostEvent.Message(new byte[] {24, 0, 0, 0, 0, 0, 0, 0}));
    bus.say(new ControlMessage.Rescind(new ChannelId(1)));
    bus.guest(new BusGuestEvent.Message(new byte[241]));
    bus.guest(new BusGuestEvent.Message(new byte[3]));
    bus.hear(new ControlMessage.Close(new ChannelId(1)));
    bus.hear(new ControlMessage.VersionResponse(true, 0, 0));
    assertEquals(
        List.of(
            ControlFault.MALFORMED,
            ControlFault.MALFORMED,
            ControlFault.UNKNOWN_TYPE,
            ControlFault.WRONG_DIRECTION),
        bus.hostFaults());
    assertEquals(
        List.of(
            ControlFault.MALFORMED,
            ControlFault.MALFORMED,
            ControlFault.WRONG_DIRECTION,
            ControlFault.STALE),
        bus.guestFaults());
    bus.open(new ChannelId(1));
    BusHarness.last(bus.guestEffects, BusGuestEffect.ChannelOpened.class);
  }
}
