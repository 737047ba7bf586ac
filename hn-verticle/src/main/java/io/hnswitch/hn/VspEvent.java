package io.hnswitch.hn;

import io.hnswitch.id.VfId;

/** What happens to the host's end of a session; see {@link VspSession}. */
sealed interface VspEvent {

  /** An in-band NVS message of the guest. */
  record NvsReceived(long transaction, boolean answerWanted, byte[] payload) implements VspEvent {}

  /** An RNDIS control message of the guest. */
  record RndisReceived(byte[] message) implements VspEvent {}

  /** A GPADL was looked up. */
  record Resolved(long address, long bytes) implements VspEvent {}

  /** A GPADL is not usable. */
  record Unresolved(String reason) implements VspEvent {}

  /** The host gave the NIC a VF. */
  record VfAssigned(VfId vf, int serial) implements VspEvent {}

  /** The host took it away. */
  record VfRemoved(boolean orderly) implements VspEvent {}

  /** The switch has moved the data path, or not. */
  record DatapathMoved(long fence, boolean vf) implements VspEvent {}

  /** The port's link. */
  record LinkChanged(boolean up) implements VspEvent {}
}
