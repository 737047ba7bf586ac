package io.hnswitch.ip;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 in its mapped form {@code ::ffff:a.b.c.d} (RFC 4291,
 * 2.5.5.2), which never stands in a frame, so the two cannot be mistaken. Never looks a name up.
 *
 * @param high the first eight bytes in wire order
 * @param low the last eight
 */
public record IpAddress(long high, long low) {

  /** {@code ::}, the unspecified IPv6 address. */
  public static final IpAddress UNSPECIFIED = new IpAddress(0, 0);

  public static final long V4_PREFIX = 0xffffL << 32;

  /** The IPv4 address with 32 bits, first byte highest. */
  public static IpAddress ofV4(int bits) {
    return new IpAddress(0, mapped(bits));
  }

  /**
   * Parses {@code 10.0.0.1} or {@code fe80::1} (RFC 4291, 2.2; without a zone).
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static IpAddress parse(String text) {
    return IpText.parse(text);
  }

  /** The low half of the mapped form. */
  public static long mapped(int bits) {
    return V4_PREFIX | bits & 0xffff_ffffL;
  }

  public static boolean isV4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  public static boolean isMulticast(long high, long low) {
    return isV4(high, low) ? (low >>> 28 & 0xf) == 0xe : high >>> 56 == 0xff;
  }

  public boolean isV4() {
    return isV4(high, low);
  }

  public boolean isMulticast() {
    return isMulticast(high, low);
  }

  /** True for {@code 0.0.0.0} and {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && (low == 0 || low == V4_PREFIX);
  }

  /** True for one station's address: not multicast, unspecified or {@code 255.255.255.255}. */
  public boolean isUnicast() {
    return !isMulticast() && !isUnspecified() && !(isV4() && (int) low == -1);
  }

  /** True for {@code fe80::/10}. */
  public boolean isLinkLocal() {
    return high >>> 54 == 0xfe80 >>> 6;
  }

  /** As RFC 5952 says: lower case, longest run of zeros shortened. */
  @Override
  public String toString() {
    return IpText.print(this);
  }
}
