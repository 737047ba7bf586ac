package io.hnswitch.hn.rndis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes with value equality: what a control message or an object consists of. */
public final class Octets {

  public static final Octets NONE = new Octets(new byte[0]);

  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the bytes. */
  public static Octets of(byte... bytes) {
    return new Octets(bytes.clone());
  }

  /** Four bytes, little-endian. */
  public static Octets ofWord(int word) {
    return new Octets(Octets.little(new byte[4]).putInt(word).array());
  }

  public int size() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The first {@code size} bytes, or all when there are fewer. */
  public Octets first(int size) {
    return size >= bytes.length ? this : new Octets(Arrays.copyOf(bytes, size));
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** A read-only little-endian view of its own. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean equals(Object that) {
    return that instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal digits without separators. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
