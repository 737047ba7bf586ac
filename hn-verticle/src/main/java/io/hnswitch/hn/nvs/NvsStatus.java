package io.hnswitch.hn.nvs;

import java.util.Optional;

/** The status word of NVS answers and acknowledgements. */
public enum NvsStatus {
  /** 0: no answer yet; what a host says to a version it does not know. */
  NONE(0),
  /** 1: done. */
  SUCCESS(1),
  /** 2: not done; also the acknowledgement of an RNDIS message that could not be handled. */
  FAILURE(2),
  /** 5: the RNDIS packet was bad. */
  INVALID_RNDIS_PACKET(5),
  /** 6: try later. */
  BUSY(6),
  /** 7: version not supported; defined but unused by known hosts. */
  VERSION_UNSUPPORTED(7);

  private final int wire;

  NvsStatus(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** The status with a number; numbers 3 and 4 and above 7 are nobody's. */
  public static Optional<NvsStatus> ofWire(int wire) {
    for (var status : values()) {
      if (status.wire == wire) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
