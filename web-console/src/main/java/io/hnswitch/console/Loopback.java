package io.hnswitch.console;

import java.util.regex.Pattern;

/** Tells names and addresses of this machine's loopback from all others, without asking DNS. */
final class Loopback {

  private static final Pattern IPV4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  private Loopback() {}

  /** Whether a host, as it stands in settings or a URL, is always this machine. */
  static boolean isLoopback(String host) {
    return switch (host) {
      case "::1", "[::1]" -> true;
      default -> host.equalsIgnoreCase("localhost") || IPV4.matcher(host).matches();
    };
  }
}
