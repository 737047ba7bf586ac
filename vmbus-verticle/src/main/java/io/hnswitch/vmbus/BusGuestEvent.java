package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.GpadlId;

/** What happens to a guest's bus. */
public sealed interface BusGuestEvent {

  /** Connect, and look for devices. */
  record Connect() implements BusGuestEvent {}

  /** Give everything back; devices were detached before, or lose their channels now. */
  record Disconnect() implements BusGuestEvent {}

  /** The host sent a control message. */
  record Message(byte[] bytes) implements BusGuestEvent {}

  /** The driver's attach ended, well or not. */
  record DeviceAttached(ChannelId channel) implements BusGuestEvent {}

  /** The driver's detach ended; it uses the channel no more. */
  record DeviceDetached(ChannelId channel) implements BusGuestEvent {}

  /**
   * A driver opens its channel.
   *
   * @param address of one zeroed piece of memory: transmit ring first, receive ring behind it
   * @param transmitBytes of the guest's ring, control page included
   * @param receiveBytes of the host's ring, control page included
   * @param targetVp where the host signals
   * @param userData for the device, up to 120 bytes
   */
  record OpenChannel(
      ChannelId channel,
      long address,
      long transmitBytes,
      long receiveBytes,
      int targetVp,
      byte[] userData)
      implements BusGuestEvent {}

  /** A driver closes its channel; a primary closes its sub-channels first. */
  record CloseChannel(ChannelId channel) implements BusGuestEvent {}

  /** A driver shares a buffer of whole pages; {@code token} comes back in the answer. */
  record ShareMemory(ChannelId channel, long token, long address, long bytes)
      implements BusGuestEvent {}

  /** A driver wants its buffer back. */
  record UnshareMemory(GpadlId gpadl) implements BusGuestEvent {}

  /** A timer that was started and not cancelled ran out. */
  record TimerElapsed(int timer) implements BusGuestEvent {}
}
