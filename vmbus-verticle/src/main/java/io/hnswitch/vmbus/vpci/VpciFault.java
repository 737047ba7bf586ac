package io.hnswitch.vmbus.vpci;

/** Why a vPCI message was ignored, or a bus or its channel was given up. */
public enum VpciFault {
  /** The bytes are no message. */
  MALFORMED,
  /** A type that this switch does not speak, or that this side does not take. */
  UNEXPECTED_MESSAGE,
  /** A completion of nothing that was asked, or of something given up. */
  UNKNOWN_TRANSACTION,
  /** There is no function in that slot. */
  UNKNOWN_SLOT,
  /** That function is being ejected already. */
  EJECTED_ALREADY,
  /** The bus goes away. */
  DETACHING,
  /** An event that no longer matters. */
  STALE,
  /** The host supports none of the versions. */
  NO_VERSION,
  /** The host refused in a way that the protocol does not foresee. */
  PROTOCOL,
  /** The host did not answer in time. */
  TIMEOUT,
  /** The channel was rescinded. */
  REVOKED,
  /** The bus was detached before it was ready. */
  ABANDONED,
  /** A request before a version was agreed, or a second agreement. */
  WRONG_ORDER
}
