package io.hnswitch.vmbus;

import io.hnswitch.id.NicId;
import io.hnswitch.vmbus.wire.ChannelId;

/**
 * What the VMBus of a guest understands, from the devices at both ends of its channels, on {@link
 * VmbusAddresses#bus}. Answered with an {@link io.hnswitch.control.Outcome} unless it says
 * otherwise.
 */
public sealed interface VmbusControl {

  /** Host: offer the channel of a NIC. Answered with {@link Offered} when the guest was told. */
  record OfferNic(NicId nic) implements VmbusControl {}

  /** Host: take an offer back, whatever state the channel is in. */
  record Rescind(ChannelId channel) implements VmbusControl {}

  /**
   * Host: where a GPADL is.
   *
   * <p>Answered with {@link Shared}; refused when the id is unknown or its pages are not
   * contiguous.
   */
  record Resolve(ChannelId channel, int gpadl) implements VmbusControl {}

  /**
   * Guest: open a channel with fresh rings of these sizes (control page included). Answered with
   * {@link Opened} after the host's device has accepted.
   */
  record Open(ChannelId channel, int transmitBytes, int receiveBytes) implements VmbusControl {}

  /** Guest: close a channel; its rings are gone when this is answered. */
  record Close(ChannelId channel) implements VmbusControl {}

  /** Guest: share whole pages of its memory with the host. Answered with {@link GpadlMade}. */
  record MakeGpadl(ChannelId channel, long address, long bytes) implements VmbusControl {}

  /** Guest: the host must not use these pages any more. */
  record TearGpadl(ChannelId channel, int gpadl) implements VmbusControl {}

  /** Answer to {@link OfferNic}. */
  record Offered(ChannelId channel) {}

  /** Answer to {@link Resolve}: contiguous memory of the guest. */
  record Shared(long address, long bytes) {}

  /** Answer to {@link Open}. */
  record Opened(ChannelEnd end, GuestMemory memory) {}

  /** Answer to {@link MakeGpadl}. */
  record GpadlMade(int gpadl) {}

  /**
   * What the guest's driver of a NIC hears, on {@link VmbusAddresses#guestDriver}. {@link LetGo} is
   * answered with an {@link io.hnswitch.control.Outcome}, the others are not answered.
   */
  sealed interface DriverEvent {
    /** A channel for it is there. */
    record ChannelOffered(ChannelId channel) implements DriverEvent {}

    /** Its channel is gone; whoever waits for something on it waits no longer. */
    record ChannelRescinded(ChannelId channel) implements DriverEvent {}

    /** Answered when the driver does not touch the rings of a rescinded channel any more. */
    record LetGo(ChannelId channel) implements DriverEvent {}

    /** The host interrupts: look at the rings. */
    record Interrupt() implements DriverEvent {}
  }

  /**
   * What the host's device of a NIC hears, on {@link VmbusAddresses#hostDevice}. {@link Opening}
   * and {@link Closed} are answered with an {@link io.hnswitch.control.Outcome}, {@link Interrupt}
   * is not.
   */
  sealed interface DeviceEvent {
    /** The guest opens the channel. */
    record Opening(ChannelId channel, ChannelEnd end, GuestMemory memory) implements DeviceEvent {}

    /**
     * The guest closed the channel, or its connection is gone: the rings must not be touched once
     * this is answered.
     */
    record Closed(ChannelId channel) implements DeviceEvent {}

    /** The guest interrupts: look at the rings. */
    record Interrupt() implements DeviceEvent {}
  }
}
