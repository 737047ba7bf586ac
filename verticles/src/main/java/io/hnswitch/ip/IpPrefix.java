package io.hnswitch.ip;

import io.hnswitch.frame.MacAddress;

/**
 * An address and how many of its first bits name the network, like {@code 10.0.0.1/24}.
 *
 * @param address any address of the network; its host bits are kept
 * @param length 0 to 32, or to 128
 */
public record IpPrefix(IpAddress address, int length) {

  public IpPrefix {
    if (length < 0 || length > (address.isV4() ? 32 : 128)) {
      throw new IllegalArgumentException("prefix length out of range: " + address + "/" + length);
    }
  }

  /**
   * Parses {@code 10.0.0.1/24}; without a slash it is one address alone.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      var address = IpAddress.parse(text);
      return new IpPrefix(address, address.isV4() ? 32 : 128);
    }
    var digits = text.substring(slash + 1);
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("not an IP prefix: \"" + text + "\"");
    }
    return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(digits));
  }

  /** {@code fe80::/64} with the interface id made from a MAC address (RFC 4291, appendix A). */
  public static IpPrefix linkLocal(MacAddress mac) {
    long id = (mac.value() & 0xffff_ff00_0000L) << 16 | 0xff_fe00_0000L | mac.value() & 0xff_ffffL;
    return new IpPrefix(new IpAddress(0xfe80L << 48, id ^ 0x0200_0000_0000_0000L), 64);
  }

  public boolean contains(IpAddress that) {
    return address.isV4() == that.isV4() && contains(that.high(), that.low());
  }

  /** As above for the two halves, where 0 {@code high} and a mapped {@code low} mean IPv4. */
  public boolean contains(long thatHigh, long thatLow) {
    if (address.isV4() != IpAddress.isV4(thatHigh, thatLow)) {
      return false;
    }
    int bits = address.isV4() ? length + 96 : length;
    long high = (address.high() ^ thatHigh) & mask(Math.min(bits, 64));
    long low = (address.low() ^ thatLow) & mask(Math.max(bits - 64, 0));
    return (high | low) == 0;
  }

  /** True for the last address of an IPv4 network of at least four addresses. */
  public boolean isBroadcast(long thatHigh, long thatLow) {
    if (!address.isV4() || length > 30 || !contains(thatHigh, thatLow)) {
      return false;
    }
    int hosts = length == 0 ? -1 : (1 << 32 - length) - 1;
    return ((int) thatLow & hosts) == hosts;
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << 64 - bits;
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
