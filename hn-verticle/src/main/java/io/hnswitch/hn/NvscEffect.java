package io.hnswitch.hn;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.hn.nvs.NvsVersion;
import io.hnswitch.hn.rndis.NdisOffload;
import java.time.Duration;

/** What the shell does for a session; see {@link NvscSession}. */
sealed interface NvscEffect {

  /** Share the receive buffer of this many bytes. */
  record ShareReceiveBuffer(int bytes) implements NvscEffect {}

  /** Share the send buffer of this many bytes. */
  record ShareSendBuffer(int bytes) implements NvscEffect {}

  /**
   * Write an in-band packet.
   *
   * @param transaction of the request that this is; 0 when no answer is wanted
   */
  record SendNvs(byte[] message, long transaction) implements NvscEffect {}

  /** Write an RNDIS control message. */
  record SendRndis(byte[] message) implements NvscEffect {}

  /** Say so after a time, unless another one is armed or it is disarmed. */
  record ArmTimeout(Duration time, int attempt) implements NvscEffect {}

  /** No time runs any more. */
  record DisarmTimeout() implements NvscEffect {}

  /** The session is ready. */
  record Ready(Agreement agreement) implements NvscEffect {}

  /** It could not be set up, or broke. */
  record Failed(String reason) implements NvscEffect {}

  /** The host's VF association. */
  record Association(boolean allocated, int serial) implements NvscEffect {}

  /** The host fell back to the synthetic path by itself. */
  record SwitchedBack() implements NvscEffect {}

  /** The host's media status. */
  record Link(boolean connected) implements NvscEffect {}

  /** The media status changed; what it is now has to be asked. */
  record LinkIndicated() implements NvscEffect {}

  /** The host's network changes. */
  record NetworkChanged() implements NvscEffect {}

  /** A request has ended. */
  record Answered(NvscRequest request, boolean success, String detail) implements NvscEffect {}

  /** A message was not understood: counted, nothing else. */
  record Malformed(String detail) implements NvscEffect {}

  /**
   * What was agreed.
   *
   * @param sectionBytes of the send buffer; 0 when it is not used
   * @param sections how many
   * @param transferMax bytes in one transfer
   * @param packetsMax packets in one transfer
   * @param alignment of packets in a transfer
   */
  record Agreement(
      NvsVersion version,
      int mtu,
      MacAddress mac,
      NdisOffload offload,
      int sectionBytes,
      int sections,
      long transferMax,
      long packetsMax,
      int alignment) {}
}
