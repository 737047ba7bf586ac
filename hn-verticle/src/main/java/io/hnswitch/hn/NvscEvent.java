package io.hnswitch.hn;

/** What happens to the guest's end of a session; see {@link NvscSession}. */
sealed interface NvscEvent {

  /** The channel is open: begin. */
  record ChannelOpen() implements NvscEvent {}

  /** The receive buffer is shared; its GPADL. */
  record ReceiveBufferShared(int gpadl) implements NvscEvent {}

  /** The send buffer is shared; its GPADL. */
  record SendBufferShared(int gpadl) implements NvscEvent {}

  /** A completion packet came with an id that {@link NvscWire.isRequest} knows. */
  record NvsCompleted(long transaction, byte[] payload) implements NvscEvent {}

  /** An in-band NVS message came. */
  record NvsNotified(byte[] payload) implements NvscEvent {}

  /** An RNDIS message other than a packet came. */
  record RndisReceived(byte[] message) implements NvscEvent {}

  /** The time for the outstanding request is over. */
  record TimedOut(int attempt) implements NvscEvent {}

  /** The channel was rescinded or closed. */
  record ChannelGone(String reason) implements NvscEvent {}

  /** Do something once the session is ready and nothing is outstanding. */
  record Ask(NvscRequest request) implements NvscEvent {}
}
