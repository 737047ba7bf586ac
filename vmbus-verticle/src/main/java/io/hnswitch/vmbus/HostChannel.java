package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ControlMessage;
import java.util.UUID;

/**
 * A channel as its host sees it.
 *
 * @param offer the message that offers it
 * @param state see {@link State}
 */
public record HostChannel(ControlMessage.Offer offer, State state) {

  /** What makes a channel the same channel when it is offered again. */
  public record Key(UUID interfaceId, UUID instanceId, int subIndex) {}

  /**
   * Unoffered → Closed → Opening → Open → Closing → Closed; Closing → ClosingReopen when the guest
   * opens too early; from all of them → Revoked → gone, or → Reoffered → Closed.
   */
  public sealed interface State {
    /** The guest does not know it: offers were not requested, or it gave the channel back. */
    record Unoffered() implements State {}

    /** Offered. */
    record Closed() implements State {}

    /** The device was asked to open; {@code attempt} is echoed by its answer. */
    record Opening(ControlMessage.Open request, int attempt) implements State {}

    /** Both sides use the rings. */
    record Open(ControlMessage.Open request) implements State {}

    /** The device was asked to close; {@code released} when the guest gave the channel back. */
    record Closing(boolean released) implements State {}

    /** As closing, and the guest asked to open again. */
    record ClosingReopen(ControlMessage.Open request) implements State {}

    /** Rescinded; the number is free when the guest releases it. */
    record Revoked() implements State {}

    /** Rescinded, and offered again as soon as the guest releases it. */
    record Reoffered(ControlMessage.Offer offer) implements State {}
  }

  Key key() {
    return key(offer);
  }

  static Key key(ControlMessage.Offer offer) {
    return new Key(offer.interfaceId(), offer.instanceId(), offer.subIndex());
  }

  HostChannel in(State next) {
    return new HostChannel(offer, next);
  }

  /** Whether the host took it away and the guest has not let go. */
  boolean isRevoked() {
    return state instanceof State.Revoked || state instanceof State.Reoffered;
  }

  /** Whether the device still has to answer that it closed. */
  boolean isClosing() {
    return state instanceof State.Closing || state instanceof State.ClosingReopen;
  }
}
