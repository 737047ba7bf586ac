package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Direction;
import java.util.Optional;

/**
 * RNDIS messages: number, the way they travel, bytes a receiver must have. A completion has the
 * number of its request with the highest bit set. SET_EX (9) is unknown here, as it is to hosts.
 */
public enum RndisType {
  /** 1: a frame. */
  PACKET(1, true, true, RndisPacket.HEADER),
  /** 2: opens the session. */
  INITIALIZE(2, true, false, 24),
  /** 3: closes the session; has no completion. */
  HALT(3, true, false, 12),
  /** 4: asks for an OID. */
  QUERY(4, true, false, 28),
  /** 5: changes an OID. */
  SET(5, true, false, 28),
  /** 6: defined, sent by nobody. */
  RESET(6, true, false, 12),
  /** 7: the host tells of a change. */
  INDICATE_STATUS(7, false, true, 20),
  /** 8: either side asks whether the other lives. */
  KEEPALIVE(8, true, true, 12),
  /** 0x80000002; the last field is optional. */
  INITIALIZE_COMPLETE(0x8000_0002, false, true, 48),
  /** 0x80000004. */
  QUERY_COMPLETE(0x8000_0004, false, true, 24),
  /** 0x80000005. */
  SET_COMPLETE(0x8000_0005, false, true, 16),
  /** 0x80000006; has no request id. */
  RESET_COMPLETE(0x8000_0006, false, true, 16),
  /** 0x80000008. */
  KEEPALIVE_COMPLETE(0x8000_0008, true, true, 16);

  private final int wire;
  private final boolean toHost;
  private final boolean toGuest;
  private final int bytesMin;

  RndisType(int wire, boolean toHost, boolean toGuest, int bytesMin) {
    this.wire = wire;
    this.toHost = toHost;
    this.toGuest = toGuest;
    this.bytesMin = bytesMin;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  public boolean travels(Direction direction) {
    return direction == Direction.GUEST_TO_HOST ? toHost : toGuest;
  }

  /** Bytes of the message without its data. */
  public int bytesMin() {
    return bytesMin;
  }

  /** The message with a number. */
  public static Optional<RndisType> ofWire(int wire) {
    for (var type : values()) {
      if (type.wire == wire) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
