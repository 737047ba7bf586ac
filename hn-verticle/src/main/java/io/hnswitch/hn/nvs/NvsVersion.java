package io.hnswitch.hn.nvs;

import java.util.List;
import java.util.Optional;

/**
 * The versions of NVS and what follows from the one agreed on. They are tried from the highest to
 * the lowest, one INIT each; a session keeps its version for ever.
 */
public enum NvsVersion {
  /** Version 1: no NDIS configuration, hence no MTU change and no VLAN. */
  V1(0x00000002),
  /** Version 2. */
  V2(0x00030002),
  /** Version 4: VF association and datapath. */
  V4(0x00040000),
  /** Version 5: sub-channels, send table, RSS, SR-IOV. */
  V5(0x00050000),
  /** Version 6. */
  V6(0x00060000),
  /** Version 6.1: receive segment coalescing, longer messages. */
  V6_1(0x00060001);

  /** Bytes a guest's request has at least; real hosts never answer shorter ones. */
  public static final int REQUEST_BYTES = 40;

  /** NDIS 6.1, as {@link #ndisVersion()} has it. */
  public static final int NDIS_6_1 = 0x00060001;

  /** NDIS 6.20, the first with RSS. */
  public static final int NDIS_6_20 = 0x00060014;

  /** NDIS 6.30. */
  public static final int NDIS_6_30 = 0x0006001e;

  /** Capability bits of NDIS_CONF: SR-IOV. */
  public static final long CAP_SRIOV = 0x4;

  /** Capability bits of NDIS_CONF: 802.1Q. */
  public static final long CAP_VLAN = 0x8;

  /** Capability bits of NDIS_CONF: receive segment coalescing over VMBus. */
  public static final long CAP_RSC = 0x80;

  private static final int MIB = 1 << 20;

  private final int wire;

  NvsVersion(int wire) {
    this.wire = wire;
  }

  /** The word on the wire. */
  public int wire() {
    return wire;
  }

  public boolean atLeast(NvsVersion that) {
    return compareTo(that) >= 0;
  }

  /** The NDIS version that goes with it: major in the upper half, minor in the lower. */
  public int ndisVersion() {
    return atLeast(V5) ? NDIS_6_30 : NDIS_6_1;
  }

  /** True when NDIS_CONF is sent: the MTU can be changed and VLANs exist. */
  public boolean hasNdisConfig() {
    return atLeast(V2);
  }

  /** True when sub-channels and RSS exist and every transmitted packet carries a hash value. */
  public boolean hasRss() {
    return ndisVersion() >= NDIS_6_20;
  }

  /** True when the guest may ask for a VF in NDIS_CONF. */
  public boolean hasSriov() {
    return atLeast(V5);
  }

  /** True when the host may send coalesced segments. */
  public boolean hasRsc() {
    return atLeast(V6_1);
  }

  /** The capabilities a guest announces in NDIS_CONF: all that the version has. */
  public long ndisConfigCapabilities() {
    return CAP_VLAN | (hasSriov() ? CAP_SRIOV : 0) | (hasRsc() ? CAP_RSC : 0);
  }

  /** Bytes of the receive buffer: 15 MiB up to version 2, then 31 MiB. */
  public int receiveBufferBytes() {
    return atLeast(V4) ? 31 * MIB : 15 * MIB;
  }

  /** Bytes a host's own messages have at least once this version is agreed on. */
  public int hostMessageBytes() {
    return atLeast(V6_1) ? 40 : 28;
  }

  /** The version with a wire word. */
  public static Optional<NvsVersion> ofWire(int wire) {
    for (var version : values()) {
      if (version.wire == wire) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** The order in which a first attach tries them. */
  public static List<NvsVersion> highestFirst() {
    return List.of(values()).reversed();
  }

  /** As in logs: {@code 6.1}. */
  @Override
  public String toString() {
    return name().substring(1).replace('_', '.');
  }
}
