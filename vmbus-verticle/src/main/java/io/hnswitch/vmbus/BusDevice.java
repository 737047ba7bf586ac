package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.vertx.core.Future;

/** A device on a guest's bus, both its ends, as the bus sees it. */
public interface BusDevice {

  /** The offer of the host; its channel number is chosen by the bus. */
  ControlMessage.Offer offer();

  /** Host: the bus has chosen the channel of the offer. */
  void numbered(ChannelId channel);

  /** Guest: a driver may attach; completes when it has, well or not. */
  Future<?> attach(ChannelId channel);

  /** Guest: the host took the channel away. */
  void rescinded(ChannelId channel);

  /** Guest: detach the driver; completes when it has let go of the channel. */
  Future<?> detach(ChannelId channel);

  /** Host: the guest opens the channel; fails when the device does not want that. */
  Future<?> opening(ChannelId channel, ChannelEnd end, GuestMemory memory);

  /** Host: the rings are not to be touched any more; completes when they are not. */
  Future<?> closed(ChannelId channel);

  /** Host: nothing is left of the channel. */
  void gone(ChannelId channel);

  void interruptHost();

  void interruptGuest();
}
