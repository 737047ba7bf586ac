package io.hnswitch.hn.rndis;

import io.hnswitch.hn.nvs.Fault;
import java.util.Locale;
import java.util.Optional;

/** The status word of completions and indications. */
public enum RndisStatus {
  /** 0x00000000. */
  SUCCESS(0x0000_0000),
  /** 0x00000103: not supported by either side. */
  PENDING(0x0000_0103),
  /** 0x4001000B: indication; the guest asks for the media status. */
  MEDIA_CONNECT(0x4001_000b),
  /** 0x4001000C: indication; as above. */
  MEDIA_DISCONNECT(0x4001_000c),
  /** 0x40010013: indication; ignored. */
  LINK_SPEED_CHANGE(0x4001_0013),
  /** 0x40010018: indication; the guest takes its link down for a while. */
  NETWORK_CHANGE(0x4001_0018),
  /** 0x40020006: indication; the current offloads, ignored by guests. */
  OFFLOAD_CURRENT_CONFIG(0x4002_0006),
  /** 0x80000005. */
  BUFFER_OVERFLOW(0x8000_0005),
  /** 0xC0000001: also for data that lies outside of its message. */
  FAILURE(0xc000_0001),
  /** 0xC000009A. */
  RESOURCES(0xc000_009a),
  /** 0xC00000BB: also for an OID nobody knows. */
  NOT_SUPPORTED(0xc000_00bb),
  /** 0xC0010004. */
  BAD_VERSION(0xc001_0004),
  /** 0xC0010014. */
  INVALID_LENGTH(0xc001_0014),
  /** 0xC0010015. */
  INVALID_DATA(0xc001_0015),
  /** 0xC0010016. */
  BUFFER_TOO_SHORT(0xc001_0016),
  /** 0xC0010017. */
  INVALID_OID(0xc001_0017);

  private final int wire;
  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  RndisStatus(int wire) {
    this.wire = wire;
  }

  /** The number on the wire. */
  public int wire() {
    return wire;
  }

  /** The status with a number. */
  public static Optional<RndisStatus> ofWire(int wire) {
    for (var status : values()) {
      if (status.wire == wire) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  /** What a host answers to a request whose data it cannot accept. */
  public static RndisStatus answering(Fault fault) {
    return switch (fault) {
      case TOO_SHORT, BAD_BOUNDS -> FAILURE;
      case BAD_VALUE -> INVALID_DATA;
      case UNSUPPORTED, UNKNOWN_TYPE, WRONG_DIRECTION, NOT_IN_VERSION -> NOT_SUPPORTED;
      case BEFORE_INIT, NOT_CONTROL, REFUSED -> FAILURE;
    };
  }

  /** The name of a status word, or its digits. */
  static String text(int wire) {
    return ofWire(wire)
        .map(status -> status.slug)
        .orElseGet(() -> String.format(Locale.ROOT, "0x%08x", wire));
  }
}
