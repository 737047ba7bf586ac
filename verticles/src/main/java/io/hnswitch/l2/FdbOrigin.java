package io.hnswitch.l2;

import java.util.Locale;

/** Where an entry of the forwarding database comes from. */
enum FdbOrigin {
  /** A frame from the address was seen. Ages, moves. */
  LEARNED,
  /** A NIC's own address, at the NIC's port. */
  OWNED,
  /** A NIC's own address, for now at another port: the uplink of its VF's adapter. */
  STEERED,
  /** Set by the operator. */
  PINNED,
  /** A NIC's own address, at the NIC's port until it is heard on an uplink. Moves once. */
  YIELDED;

  private static final FdbOrigin[] ALL = values();

  private final String slug = name().toLowerCase(Locale.ROOT);

  static FdbOrigin of(int ordinal) {
    return ALL[ordinal];
  }

  String slug() {
    return slug;
  }
}
