package io.hnswitch.policy;

import io.hnswitch.frame.DropReason;

/**
 * A frame that a port did not let pass, kept as an example of those dropped for the same reason.
 *
 * @param reason why
 * @param nanos when, of the lab's clock
 * @param unreported frames dropped for the same reason since the example before
 * @param length bytes of the frame
 * @param bytes its first ones
 */
public record Violation(DropReason reason, long nanos, long unreported, int length, byte[] bytes) {

  /** Bytes that are kept of a frame at most. */
  public static final int BYTES_MAX = 128;

  public Violation {
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
