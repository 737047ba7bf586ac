package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.GpadlId;

/**
 * A channel as its guest sees it.
 *
 * @param offer that made it
 * @param device how far the driver is
 * @param revoked the host took it away; never becomes false again
 * @param rings how far the rings are
 */
public record GuestChannel(
    ControlMessage.Offer offer, Device device, boolean revoked, Rings rings) {

  /** The driver of the channel: attaching → attached → detaching → detached. */
  public enum Device {
    ATTACHING,
    ATTACHED,
    DETACHING,
    DETACHED
  }

  /** Closed → Sharing → Opening → Open → TearingDown → Closed. */
  public sealed interface Rings {
    /** No rings. */
    record Closed() implements Rings {}

    /** The memory of the rings is being shared. */
    record Sharing(BusGuestEvent.OpenChannel request, GpadlId gpadl) implements Rings {}

    /** OPEN was sent. */
    record Opening(BusGuestEvent.OpenChannel request, GpadlId gpadl, int timer) implements Rings {}

    /** In use. */
    record Open(GpadlId gpadl) implements Rings {}

    /** The memory is being taken back, after a close. */
    record Closing(GpadlId gpadl) implements Rings {}

    /** The memory is being taken back, after an open that failed. */
    record Failing(GpadlId gpadl, OpenFault fault, int status) implements Rings {}
  }

  boolean isPrimary() {
    return offer.subIndex() == 0;
  }

  boolean isSameDevice(ControlMessage.Offer that) {
    return offer.interfaceId().equals(that.interfaceId())
        && offer.instanceId().equals(that.instanceId());
  }

  GuestChannel with(Rings next) {
    return new GuestChannel(offer, device, revoked, next);
  }

  GuestChannel with(Device next) {
    return new GuestChannel(offer, next, revoked, rings);
  }

  GuestChannel asRevoked() {
    return new GuestChannel(offer, device, true, rings);
  }
}
