package io.hnswitch.sim;

import io.hnswitch.control.AdapterControl.How;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.OffloadCaps;
import java.time.Duration;

/** What the outside does to the lab in one moment. */
sealed interface Act {

  /** The host gives the NIC a VF. */
  record Attach(NicId nic) implements Act {}

  /** The host takes the NIC's VF away. */
  record Detach(NicId nic, How how) implements Act {}

  /** The operator brings hn up or down. */
  record Up(NicId nic, boolean up) implements Act {}

  record Mtu(NicId nic, int mtu) implements Act {}

  record Offloads(NicId nic, OffloadCaps enabled) implements Act {}

  /** Datagrams between the guests. */
  record Flow(NicId from, NicId to, int pps, int count) implements Act {}

  /** A device does nothing for a time: a silent host, a busy guest. */
  record Stall(String device, Duration time) implements Act {}

  /** The next requests of a kind are refused. */
  record Refuse(Refusable what, int times) implements Act {}

  /** The host's association goes away and comes back. */
  record Flap(NicId nic, Duration gap) implements Act {}

  /** The link of the host's port. */
  record HostLink(NicId nic, boolean up) implements Act {}

  /** The host's end goes, which revokes the channel, and comes back. */
  record Revoke(NicId nic, Duration gap) implements Act {}

  /** Receivers' queues are full for some of a thousand bursts. */
  record LoseBursts(int perMille) implements Act {}

  /** What can be refused. */
  enum Refusable {
    VF_UP,
    VF_MTU,
    VF_INPUT,
    VF_OFFLOADS,
    USE_VF,
    ASSIGNED,
    OFFER
  }
}
