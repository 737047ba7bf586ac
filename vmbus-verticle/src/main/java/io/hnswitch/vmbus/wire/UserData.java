package io.hnswitch.vmbus.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** Up to 120 bytes that VMBus carries for the device in OFFER and OPEN; on the wire zero-padded. */
public final class UserData {

  /** Bytes on the wire. */
  public static final int BYTES_MAX = 120;

  /** Only zeros. */
  public static final UserData NONE = new UserData(new byte[BYTES_MAX]);

  private final byte[] bytes;

  private UserData(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * These bytes, zero-padded.
   *
   * @throws IllegalArgumentException for more than {@value #BYTES_MAX}
   */
  public static UserData of(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException("user data too long: bytes=" + bytes.length);
    }
    return new UserData(Arrays.copyOf(bytes, BYTES_MAX));
  }

  /** A copy of all 120 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object that) {
    return that instanceof UserData other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return HexFormat.of().formatHex(bytes, 0, end);
  }
}
