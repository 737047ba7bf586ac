package io.hnswitch.vmbus;

/** Why a guest could not open a channel or share memory. */
public enum OpenFault {
  /** There is no such channel. */
  UNKNOWN_CHANNEL,
  /** The channel is open, opening or closing. */
  NOT_CLOSED,
  /** A ring is not whole pages, or less than two. */
  BAD_RING_SIZE,
  /** The address is not a page, or there are no bytes. */
  BAD_MEMORY,
  /** More pages than one range can have. */
  RANGE_TOO_LARGE,
  /** More than 120 bytes of user data. */
  USER_DATA_TOO_LONG,
  /** The host did not take the memory; the status says why. */
  MEMORY_REFUSED,
  /** The host did not open; the status says why. */
  OPEN_REFUSED,
  /** The host did not answer. */
  TIMEOUT,
  /** The channel was rescinded. */
  REVOKED,
  /** The device let go of its channel, or the bus disconnected, before there was an answer. */
  ABANDONED
}
