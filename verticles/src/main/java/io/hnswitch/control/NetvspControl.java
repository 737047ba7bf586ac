package io.hnswitch.control;

import io.hnswitch.id.VfId;

/**
 * What the host's end of an hn channel (netvsp, the VSP) understands, on {@link
 * io.hnswitch.bus.Addresses#netvsp}. Answered with an {@link Outcome} unless it says otherwise.
 */
public sealed interface NetvspControl {

  /** Answered with a {@link NetvspView}. */
  record Describe() implements NetvspControl {}

  /** The host gave this NIC a VF: tell the guest (association, NVS 128) when it can hear it. */
  record VfAssigned(VfId vf, int serial) implements NetvspControl {}

  /**
   * The host took the VF away.
   *
   * @param orderly true when the guest has already let go of it; otherwise the data path is forced
   *     to synthetic and the guest is told (NVS 129, then 128)
   */
  record VfRemoved(VfId vf, boolean orderly) implements NetvspControl {}

  /** The port's link, which the guest is told by an RNDIS indication. */
  record SetLink(boolean up) implements NetvspControl {}
}
