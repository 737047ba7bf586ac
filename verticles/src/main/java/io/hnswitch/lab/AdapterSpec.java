package io.hnswitch.lab;

import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.offload.TsoLimits;
import io.hnswitch.rss.VfRss;
import java.time.Duration;

/**
 * A declared SR-IOV adapter: PF, embedded switch, wire and VFs.
 *
 * @param name its id
 * @param switchName the switch whose uplink its PF is
 * @param vfs how many VFs it makes
 * @param offloads what its VFs can do
 * @param tso what its VFs take as one super-frame
 * @param offerDelay from the decision to attach a VF until the guest is offered it
 * @param mtu the largest MTU its VFs take, in bytes
 * @param rss how its VFs hash what they receive
 * @param queue what frames wait in that go out by its wire
 */
public record AdapterSpec(
    String name,
    String switchName,
    int vfs,
    OffloadCaps offloads,
    TsoLimits tso,
    Duration offerDelay,
    int mtu,
    VfRss rss,
    QueueSpec queue) {

  public static final int DEFAULT_VFS = 4;
  public static final int MAX_VFS = 64;
  public static final OffloadCaps DEFAULT_OFFLOADS =
      OffloadCaps.of(
          Offload.RXCSUM,
          Offload.TXCSUM,
          Offload.TSO4,
          Offload.TSO6,
          Offload.LRO,
          Offload.RXCSUM_IPV6,
          Offload.TXCSUM_IPV6);
  public static final Duration DEFAULT_OFFER_DELAY = Duration.ofSeconds(1);
  public static final Duration MAX_OFFER_DELAY = Duration.ofMinutes(10);
  public static final int DEFAULT_MTU = NicSpec.MAX_MTU;

  public AdapterSpec {
    LabName.require(name);
    LabName.require(switchName);
    if (vfs < 1 || vfs > MAX_VFS || mtu < NicSpec.MIN_MTU || mtu > NicSpec.MAX_MTU) {
      throw new IllegalArgumentException("out of range: vfs=" + vfs + ", mtu=" + mtu);
    }
    if (offerDelay.isNegative() || offerDelay.compareTo(MAX_OFFER_DELAY) > 0) {
      throw new IllegalArgumentException("offer delay out of range: " + offerDelay);
    }
  }

  /** The same with another queue. */
  public AdapterSpec with(QueueSpec other) {
    return new AdapterSpec(name, switchName, vfs, offloads, tso, offerDelay, mtu, rss, other);
  }

  /** Whether it is one device, with its VFs, before and after: only its queue is another. */
  public boolean isSameDevice(AdapterSpec other) {
    return other != null && with(other.queue).equals(other);
  }
}
