package io.hnswitch.control;

import io.hnswitch.id.NicId;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.rss.RssFunction;
import io.hnswitch.rss.RssKey;
import io.hnswitch.rss.RssTypes;

/**
 * What a VF understands, on {@link io.hnswitch.bus.Addresses#vf}. Answered with an {@link Outcome}
 * unless it says otherwise. While it is paired in transparent mode, operator requests are refused
 * with {@link Refusal#VF_MANAGED_BY_NIC}; {@code by} names who asks.
 */
public sealed interface VfControl {

  /** Answered with a {@link VfView}. */
  record Describe() implements VfControl {}

  /**
   * Sets the interface flags (SIOCSIFFLAGS).
   *
   * @param by the hn that manages the VF, or null when an operator asks
   */
  record SetFlags(boolean up, boolean allMulti, boolean promiscuous, NicId by)
      implements VfControl {}

  /** Asks for an enabled set (SIOCSIFCAP); answered with {@link Enabled}. */
  record SetOffloads(OffloadCaps wanted, NicId by) implements VfControl {}

  record SetMtu(int mtu, NicId by) implements VfControl {}

  /** Answered with {@link Media}. */
  record GetMedia() implements VfControl {}

  record SetMedia(String media, NicId by) implements VfControl {}

  /** SIOCGIFRSSKEY; answered with {@link RssKeyIs}, or refused while there is no key. */
  record QueryRssKey() implements VfControl {}

  /** SIOCGIFRSSHASH; answered with {@link RssHashIs}. */
  record QueryRssHash() implements VfControl {}

  /** Received frames go to this hn instead of the VF's own interface. */
  record OverrideInput(NicId nic) implements VfControl {}

  /** Received frames go to the VF's own interface again. */
  record RestoreInput(NicId nic) implements VfControl {}

  /** From vPCI: the function is there; probe it, create the interface, announce it. */
  record Probe() implements VfControl {}

  /**
   * From vPCI: detach the driver; done when the interface is gone.
   *
   * @param orderly false when the hardware has already vanished
   */
  record DriverDetach(boolean orderly) implements VfControl {}

  /** From the adapter: the hardware is gone now; whatever is inside is lost. No answer. */
  record Vanish() implements VfControl {}

  /** Answer to {@link SetOffloads}: the set that is really enabled now. */
  record Enabled(OffloadCaps enabled) {}

  /** Answer to {@link QueryRssKey}: a key of any length, or none. */
  record RssKeyIs(RssFunction function, RssKey key) {}

  /** Answer to {@link QueryRssHash}. */
  record RssHashIs(RssFunction function, RssTypes types) {}
}
