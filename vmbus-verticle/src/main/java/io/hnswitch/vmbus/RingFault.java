package io.hnswitch.vmbus;

/**
 * Why a ring cannot be used any more. After a fault no later packet boundary is known, so it stays
 * until the channel is closed or rescinded.
 */
public enum RingFault {
  /** The ring is sound. */
  NONE("sound"),
  /** An index of the other side is beyond the data area or not a multiple of 8. */
  BAD_INDEX("index outside the data area or not a multiple of 8"),
  /** The consumer claims to have read what was never published. */
  READ_AHEAD("read index ahead of the write index"),
  /** Fewer bytes are published than the smallest packet has. */
  SHORT_DATA("fewer bytes than a packet header and trailer"),
  /** A packet header says that its payload begins inside the header. */
  SHORT_HEADER("data offset below the header size"),
  /** A packet header says that its payload begins behind the packet. */
  HEADER_BEYOND_PACKET("data offset beyond the packet"),
  /** A packet is longer than what was published. */
  PACKET_BEYOND_DATA("packet longer than the published bytes"),
  /** The producer waits for more space than the ring can ever have. */
  PENDING_TOO_LARGE("pending send size larger than the ring"),
  /** The interrupt mask changed although only its owner may write it. */
  FOREIGN_MASK("interrupt mask written by the other side");

  private final String text;

  RingFault(String text) {
    this.text = text;
  }

  /** The fault in words, for logs. */
  public String text() {
    return text;
  }
}
