package io.hnswitch.hn.nvs;

import java.util.Optional;

/**
 * The NVS messages this switch speaks, with their number, the version that brought them, the way
 * they travel and the bytes a receiver must have. Numbers 109 to 124, 126, 127, 130, 135 and 136
 * exist in other implementations and are unknown here.
 */
public enum NvsType {
  /** 1: the guest proposes a version. */
  INIT(1, NvsVersion.V1, true, false, 12),
  /** 2: the host's answer to INIT. */
  INIT_COMPLETE(2, NvsVersion.V1, false, true, 16),
  /** 100: the guest names its NDIS version; no answer. */
  NDIS_VERSION(100, NvsVersion.V1, true, false, 12),
  /** 101: the guest shares its receive buffer. */
  RXBUF_CONNECT(101, NvsVersion.V1, true, false, 12),
  /** 102: the host has cut the receive buffer in slots. */
  RXBUF_CONNECTED(102, NvsVersion.V1, false, true, 12),
  /** 103: the guest takes the receive buffer back; no answer. */
  RXBUF_REVOKE(103, NvsVersion.V1, true, false, 6),
  /** 104: the guest shares its send buffer (the chimney). */
  SENDBUF_CONNECT(104, NvsVersion.V1, true, false, 12),
  /** 105: the host names the size of a send buffer section. */
  SENDBUF_CONNECTED(105, NvsVersion.V1, false, true, 12),
  /** 106: the guest takes the send buffer back; no answer. */
  SENDBUF_REVOKE(106, NvsVersion.V1, true, false, 6),
  /** 107: the packet carries RNDIS messages; frame path. */
  RNDIS(107, NvsVersion.V1, true, true, 16),
  /** 108: acknowledges 107; frame path. */
  RNDIS_COMPLETE(108, NvsVersion.V1, true, true, 8),
  /** 125: the guest's MTU and capabilities; no answer. */
  NDIS_CONFIG(125, NvsVersion.V2, true, false, 20),
  /** 128: the host assigns or removes a VF. */
  VF_ASSOCIATION(128, NvsVersion.V4, false, true, 12),
  /** 129: the guest moves its datapath, or the host tells that it fell back. */
  SET_DATAPATH(129, NvsVersion.V4, true, true, 8),
  /** 131: an OID query outside of RNDIS. */
  OID_QUERY_EX(131, NvsVersion.V5, true, false, 12),
  /** 132: its answer. */
  OID_QUERY_EX_COMPLETE(132, NvsVersion.V5, false, true, 12),
  /** 133: the guest asks for sub-channels; the answer has the same number. */
  SUB_CHANNEL(133, NvsVersion.V5, true, true, 12),
  /** 134: the host's table from hash to transmit channel. */
  SEND_TABLE(134, NvsVersion.V5, false, true, 12);

  private static final NvsType[] BY_WIRE = new NvsType[135];

  static {
    for (var type : values()) {
      BY_WIRE[type.wire] = type;
    }
  }

  private final int wire;
  private final NvsVersion since;
  private final boolean toHost;
  private final boolean toGuest;
  private final int bytesMin;

  NvsType(int wire, NvsVersion since, boolean toHost, boolean toGuest, int bytesMin) {
    this.wire = wire;
    this.since = since;
    this.toHost = toHost;
    this.toGuest = toGuest;
    this.bytesMin = bytesMin;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** The first version that has the message. */
  public NvsVersion since() {
    return since;
  }

  public boolean travels(Direction direction) {
    return direction == Direction.GUEST_TO_HOST ? toHost : toGuest;
  }

  /** Bytes of the message without what its fields ask for in addition. */
  public int bytesMin() {
    return bytesMin;
  }

  /** True for what is sent before a version is agreed on. */
  public boolean isNegotiation() {
    return this == INIT || this == INIT_COMPLETE;
  }

  /** The message with a number. */
  public static Optional<NvsType> ofWire(int wire) {
    return wire >= 0 && wire < BY_WIRE.length
        ? Optional.ofNullable(BY_WIRE[wire])
        : Optional.empty();
  }
}
