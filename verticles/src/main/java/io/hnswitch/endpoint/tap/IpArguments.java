package io.hnswitch.endpoint.tap;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of every {@code ip} command we give, and the lines of its batches. All names in them
 * were checked by {@link TapNames}; no shell ever sees them.
 */
final class IpArguments {

  /** The kernel's own limit for super-frames, which {@code gso_max_size 0} does not restore. */
  private static final int GSO_DEFAULT = 65536;

  private IpArguments() {}

  static List<String> addNamespace(String namespace) {
    return List.of("netns", "add", namespace);
  }

  static List<String> deleteNamespace(String namespace) {
    return List.of("netns", "delete", namespace);
  }

  /** Moves and renames in one step, so that the name need not be free where it comes from. */
  static List<String> move(TapSettings settings) {
    return List.of(
        "link",
        "set",
        "dev",
        settings.device(),
        "netns",
        settings.namespace(),
        "name",
        settings.name());
  }

  static List<String> rename(TapSettings settings) {
    return List.of("link", "set", "dev", settings.device(), "name", settings.name());
  }

  /** Reads the lines of a batch from standard input, inside a namespace when there is one. */
  static List<String> batch(String namespace) {
    return namespace.isEmpty() ? List.of("-batch", "-") : List.of("-n", namespace, "-batch", "-");
  }

  /** The interface is in place: its properties, its addresses, and up. */
  static List<String> configure(TapSettings settings, boolean loopbackUp) {
    String name = settings.name();
    var lines = new ArrayList<String>();
    if (loopbackUp) {
      lines.add("link set dev lo up");
    }
    lines.add(
        "link set dev "
            + name
            + " address "
            + settings.mac()
            + " mtu "
            + settings.mtu()
            + " txqueuelen "
            + settings.queueLength());
    if (settings.gsoMax() > 0) {
      lines.add(gsoMax(name, settings.gsoMax()));
    }
    if (!settings.hasV6()) {
      // No link-local address of its own accord: no duplicate detection, no router solicitation.
      lines.add("link set dev " + name + " addrgenmode none");
    }
    for (var address : settings.addresses()) {
      // Without nodad an IPv6 address may not be used in its first second.
      lines.add("address add " + address + " dev " + name + (address.isV6() ? " nodad" : ""));
    }
    lines.add("link set dev " + name + " up");
    return lines;
  }

  static String mtu(String name, int mtu) {
    return "link set dev " + name + " mtu " + mtu;
  }

  static String gsoMax(String name, int bytes) {
    return "link set dev " + name + " gso_max_size " + (bytes == 0 ? GSO_DEFAULT : bytes);
  }
}
