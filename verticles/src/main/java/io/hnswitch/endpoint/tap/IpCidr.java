package io.hnswitch.endpoint.tap;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * An interface address with its prefix length, like {@code 10.0.0.1/24} or {@code fd00::1/64}.
 *
 * @param address a literal; never looked up
 * @param prefix bits of the network part
 */
public record IpCidr(InetAddress address, int prefix) {

  private static final Pattern V4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

  public IpCidr {
    int bits = address.getAddress().length * Byte.SIZE;
    if (prefix < 1 || prefix > bits) {
      throw new IllegalArgumentException(
          "prefix length out of range: " + prefix + ", allowed 1 to " + bits);
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      throw new IllegalArgumentException("not an interface address: " + address.getHostAddress());
    }
  }

  /**
   * Parses an address with a prefix length.
   *
   * @throws IllegalArgumentException with the text, when it is anything else
   */
  public static IpCidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String prefix = slash < 0 ? "" : text.substring(slash + 1);
    boolean v4 = V4.matcher(address).matches();
    if (!PREFIX.matcher(prefix).matches() || !v4 && !V6.matcher(address).matches()) {
      throw new IllegalArgumentException("not an address with prefix length: \"" + text + "\"");
    }
    InetAddress literal;
    try {
      literal = InetAddress.ofLiteral(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an IP address: \"" + text + "\"", e);
    }
    if (v4 != literal instanceof Inet4Address) {
      throw new IllegalArgumentException("an IPv4 address in IPv6 form: \"" + text + "\"");
    }
    return new IpCidr(literal, Integer.parseInt(prefix));
  }

  public boolean isV6() {
    return !(address instanceof Inet4Address);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
