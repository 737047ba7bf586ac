package io.hnswitch.vmbus;

/** Why a control message, or an answer of a device, was ignored. Each is counted by the shell. */
public enum ControlFault {
  /** The bytes are no message. */
  MALFORMED,
  /** A type that this switch does not speak. */
  UNKNOWN_TYPE,
  /** A message that only the other side may send. */
  WRONG_DIRECTION,
  /** A message that needs a connection, without one. */
  NOT_CONNECTED,
  /** The offers were requested before. */
  OFFERS_REQUESTED_ALREADY,
  /** A channel that does not exist or is not offered. */
  UNKNOWN_CHANNEL,
  /** OPEN of a channel that is open or on the way. */
  ALREADY_OPEN,
  /** CLOSE of a channel that is not open. */
  NOT_OPEN,
  /** RELID_RELEASED of a channel that is in use. */
  NOT_RELEASABLE,
  /** A handle that was never shared, or was given back. */
  UNKNOWN_GPADL,
  /** A handle in a state in which the message makes no sense. */
  WRONG_GPADL_STATE,
  /** The memory of a ring that is in use. */
  GPADL_IN_USE,
  /** An answer to something that was given up. */
  STALE,
  /** An offer with a number outside 1 to 2047. */
  BAD_CHANNEL_ID,
  /** An offer with a number that a live channel has. */
  CHANNEL_ID_IN_USE,
  /** A second primary of one device. */
  DUPLICATE_PRIMARY,
  /** A sub-channel without its primary, or a second one with the same index. */
  ORPHAN_SUBCHANNEL
}
