package io.hnswitch.hn;

import io.hnswitch.hn.rndis.NdisOffloadParameters;
import io.hnswitch.hn.rndis.NdisRssParams;
import io.hnswitch.id.VfId;

/** What the shell does for the host's end of a session; see {@link VspSession}. */
sealed interface VspEffect {

  /** Write a completion packet. */
  record Complete(long transaction, byte[] payload) implements VspEffect {}

  /** Write an in-band packet by itself. */
  record Notify(long transaction, byte[] payload) implements VspEffect {}

  /** Write an RNDIS control message into the receive buffer. */
  record SendRndis(byte[] message) implements VspEffect {}

  /** Look a GPADL up; the answer is the next event. */
  record Resolve(int gpadl) implements VspEffect {}

  /** The receive buffer is there: cut it. */
  record UseReceiveBuffer(long address, long bytes) implements VspEffect {}

  /** The send buffer is there. */
  record UseSendBuffer(long address, long bytes) implements VspEffect {}

  /** The guest takes its buffers back. */
  record ForgetBuffers() implements VspEffect {}

  /** The guest may be sent frames from now on. */
  record Operational(int mtu) implements VspEffect {}

  /** What the guest wants to receive. */
  record Filter(int bits) implements VspEffect {}

  /** What the guest has enabled. */
  record Offloads(NdisOffloadParameters parameters) implements VspEffect {}

  /** How the guest wants its frames hashed. */
  record Rss(NdisRssParams parameters) implements VspEffect {}

  /** Send a fence to the switch that moves the data path. */
  record MoveDatapath(long fence, VfId vf, boolean toVf) implements VspEffect {}

  /** Move it back at once, without fences. */
  record ForceSynthetic(VfId vf) implements VspEffect {}

  /** The guest asked early: the VF device is to be offered now. */
  record OfferNow(VfId vf) implements VspEffect {}

  /** The guest broke the protocol: stop serving this channel until it is opened again. */
  record Fatal(String reason) implements VspEffect {}
}
