package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpadlId;

/** What happens to the host's end of a bus. */
public sealed interface BusHostEvent {

  /** The guest sent a control message. */
  record Message(byte[] bytes) implements BusHostEvent {}

  /** A device wants a channel; the number in the offer is replaced by the bus. */
  record OfferChannel(ControlMessage.Offer offer) implements BusHostEvent {}

  /** A device takes its channel away; it uses the rings no more. */
  record RevokeChannel(ChannelId channel) implements BusHostEvent {}

  /** The device opened its end of the rings. */
  record OpenAccepted(ChannelId channel, int attempt) implements BusHostEvent {}

  /** The device could not open; the status, not 0, goes to the guest. */
  record OpenRefused(ChannelId channel, int attempt, int status) implements BusHostEvent {}

  /** The device closed its end of the rings. */
  record CloseDone(ChannelId channel) implements BusHostEvent {}

  /** The device took the memory that was shared. */
  record GpadlAccepted(GpadlId gpadl) implements BusHostEvent {}

  /** The memory does not belong to the guest, or the device does not want it. */
  record GpadlRejected(GpadlId gpadl) implements BusHostEvent {}

  /** The device uses the memory no more. */
  record GpadlReleased(GpadlId gpadl) implements BusHostEvent {}

  /** The guest is gone without a word. */
  record GuestLost() implements BusHostEvent {}
}
