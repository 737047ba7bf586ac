package io.hnswitch.vmbus;

import io.hnswitch.bus.Address;
import io.hnswitch.id.NicId;
import io.hnswitch.vmbus.wire.ChannelId;

/** The addresses of this module. */
public final class VmbusAddresses {

  private VmbusAddresses() {}

  /** The VMBus of a guest. */
  public static Address<VmbusControl> bus(String guest) {
    return new Address<>("hnswitch.i.vmbus." + guest, VmbusControl.class);
  }

  /** The guest's driver of a NIC (hn). */
  public static Address<VmbusControl.DriverEvent> guestDriver(NicId nic) {
    return new Address<>(
        "hnswitch.i.vmbus." + nic.guest() + ".driver." + nic.nic(), VmbusControl.DriverEvent.class);
  }

  /** The host's device of a NIC (netvsp). */
  public static Address<VmbusControl.DeviceEvent> hostDevice(NicId nic) {
    return new Address<>(
        "hnswitch.i.vmbus." + nic.guest() + ".device." + nic.nic(), VmbusControl.DeviceEvent.class);
  }

  /** An open channel: who wants to interrupt the other end says so here. */
  public static Address<ChannelControl> channel(String guest, ChannelId channel) {
    return new Address<>(
        "hnswitch.i.vmbus." + guest + ".channel." + channel.value(), ChannelControl.class);
  }
}
