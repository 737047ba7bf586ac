package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ChannelId;
import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpadlId;
import io.hnswitch.vmbus.wire.VmbusVersion;
import java.time.Duration;

/** What a guest's bus wants done. */
public sealed interface BusGuestEffect {

  /** Send a control message to the host on a message connection. */
  record Post(int connection, byte[] bytes) implements BusGuestEffect {}

  /** A version is agreed. */
  record Connected(VmbusVersion version) implements BusGuestEffect {}

  /** There is no connection: no version is agreed, or the host did not answer. */
  record ConnectFailed(String detail) implements BusGuestEffect {}

  /** Everything was given back. */
  record Disconnected() implements BusGuestEffect {}

  /** All devices that were there at first have attached. */
  record ScanCompleted() implements BusGuestEffect {}

  /** A brand-new channel: attach a driver; answered by {@code DeviceAttached}. */
  record AttachDevice(ChannelId channel, ControlMessage.Offer offer) implements BusGuestEffect {}

  /**
   * The host took a channel away: make that visible first, then end every wait on it. Sent before
   * any other effect of the rescind.
   */
  record ChannelRescinded(ChannelId channel) implements BusGuestEffect {}

  /** Detach the driver; answered by {@code DeviceDetached}. */
  record DetachDevice(ChannelId channel) implements BusGuestEffect {}

  /** Nothing is left of a channel. */
  record ChannelFreed(ChannelId channel) implements BusGuestEffect {}

  /** Let signals of the host reach the channel; before OPEN is sent. */
  record MapChannel(ChannelId channel, RingPair rings) implements BusGuestEffect {}

  /** No callback of the channel may run after this; before CLOSE is sent. */
  record UnmapChannel(ChannelId channel) implements BusGuestEffect {}

  /** Answer to {@code OpenChannel}. */
  record ChannelOpened(ChannelId channel, GpadlId gpadl, RingPair rings)
      implements BusGuestEffect {}

  /** Answer to {@code OpenChannel}; the fate is that of the memory for the rings. */
  record OpenFailed(ChannelId channel, OpenFault fault, int status, MemoryFate fate)
      implements BusGuestEffect {}

  /** The channel is closed; the fate is that of the memory of the rings. */
  record ChannelClosed(ChannelId channel, MemoryFate fate) implements BusGuestEffect {}

  /** Answer to {@code ShareMemory}. */
  record MemoryShared(ChannelId channel, long token, GpadlId gpadl) implements BusGuestEffect {}

  /** Answer to {@code ShareMemory}. */
  record ShareFailed(ChannelId channel, long token, OpenFault fault, int status, MemoryFate fate)
      implements BusGuestEffect {}

  /** A buffer came back, asked for or not. */
  record MemoryUnshared(ChannelId channel, GpadlId gpadl, long token, MemoryFate fate)
      implements BusGuestEffect {}

  /** Send {@code TimerElapsed} after that time, unless cancelled. */
  record StartTimer(int timer, Duration after) implements BusGuestEffect {}

  /** That timer is not wanted any more. */
  record CancelTimer(int timer) implements BusGuestEffect {}

  /** Something was ignored; count and log it. */
  record Ignored(ControlFault fault, String detail) implements BusGuestEffect {}
}
