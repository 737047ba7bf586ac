package io.hnswitch.launch;

import io.hnswitch.console.ConsoleSettings.Reach;
import java.util.regex.Pattern;

/**
 * Where a node listens. Whether it may is decided elsewhere.
 *
 * @param host a name or a literal address, IPv6 without brackets
 * @param port 0 for any
 */
record Listen(String host, int port) {

  private static final Pattern TEXT = Pattern.compile("(?:(.+):)?([0-9]{1,5})");
  private static final int PORT_MAX = 65_535;

  /**
   * Parses {@code 127.0.0.1:8080}, {@code [::1]:0} or {@code 8080}.
   *
   * @throws CliException when it is anything else
   */
  static Listen parse(String text) {
    return parse("--listen", text);
  }

  /**
   * As {@link #parse(String)}.
   *
   * @param option where the text stands, for people
   */
  static Listen parse(String option, String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches() || Integer.parseInt(parts.group(2)) > PORT_MAX) {
      throw new CliException(
          ExitCode.USAGE,
          "hnswitch: " + option + " wants host:port, like 127.0.0.1:8080, not " + text);
    }
    var host = parts.group(1) == null ? "127.0.0.1" : parts.group(1);
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return new Listen(bare, Integer.parseInt(parts.group(2)));
  }

  /** True when it stands for every address of the machine, and is none itself. */
  boolean isEverywhere() {
    return host.equals("0.0.0.0") || host.matches("[0:]*:[0:]*");
  }

  /** The URL without a path, for who wants to get there. */
  String url(int actualPort, Reach reach) {
    return scheme(reach) + authority(actualPort, reach);
  }

  /** As {@link #url}, for who is on this machine, where further names may mean nothing. */
  String localUrl(int actualPort, Reach reach) {
    return scheme(reach) + authority(isEverywhere() ? loopback() : host, actualPort);
  }

  private static String scheme(Reach reach) {
    return reach.tls().isPresent() ? "https://" : "http://";
  }

  private String loopback() {
    return host.indexOf(':') < 0 ? "127.0.0.1" : "::1";
  }

  /**
   * Host and port, like {@code 127.0.0.1:8080} or {@code [::1]:8080}. An address that is every
   * address is no place to go to: then it is the first name that the node is known by.
   */
  String authority(int actualPort, Reach reach) {
    if (!isEverywhere()) {
      return authority(host, actualPort);
    }
    return authority(reach.hosts().stream().findFirst().orElseGet(this::loopback), actualPort);
  }

  private static String authority(String host, int port) {
    boolean isBare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (isBare ? "[" + host + "]" : host) + ":" + port;
  }
}
