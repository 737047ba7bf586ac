package io.hnswitch.lab;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An interface's address with the length of its network's prefix, like {@code 10.0.0.1/24}.
 *
 * @param address the interface's address
 * @param length bits that the whole network shares
 */
public record IpPrefix(IpAddress address, int length) {

  public IpPrefix {
    if (length < 1 || length > address.bits()) {
      throw new IllegalArgumentException("bad prefix length: " + address + "/" + length);
    }
  }

  /**
   * Parses {@code 10.0.0.1/24} or {@code fd99::1/64}.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    var length = slash < 0 ? "" : text.substring(slash + 1);
    if (!length.matches("[1-9][0-9]{0,2}")) {
      throw new IllegalArgumentException("not an address with a prefix: \"" + text + "\"");
    }
    return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /** True when the address can be an interface's: not the network, a group, loopback or none. */
  public boolean isHost() {
    var inet = address.inet();
    if (inet.isAnyLocalAddress() || inet.isLoopbackAddress() || inet.isMulticastAddress()) {
      return false;
    }
    int hostBits = address.bits() - length;
    if (!address.isV4() || hostBits < 2) {
      return true;
    }
    var host = hostPart();
    return host.signum() != 0 && host.bitCount() != hostBits;
  }

  /** The address that many further in the same network, or nothing when it has no more. */
  Optional<IpPrefix> plus(long n) {
    return address
        .plus(n)
        .map(next -> new IpPrefix(next, length))
        .filter(next -> next.network().equals(network()) && next.isHost());
  }

  boolean contains(IpAddress that) {
    return that.bits() == address.bits()
        && that.number().shiftRight(address.bits() - length).equals(network());
  }

  private BigInteger network() {
    return address.number().shiftRight(address.bits() - length);
  }

  private BigInteger hostPart() {
    var mask = BigInteger.ONE.shiftLeft(address.bits() - length).subtract(BigInteger.ONE);
    return address.number().and(mask);
  }

  @Override
  public String toString() {
    return address + "/" + length;
  }
}
