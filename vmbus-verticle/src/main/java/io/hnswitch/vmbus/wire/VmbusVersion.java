package io.hnswitch.vmbus.wire;

import java.util.List;
import java.util.Optional;

/** The protocol versions that this switch knows, lowest first. */
public enum VmbusVersion {
  V0_13(0, 13),
  V1_1(1, 1),
  V2_4(2, 4),
  V3_0(3, 0),
  V4_0(4, 0),
  V4_1(4, 1),
  V5_0(5, 0),
  V5_1(5, 1),
  V5_2(5, 2),
  V5_3(5, 3);

  /** What a guest of today tries, in its order. */
  public static final List<VmbusVersion> ALL_DESCENDING =
      List.of(V5_3, V5_2, V5_1, V5_0, V4_1, V4_0, V3_0, V2_4, V1_1, V0_13);

  /** What FreeBSD tried in 2017, in its order. */
  public static final List<VmbusVersion> FREEBSD_2017 = List.of(V3_0, V2_4, V1_1, V0_13);

  private final int wire;

  VmbusVersion(int major, int minor) {
    wire = major << 16 | minor;
  }

  /** The word on the wire: major in the high half, minor in the low. */
  public int wire() {
    return wire;
  }

  /** The version of a word, if it is known. */
  public static Optional<VmbusVersion> of(int wire) {
    for (var version : values()) {
      if (version.wire == wire) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Whether messages go to the connection that the host names in its response. */
  public boolean hasMessageConnection() {
    return compareTo(V5_0) >= 0;
  }

  /** Whether a refusal carries a connection state. */
  public boolean hasConnectionState() {
    return compareTo(V2_4) >= 0;
  }

  @Override
  public String toString() {
    return (wire >>> 16) + "." + (wire & 0xffff);
  }
}
