package io.hnswitch.vmbus.vpci;

/** What the bytes of a vPCI message turned out to be. */
public sealed interface VpciParse {

  /** A well-formed message. */
  record Ok(VpciMessage message) implements VpciParse {}

  /** A type that this switch does not speak. */
  record Unknown(int type) implements VpciParse {}

  /** Bytes that are not what their type says: the field, and its value. */
  record Malformed(String field, long value) implements VpciParse {}
}
