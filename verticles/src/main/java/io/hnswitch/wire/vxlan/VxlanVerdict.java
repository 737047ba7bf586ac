package io.hnswitch.wire.vxlan;

import io.hnswitch.frame.DropReason;
import java.util.Locale;

/** What is to be done with a datagram. Each refusal has a counter of its own at the link. */
enum VxlanVerdict {
  /** The frame in it goes to the adapter. */
  TAKEN(null),
  /** It came from an address that is not the remote's. */
  STRANGER(DropReason.ACL_DENY),
  /** There is not even a header. */
  TOO_SHORT(DropReason.RUNT),
  /** The flag is missing that says that there is a VNI. */
  NO_VNI(DropReason.BAD_FCS),
  /** It is for another Ethernet. */
  OTHER_VNI(DropReason.NO_OWNER),
  /** The frame in it is shorter than an Ethernet header. */
  INNER_RUNT(DropReason.RUNT),
  /** The frame in it is longer than any interface of a lab takes. */
  INNER_OVERSIZE(DropReason.OVERSIZE);

  private final DropReason reason;
  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  VxlanVerdict(DropReason reason) {
    this.reason = reason;
  }

  /** Why the frame is dropped; null for one that is taken. */
  DropReason reason() {
    return reason;
  }

  /** Whether a frame of the tunnel is in the datagram, good or not. */
  boolean hasFrame() {
    return switch (this) {
      case TAKEN, INNER_RUNT, INNER_OVERSIZE -> true;
      case STRANGER, TOO_SHORT, NO_VNI, OTHER_VNI -> false;
    };
  }

  /** The counter's name. */
  String label() {
    return label;
  }
}
