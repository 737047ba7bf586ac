package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpaRange;
import io.hnswitch.vmbus.wire.GpadlId;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.util.List;

/** What the host's end of a bus wants done. */
public sealed interface BusHostEffect {

  /** Send a control message to the guest. */
  record Post(byte[] bytes) implements BusHostEffect {}

  /** A version is agreed. */
  record Connected(VmbusVersion version) implements BusHostEffect {}

  /** The guest is gone, all channels are closed. */
  record Disconnected() implements BusHostEffect {}

  /** The device's channel has a number now. */
  record ChannelNumbered(ChannelId channel, ControlMessage.Offer offer) implements BusHostEffect {}

  /** The device is on the bus already. */
  record OfferRefused(ControlMessage.Offer offer) implements BusHostEffect {}

  /** Ask the device to open; answered by {@code OpenAccepted} or {@code OpenRefused}. */
  record OpenChannel(ChannelId channel, int attempt, RingPair rings, ControlMessage.Open request)
      implements BusHostEffect {}

  /** Ask the device to close, also while it opens; answered by {@code CloseDone}. */
  record CloseChannel(ChannelId channel) implements BusHostEffect {}

  /**
   * Ask whether this memory is the guest's; answered by {@code GpadlAccepted} or {@code …Rejected}.
   */
  record OfferGpadl(ChannelId channel, GpadlId gpadl, List<GpaRange> ranges)
      implements BusHostEffect {}

  /** Ask the device to let go of memory; answered by {@code GpadlReleased}. */
  record ReleaseGpadl(ChannelId channel, GpadlId gpadl) implements BusHostEffect {}

  /** The guest let go of a revoked channel; it no longer exists. */
  record ChannelGone(ChannelId channel) implements BusHostEffect {}

  /** Something was ignored; count and log it. */
  record Ignored(ControlFault fault, String detail) implements BusHostEffect {}
}
