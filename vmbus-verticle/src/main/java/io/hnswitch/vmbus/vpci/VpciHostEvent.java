package io.hnswitch.vmbus.vpci;

/** What happens to the host's end of a vPCI bus. */
public sealed interface VpciHostEvent {

  /** The guest opened the channel. */
  record ChannelOpened() implements VpciHostEvent {}

  /** The guest closed the channel. */
  record ChannelClosed() implements VpciHostEvent {}

  /**
   * The guest sent an in-band packet.
   *
   * @param answered whether it wants a completion
   */
  record Packet(long transaction, boolean answered, byte[] payload) implements VpciHostEvent {}

  /** The guest sent a packet that is no in-band packet, or its ring is corrupt. */
  record Violation(String detail) implements VpciHostEvent {}

  /** The function is wanted back in order. */
  record EjectWanted() implements VpciHostEvent {}

  /** The function is gone, by surprise. */
  record FunctionLost() implements VpciHostEvent {}

  /** A timer that was started and not cancelled ran out. */
  record TimerElapsed(int timer) implements VpciHostEvent {}
}
