package io.hnswitch.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a switch port can keep a guest from sending; named as Hyper-V's port settings. */
public enum Guard {
  /** Frames from another address than the NIC's own. */
  MAC_SPOOF,
  /** What only a DHCP server says: UDP from port 67, or from 547 with IPv6. */
  DHCP,
  /** Router advertisements and redirects, of ICMP and of ICMPv6 (RFC 6105, RFC 7113). */
  ROUTER;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in lab files. */
  public String slug() {
    return slug;
  }

  public static Optional<Guard> ofSlug(String slug) {
    return Arrays.stream(values()).filter(guard -> guard.slug.equals(slug)).findFirst();
  }

  public static List<String> slugs() {
    return Arrays.stream(values()).map(Guard::slug).toList();
  }
}
