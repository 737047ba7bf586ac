package io.hnswitch.hn.rndis;

import java.util.Optional;

/** The object identifiers a guest asks for or a host answers. */
public enum Oid {
  SUPPORTED_LIST(0x0001_0101),
  HARDWARE_STATUS(0x0001_0102),
  MEDIA_SUPPORTED(0x0001_0103),
  MEDIA_IN_USE(0x0001_0104),
  MAXIMUM_LOOKAHEAD(0x0001_0105),
  /** Bytes of a frame without its Ethernet header, u32. */
  MAXIMUM_FRAME_SIZE(0x0001_0106),
  /** Units of 100 bit/s, u32. */
  LINK_SPEED(0x0001_0107),
  TRANSMIT_BUFFER_SPACE(0x0001_0108),
  RECEIVE_BUFFER_SPACE(0x0001_0109),
  TRANSMIT_BLOCK_SIZE(0x0001_010a),
  RECEIVE_BLOCK_SIZE(0x0001_010b),
  VENDOR_ID(0x0001_010c),
  VENDOR_DESCRIPTION(0x0001_010d),
  /** {@link PacketFilter} bits, u32; set. */
  CURRENT_PACKET_FILTER(0x0001_010e),
  CURRENT_LOOKAHEAD(0x0001_010f),
  DRIVER_VERSION(0x0001_0110),
  MAXIMUM_TOTAL_SIZE(0x0001_0111),
  MAC_OPTIONS(0x0001_0113),
  /** 0 connected, 1 disconnected, u32. */
  MEDIA_CONNECT_STATUS(0x0001_0114),
  MAXIMUM_SEND_PACKETS(0x0001_0115),
  /** {@link NdisRssCaps}. */
  RSS_CAPABILITIES(0x0001_0203),
  /** {@link NdisRssParams}; set. */
  RSS_PARAMETERS(0x0001_0204),
  MAXIMUM_LINK_SPEED(0x0001_0206),
  LINK_STATE(0x0001_0207),
  FRIENDLY_NAME(0x0002_0216),
  /** Name and value of a configuration parameter; set. */
  CONFIG_PARAMETER(0x0001_021b),
  /** Six bytes. */
  PERMANENT_ADDRESS(0x0101_0101),
  CURRENT_ADDRESS(0x0101_0102),
  MULTICAST_LIST_SIZE(0x0101_0104),
  OFFLOAD_ENCAPSULATION(0x0101_010a),
  OFFLOAD_CURRENT_CONFIG(0xfc01_020b),
  /** {@link NdisOffloadParameters}; set. */
  OFFLOAD_PARAMETERS(0xfc01_020c),
  /** {@link NdisOffload}. */
  OFFLOAD_HARDWARE_CAPABILITIES(0xfc01_020d);

  private final int wire;

  Oid(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** The OID with a number; a host answers others with {@link RndisStatus#NOT_SUPPORTED}. */
  public static Optional<Oid> ofWire(int wire) {
    for (var oid : values()) {
      if (oid.wire == wire) {
        return Optional.of(oid);
      }
    }
    return Optional.empty();
  }
}
