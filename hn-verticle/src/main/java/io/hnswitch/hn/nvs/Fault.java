package io.hnswitch.hn.nvs;

import java.util.Locale;

/** Why a message or object of a peer was not accepted. */
public enum Fault {
  /** Fewer bytes than the message needs. */
  TOO_SHORT,
  /** A message number nobody defined, or one this switch does not speak. */
  UNKNOWN_TYPE,
  /** The message travels the other way only. */
  WRONG_DIRECTION,
  /** The negotiated version does not have the message yet. */
  NOT_IN_VERSION,
  /** A version must be negotiated first. */
  BEFORE_INIT,
  /** A message of the frame path, which is read in place and not as a control message. */
  NOT_CONTROL,
  /** A length or offset points outside of what was received. */
  BAD_BOUNDS,
  /** A field has a value that is not allowed. */
  BAD_VALUE,
  /** Well-formed, but nothing this switch can work with. */
  UNSUPPORTED,
  /** The peer answered with a status other than success. */
  REFUSED;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in texts, like {@code too-short}. */
  public String slug() {
    return slug;
  }
}
