package io.hnswitch.vmbus;

import io.hnswitch.vmbus.wire.ControlMessage;
import io.hnswitch.vmbus.wire.VmbusVersion;

/**
 * The host's view of its connection with one guest: disconnected → connected → disconnecting → what
 * came next.
 */
public sealed interface HostConnection {

  /** No version is agreed. */
  record Disconnected() implements HostConnection {}

  /** A version is agreed. */
  record Connected(VmbusVersion version, boolean offersRequested) implements HostConnection {}

  /** Devices close their channels and let go of shared memory; then {@code next} is done. */
  record Disconnecting(Next next) implements HostConnection {}

  /** What waits for the end of the connection before. */
  sealed interface Next {
    /** Answer this request; a newer one replaces it. */
    record Answer(ControlMessage.InitiateContact request) implements Next {}

    /** Say that everything is unloaded. */
    record SayUnloaded() implements Next {}

    /** Say nothing: the guest is gone. */
    record Nothing() implements Next {}
  }
}
