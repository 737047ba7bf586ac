package io.hnswitch.launch.cluster;

/**
 * A place in a network.
 *
 * @param host name, IPv4 literal, or IPv6 literal without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

  private static final int PORT_MAX = 65_535;

  public HostPort {
    if (host.isEmpty() || port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("no place in a network: \"" + host + "\", port " + port);
    }
  }

  /**
   * Reads {@code host}, {@code host:port} or {@code [v6]:port}.
   *
   * @param port when the text has none
   * @throws IllegalArgumentException when it is none of these
   */
  public static HostPort parse(String text, int port) {
    var trimmed = text.trim();
    int end = trimmed.lastIndexOf(']');
    int colon = trimmed.lastIndexOf(':');
    boolean bareV6 = end < 0 && colon != trimmed.indexOf(':');
    if (colon < 0 || colon < end || bareV6) {
      return new HostPort(bare(trimmed), port);
    }
    var digits = trimmed.substring(colon + 1);
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("not host:port: \"" + text + "\"");
    }
    return new HostPort(bare(trimmed.substring(0, colon)), Integer.parseInt(digits));
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
