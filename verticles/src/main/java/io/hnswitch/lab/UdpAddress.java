package io.hnswitch.lab;

import java.util.regex.Pattern;

/**
 * Where datagrams of a tunnel go to or come from.
 *
 * @param ip one host's address
 * @param port 1 to 65535
 */
public record UdpAddress(IpAddress ip, int port) {

  /** The port that RFC 7348 gives to VXLAN. */
  public static final int VXLAN_PORT = 4789;

  private static final Pattern WITH_PORT = Pattern.compile("(.*):([1-9][0-9]{0,4})");
  private static final Pattern BRACKETED =
      Pattern.compile("\\[([^\\]]*)\\](?::([1-9][0-9]{0,4}))?");
  private static final int BROADCAST = 0xff;

  public UdpAddress {
    if (port < 1 || port > 0xffff) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
    if (!isOneHost(ip)) {
      throw new IllegalArgumentException("not an address of one host: " + ip);
    }
  }

  /**
   * Parses {@code 10.9.0.1}, {@code 10.9.0.1:4789}, {@code fd99::1} or {@code [fd99::1]:4789}.
   *
   * @throws IllegalArgumentException when it is anything else, or an address that is not of one
   *     host, or has a meaning on one interface only
   */
  public static UdpAddress parse(String text) {
    var bracketed = BRACKETED.matcher(text);
    if (bracketed.matches()) {
      var ip = IpAddress.parse(bracketed.group(1));
      if (ip.isV4()) {
        throw new IllegalArgumentException("brackets are for IPv6: \"" + text + "\"");
      }
      return new UdpAddress(ip, port(bracketed.group(2)));
    }
    var withPort = WITH_PORT.matcher(text);
    if (withPort.matches() && withPort.group(1).indexOf(':') < 0) {
      return new UdpAddress(IpAddress.parse(withPort.group(1)), port(withPort.group(2)));
    }
    return new UdpAddress(IpAddress.parse(text), VXLAN_PORT);
  }

  private static int port(String digits) {
    return digits == null ? VXLAN_PORT : Integer.parseInt(digits);
  }

  private static boolean isOneHost(IpAddress ip) {
    var inet = ip.inet();
    return !inet.isAnyLocalAddress()
        && !inet.isMulticastAddress()
        && (ip.isV4() ? !isBroadcast(inet.getAddress()) : !inet.isLinkLocalAddress());
  }

  private static boolean isBroadcast(byte[] bytes) {
    for (byte one : bytes) {
      if ((one & 0xff) != BROADCAST) {
        return false;
      }
    }
    return true;
  }

  /** As short as {@link #parse} allows. */
  String shortest() {
    return port == VXLAN_PORT ? ip.toString() : toString();
  }

  @Override
  public String toString() {
    return (ip.isV4() ? ip.toString() : "[" + ip + "]") + ":" + port;
  }
}
