package io.hnswitch.console;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names that the console is served under. A page of another site that made its own name point
 * here (DNS rebinding) comes with that name and is told by it: only names of this machine, names
 * that the node was told, and the very address that was connected to are served.
 */
final class Hosts {

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[0-9a-fA-F:.]+]|[^\\[\\]:/@\\s]+)(:\\d{1,5})?");

  private final List<String> allowed;

  /**
   * @param allowed names without a port, beside those of the loopback
   */
  Hosts(List<String> allowed) {
    this.allowed = allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * Whether the console is served under a name.
   *
   * @param authority a request's {@code Host}
   * @param local the address on which the request came in
   */
  boolean admits(String authority, String local) {
    var parts = AUTHORITY.matcher(authority);
    if (!parts.matches()) {
      return false;
    }
    var host = parts.group("host");
    return Loopback.isLoopback(host)
        || allowed.contains(host.toLowerCase(Locale.ROOT))
        || isSame(host, local);
  }

  private static boolean isSame(String host, String local) {
    return address(host).filter(one -> address(local).filter(one::equals).isPresent()).isPresent();
  }

  /** Never asks DNS. */
  private static Optional<InetAddress> address(String text) {
    var bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    int scope = bare.indexOf('%');
    try {
      return Optional.of(InetAddress.ofLiteral(scope < 0 ? bare : bare.substring(0, scope)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
