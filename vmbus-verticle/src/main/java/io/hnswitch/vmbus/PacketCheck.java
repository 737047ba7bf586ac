package io.hnswitch.vmbus;

/** What is wrong with a packet whose boundaries are known; the ring itself stays usable. */
public enum PacketCheck {
  /** Well formed. */
  OK("well formed"),
  /** The type is none of 6, 7, 9 and 11. */
  UNKNOWN_TYPE("unknown packet type"),
  /** A flag other than "completion requested" is set. */
  UNKNOWN_FLAGS("unknown packet flags"),
  /** The data offset leaves no room for the extension of the type. */
  SHORT_EXTENSION("extension does not fit before the payload"),
  /** The packet says it has no ranges. */
  NO_RANGES("range count is zero"),
  /** More ranges or page numbers are announced than there are bytes, or than we take. */
  TOO_MANY_RANGES("ranges do not fit before the payload"),
  /** A range is empty, or its offset is beyond the first page. */
  BAD_RANGE("range is empty or its offset is beyond a page"),
  /** A range names memory that the sender does not own. */
  FOREIGN_MEMORY("range outside the memory of the sender");

  private final String text;

  PacketCheck(String text) {
    this.text = text;
  }

  /** The finding in words, for logs. */
  public String text() {
    return text;
  }
}
