package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offers, rescinds and releases: O1–O6, R1–R7, S1 of the VMBus reference. */
class BusOfferTest {

  private final BusHarness bus = new BusHarness();

  private boolean has(Class<? extends BusGuestEffect> effect) {
    return !BusHarness.every(bus.guestEffects, effect).isEmpty();
  }

  private long released(ChannelId channel) {
    return bus.toHostLog.stream().filter(("RELID_RELEASED channel=" + channel)::equals).count();
  }

  @Test
  void takesOnlyUsableNumbers() {
    bus.connect();
    bus.hear(BusHarness.offer(1, 0, 0));
    bus.hear(BusHarness.offer(2, 0, 2048));
    bus.hear(BusHarness.offer(3, 0, 5));
    assertEquals(List.of(new ChannelId(5)), List.copyOf(bus.guest.channels().keySet()));
    assertEquals(
        List.of(ControlFault.BAD_CHANNEL_ID, ControlFault.BAD_CHANNEL_ID), bus.guestFaults());
    assertEquals(1, released(new ChannelId(2048)), "the host may use it again");
  }

  @Test
  void refusesASecondPrimary() {
    bus.connect();
    bus.hear(BusHarness.offer(1, 0, 5));
    bus.hear(BusHarness.offer(1, 0, 6));
    assertEquals(List.of(ControlFault.DUPLICATE_PRIMARY), bus.guestFaults());
    assertTrue(bus.guest.channels().containsKey(new ChannelId(5)));
    assertEquals(1, released(new ChannelId(6)));
  }

  @Test
  void refusesAnOfferWithALiveNumberWithoutReleasingIt() {
    bus.connect();
    bus.hear(BusHarness.offer(1, 0, 5));
    bus.hear(BusHarness.offer(2, 0, 5));
    assertEquals(List.of(ControlFault.CHANNEL_ID_IN_USE), bus.guestFaults());
    assertEquals(0, released(new ChannelId(5)));
  }

  @Test
  void takesSubchannelsOnlyAfterTheirPrimary() {
    bus.connect();
    bus.hear(BusHarness.offer(1, 1, 6));
    assertEquals(List.of(ControlFault.ORPHAN_SUBCHANNEL), bus.guestFaults());
    bus.hear(BusHarness.offer(1, 0, 5));
    bus.hear(BusHarness.offer(1, 1, 6));
    bus.hear(BusHarness.offer(1, 1, 7));
    assertEquals(2, bus.guest.channels().size());
    assertEquals(2, bus.guestFaults().size(), "the same sub-channel twice");
  }

  @Test
  void completesTheScanAfterAllDevicesAttached() {
    bus.attachesAtOnce = false;
    var channels = List.of(bus.offer(1, 0), bus.offer(2, 0), bus.offer(3, 0));
    bus.connect();
    for (var channel : channels) {
      assertFalse(has(BusGuestEffect.ScanCompleted.class));
      bus.guest(new BusGuestEvent.DeviceAttached(channel));
    }
    assertTrue(has(BusGuestEffect.ScanCompleted.class));
  }

  @Test
  void completesAnEmptyScan() {
    bus.connect();
    assertTrue(has(BusGuestEffect.ScanCompleted.class));
  }

  @Test
  void offersOnlyOnce() {
    bus.offer(1, 0);
    bus.connect();
    int offers = bus.toGuestLog.size();
    bus.say(new ControlMessage.RequestOffers());
    assertEquals(offers, bus.toGuestLog.size());
    assertEquals(List.of(ControlFault.OFFERS_REQUESTED_ALREADY), bus.hostFaults());
  }

  @Test
  void attachesHotAddedDevices() {
    bus.connect();
    var channel = bus.offer(1, 0);
    assertEquals(
        channel, BusHarness.last(bus.guestEffects, BusGuestEffect.AttachDevice.class).channel());
    assertEquals(1, BusHarness.every(bus.guestEffects, BusGuestEffect.ScanCompleted.class).size());
  }

  @Test
  void refusesToOfferADeviceTwice() {
    bus.offer(1, 0);
    bus.host(new BusHostEvent.OfferChannel(BusHarness.offer(1, 0, 0)));
    BusHarness.last(bus.hostEffects, BusHostEffect.OfferRefused.class);
    assertEquals(1, bus.host.channels().size());
  }

  @Test
  void ignoresRescindsOfUnknownChannels() {
    var channel = bus.offer(1, 0);
    bus.connect();
    for (int id : new int[] {0, 9, 2048, -1}) {
      bus.hear(new ControlMessage.Rescind(new ChannelId(id)));
    }
    assertEquals(4, bus.guestFaults().size());
    bus.open(channel);
    assertTrue(has(BusGuestEffect.ChannelOpened.class));
  }

  @Test
  void releasesARescindedChannelLast() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.open(channel);
    int before = bus.toHostLog.size();
    bus.rescind(channel);
    assertEquals(
        List.of("CLOSE", "GPADL_TEARDOWN", "RELID_RELEASED"),
        BusHarness.names(bus.toHostLog.subList(before, bus.toHostLog.size())));
    BusHarness.last(bus.guestEffects, BusGuestEffect.ChannelFreed.class);
    assertEquals(
        MemoryFate.FREE,
        BusHarness.last(bus.guestEffects, BusGuestEffect.ChannelClosed.class).fate());
    BusHarness.last(bus.hostEffects, BusHostEffect.ChannelGone.class);
    assertTrue(bus.host.channels().isEmpty() && bus.host.gpadls().isEmpty());
    assertTrue(bus.guest.channels().isEmpty());
    assertTrue(bus.hostFaults().isEmpty(), () -> bus.hostFaults().toString());
  }

  @Test
  void showsTheRescindBeforeAnyWaiterWakes() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.opensAtOnce = false;
    bus.open(channel);
    int before = bus.guestEffects.size();
    bus.rescind(channel);
    assertEquals(new BusGuestEffect.ChannelRescinded(channel), bus.guestEffects.get(before));
  }

  @Test
  void offersAgainOnlyAfterTheRelease() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.detachesAtOnce = false;
    bus.rescind(channel);
    int before = bus.toGuestLog.size();
    assertEquals(channel, bus.offer(1, 0));
    assertEquals(before, bus.toGuestLog.size());
    bus.guest(new BusGuestEvent.DeviceDetached(channel));
    bus.settle();
    assertEquals(List.of("OFFER"), BusHarness.names(bus.toGuestLog.subList(before, before + 1)));
    assertEquals(2, BusHarness.every(bus.guestEffects, BusGuestEffect.AttachDevice.class).size());
    bus.open(channel);
    assertTrue(has(BusGuestEffect.ChannelOpened.class));
  }

  @Test
  void detachesOnlyAfterTheAttachEnded() {
    bus.attachesAtOnce = false;
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.rescind(channel);
    assertTrue(has(BusGuestEffect.ChannelRescinded.class));
    assertFalse(has(BusGuestEffect.DetachDevice.class));
    bus.guest(new BusGuestEvent.DeviceAttached(channel));
    bus.settle();
    assertTrue(has(BusGuestEffect.DetachDevice.class));
    assertEquals(1, released(channel));
  }

  @Test
  void ignoresASecondRescind() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.detachesAtOnce = false;
    bus.rescind(channel);
    bus.hear(new ControlMessage.Rescind(channel));
    assertEquals(List.of(ControlFault.UNKNOWN_CHANNEL), bus.guestFaults());
    bus.guest(new BusGuestEvent.DeviceDetached(channel));
    bus.hear(new ControlMessage.Rescind(channel));
    bus.settle();
    assertEquals(1, released(channel));
    assertEquals(1, BusHarness.every(bus.guestEffects, BusGuestEffect.DetachDevice.class).size());
  }

  @Test
  void refusesToReleaseAChannelThatIsOpening() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.opensAtOnce = false;
    bus.open(channel);
    var state = bus.host.channels();
    bus.say(new ControlMessage.RelidReleased(channel));
    bus.say(new ControlMessage.RelidReleased(new ChannelId(99)));
    assertEquals(
        List.of(ControlFault.NOT_RELEASABLE, ControlFault.UNKNOWN_CHANNEL), bus.hostFaults());
    assertEquals(state, bus.host.channels());
  }

  @Test
  void keepsAReleasedChannelForTheNextConnection() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.say(new ControlMessage.RelidReleased(channel));
    bus.say(new ControlMessage.RelidReleased(channel));
    assertEquals(List.of(ControlFault.UNKNOWN_CHANNEL), bus.hostFaults());
    assertTrue(bus.host.channels().containsKey(channel));
  }

  @Test
  void revokesWithoutAWordWhatWasNeverOffered() {
    var channel = bus.offer(1, 0);
    bus.rescind(channel);
    assertTrue(bus.toGuestLog.isEmpty());
    assertTrue(bus.host.channels().isEmpty());
  }

  @Test
  void detachesSubchannelsBeforeTheirPrimary() {
    var primary = bus.offer(1, 0);
    bus.connect();
    bus.attachesAtOnce = false;
    bus.detachesAtOnce = false;
    var sub = bus.offer(1, 1);
    bus.rescind(sub);
    bus.rescind(primary);
    assertFalse(has(BusGuestEffect.DetachDevice.class), "the sub-channel still attaches");
    bus.guest(new BusGuestEvent.DeviceAttached(sub));
    assertEquals(
        List.of(new BusGuestEffect.DetachDevice(sub)),
        BusHarness.every(bus.guestEffects, BusGuestEffect.DetachDevice.class));
    bus.guest(new BusGuestEvent.DeviceDetached(sub));
    assertEquals(
        new BusGuestEffect.DetachDevice(primary),
        BusHarness.last(bus.guestEffects, BusGuestEffect.DetachDevice.class));
    bus.guest(new BusGuestEvent.DeviceDetached(primary));
    bus.settle();
    assertTrue(bus.host.channels().isEmpty());
  }

  @Test
  void survivesTheLossOfTheGuest() {
    var channel = bus.offer(1, 0);
    bus.connect();
    bus.open(channel);
    int before = bus.toGuestLog.size();
    bus.host(new BusHostEvent.GuestLost());
    assertEquals(before, bus.toGuestLog.size());
    BusHarness.last(bus.hostEffects, BusHostEffect.Disconnected.class);
    assertTrue(bus.host.gpadls().isEmpty());
  }
}
