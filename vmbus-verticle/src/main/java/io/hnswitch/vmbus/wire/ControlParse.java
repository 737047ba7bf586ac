package io.hnswitch.vmbus.wire;

/** What the bytes of a control message turned out to be. */
public sealed interface ControlParse {

  /** A well-formed message. */
  record Ok(ControlMessage message) implements ControlParse {}

  /** A type that this switch does not speak; such a message is dropped. */
  record Unknown(int type) implements ControlParse {}

  /**
   * Bytes that are not what their type says.
   *
   * @param field what is wrong, as in the wire reference
   * @param value what it was
   */
  record Malformed(String field, long value) implements ControlParse {}
}
