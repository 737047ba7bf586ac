package io.hnswitch.endpoint.tap;

import java.util.regex.Pattern;

/**
 * What interfaces and namespaces may be called. Narrower than the kernel's rules: nothing that the
 * kernel expands ({@code tap%d}), that is a path, or that a command could take for an option.
 */
public final class TapNames {

  /** Bytes of an interface name, IFNAMSIZ without the terminator. */
  public static final int INTERFACE_MAX = 15;

  private static final Pattern INTERFACE = Pattern.compile("[a-z][a-z0-9-]{0,14}");
  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private TapNames() {}

  /**
   * True for a name an interface may get. {@code all} and {@code default} are sysctl directories.
   */
  public static boolean isInterface(String name) {
    return INTERFACE.matcher(name).matches() && !name.equals("all") && !name.equals("default");
  }

  /** True for a name a network namespace may get. */
  public static boolean isNamespace(String name) {
    return NAMESPACE.matcher(name).matches();
  }

  static String requireInterface(String name) {
    if (!isInterface(name)) {
      throw new IllegalArgumentException("not an interface name: \"" + name + "\"");
    }
    return name;
  }

  static String requireNamespace(String name) {
    if (!isNamespace(name)) {
      throw new IllegalArgumentException("not a network namespace name: \"" + name + "\"");
    }
    return name;
  }
}
