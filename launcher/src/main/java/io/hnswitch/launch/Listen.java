package io.hnswitch.launch;

import java.util.regex.Pattern;

/**
 * Where a node listens: always on this machine alone.
 *
 * @param host {@code localhost} or a literal loopback address, IPv6 without brackets
 * @param port 0 for any
 */
record Listen(String host, int port) {

  private static final Pattern TEXT = Pattern.compile("(?:(.+):)?([0-9]{1,5})");
  private static final int PORT_MAX = 65_535;

  /**
   * Parses {@code 127.0.0.1:8080}, {@code [::1]:0} or {@code 8080}.
   *
   * @throws CliException when it is anything else, or not loopback
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
    if (!isLoopback(bare)) {
      throw new CliException(
          ExitCode.INVALID,
          "hnswitch: refusing to listen on "
              + bare
              + ": without TLS this is for this machine only, use 127.0.0.1, ::1 or localhost");
    }
    return new Listen(bare, Integer.parseInt(parts.group(2)));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** The URL without a path. */
  String url(int actualPort) {
    return "http://" + authority(actualPort);
  }

  /** Host and port, like {@code 127.0.0.1:8080} or {@code [::1]:8080}. */
  String authority(int actualPort) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + actualPort;
  }
}
