package io.hnswitch.lab;

import io.hnswitch.frame.MacAddress;
import io.hnswitch.id.NicId;
import io.hnswitch.offload.Offload;
import io.hnswitch.offload.OffloadCaps;
import io.hnswitch.policy.PortPolicy;

/**
 * A declared guest NIC (an hn instance).
 *
 * @param id guest and NIC
 * @param mac its permanent address; {@link #DERIVED_MAC} stands for the derived one until the
 *     {@link LabSpec} resolves it
 * @param switchName the switch it is plugged into
 * @param mtu in bytes
 * @param channels VMBus channels, primary included
 * @param offloads the capabilities that are enabled
 * @param up administratively up from the start
 * @param queue what frames wait in before they are transmitted
 * @param policy what its switch port does
 * @param endpoint where the guest's stack attaches
 * @param vf where its VF comes from
 */
public record NicSpec(
    NicId id,
    MacAddress mac,
    String switchName,
    int mtu,
    int channels,
    OffloadCaps offloads,
    boolean up,
    QueueSpec queue,
    PortPolicy policy,
    EndpointSpec endpoint,
    VfSpec vf) {

  public static final MacAddress DERIVED_MAC = new MacAddress(0);
  public static final MacAddress SAME_MAC = new MacAddress(0);
  public static final int DEFAULT_MTU = 1500;
  public static final int MIN_MTU = 576;
  public static final int MAX_MTU = 9216;
  public static final int DEFAULT_CHANNELS = 1;
  public static final int MAX_CHANNELS = 64;

  /** What hn has and a user may switch; see hn's own attach in the reference. */
  public static final OffloadCaps POSSIBLE_OFFLOADS =
      OffloadCaps.of(
          Offload.RXCSUM,
          Offload.TXCSUM,
          Offload.TSO4,
          Offload.TSO6,
          Offload.LRO,
          Offload.TXCSUM_IPV6);

  /** Everything but IPv6: those stay off until asked for. */
  public static final OffloadCaps DEFAULT_OFFLOADS =
      OffloadCaps.of(Offload.RXCSUM, Offload.TXCSUM, Offload.TSO4, Offload.LRO);

  public NicSpec {
    LabName.require(switchName);
    if (mac.isGroup()) {
      throw new IllegalArgumentException("not a unicast MAC address: " + mac);
    }
    if (mtu < MIN_MTU || mtu > MAX_MTU || channels < 1 || channels > MAX_CHANNELS) {
      throw new IllegalArgumentException("out of range: mtu=" + mtu + ", channels=" + channels);
    }
    if (!POSSIBLE_OFFLOADS.containsAll(offloads)) {
      throw new IllegalArgumentException("hn cannot do all of " + offloads);
    }
  }

  /** The same with another policy. */
  public NicSpec with(PortPolicy other) {
    return new NicSpec(
        id, mac, switchName, mtu, channels, offloads, up, queue, other, endpoint, vf);
  }

  NicSpec with(NicId newId, MacAddress newMac, EndpointSpec newEndpoint) {
    return new NicSpec(
        newId, newMac, switchName, mtu, channels, offloads, up, queue, policy, newEndpoint, vf);
  }
}
