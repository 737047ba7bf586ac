package io.hnswitch.rss;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The secret of a hash: immutable bytes, 0 to {@value #BYTES_MAX} of them. Toeplitz as everybody
 * uses it wants {@value #BYTES}; a VF may have another number.
 */
public final class RssKey {

  /** Bytes of a key that guest and host use. */
  public static final int BYTES = 40;

  /** Bytes of the longest key an interface can show ({@code RSS_KEYLEN}). */
  public static final int BYTES_MAX = 128;

  public static final RssKey NONE = new RssKey(new byte[0]);

  /** The key of Microsoft's verification suite, which guests start with. */
  public static final RssKey WELL_KNOWN =
      parse("6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa");

  private final byte[] bytes;

  private RssKey(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw new IllegalArgumentException("RSS key bytes: " + bytes.length);
    }
    this.bytes = bytes;
  }

  /**
   * A copy of the bytes.
   *
   * @throws IllegalArgumentException for more than {@value #BYTES_MAX}
   */
  public static RssKey of(byte[] bytes) {
    return new RssKey(bytes.clone());
  }

  /**
   * Parses hexadecimal digits, two for each byte.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static RssKey parse(String hex) {
    return new RssKey(HexFormat.of().parseHex(hex));
  }

  /** How many bytes. */
  public int size() {
    return bytes.length;
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object that) {
    return that instanceof RssKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
