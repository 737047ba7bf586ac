package io.hnswitch.control;

import io.hnswitch.id.NicId;
import io.hnswitch.id.VfId;

/**
 * What the VMBus of a guest understands about PCI functions, on {@link
 * io.hnswitch.bus.Addresses#vpci}. The adapter asks; vPCI then talks to the guest over a channel of
 * its own and to the {@linkplain VfControl VF}.
 */
public sealed interface VpciControl {

  /**
   * Offers a vPCI bus with one function to the guest. Answered with an {@link Outcome} when the
   * offer is made.
   *
   * @param serial the descriptor's serial, as in the association message
   */
  record Offer(VfId vf, NicId nic, int serial, int vendor, int device) implements VpciControl {}

  /**
   * Asks the guest to let go (EJECT), for 60 s at most, then rescinds. The adapter is told {@link
   * AdapterControl.FunctionGone}.
   */
  record Eject(VfId vf) implements VpciControl {}

  /** Rescinds the bus at once. The adapter is told {@link AdapterControl.FunctionGone}. */
  record Rescind(VfId vf) implements VpciControl {}
}
