package io.hnswitch.vmbus.vpci;

import java.util.List;
import java.util.Optional;

/** The vPCI versions that this switch knows, lowest first. */
public enum VpciVersion {
  V1_1(1),
  V1_2(2),
  V1_3(3),
  V1_4(4);

  /** What FreeBSD tries, in its order. */
  public static final List<VpciVersion> FREEBSD = List.of(V1_4, V1_1);

  private final int wire;

  VpciVersion(int minor) {
    wire = 1 << 16 | minor;
  }

  /** The word on the wire: major in the high half, minor in the low. */
  public int wire() {
    return wire;
  }

  /** The version of a word, if it is known. */
  public static Optional<VpciVersion> of(int wire) {
    for (var version : values()) {
      if (version.wire == wire) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  /** Whether the host says the NUMA node of functions (BUS_RELATIONS2). */
  public boolean hasNumaRelations() {
    return compareTo(V1_3) >= 0;
  }

  /** Whether resources are assigned in the second form. */
  public boolean hasAssigned2() {
    return compareTo(V1_2) >= 0;
  }

  /** Whether interrupts are created with 32-bit vectors. */
  public boolean hasWideVectors() {
    return compareTo(V1_4) >= 0;
  }

  @Override
  public String toString() {
    return "1." + (wire & 0xffff);
  }
}
