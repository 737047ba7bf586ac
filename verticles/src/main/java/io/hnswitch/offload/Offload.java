package io.hnswitch.offload;

import java.util.Locale;
import java.util.Optional;

/** An interface capability, with FreeBSD's bit ({@code IFCAP_*} of {@code sys/net/if.h}). */
public enum Offload {
  RXCSUM(0x00001),
  TXCSUM(0x00002),
  VLAN_MTU(0x00008),
  VLAN_HWTAGGING(0x00010),
  JUMBO_MTU(0x00020),
  VLAN_HWCSUM(0x00080),
  TSO4(0x00100),
  TSO6(0x00200),
  LRO(0x00400),
  VLAN_HWFILTER(0x10000),
  VLAN_HWTSO(0x40000),
  LINKSTATE(0x80000),
  NETMAP(0x100000),
  RXCSUM_IPV6(0x200000),
  TXCSUM_IPV6(0x400000),
  HWSTATS(0x800000);

  private final int bit;
  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  Offload(int bit) {
    this.bit = bit;
  }

  /** The {@code IFCAP_*} bit. */
  public int bit() {
    return bit;
  }

  /** The name in lab files and outputs, like {@code rxcsum-ipv6}. */
  public String slug() {
    return slug;
  }

  /** The capability with a slug; upper case and underscores are accepted. */
  public static Optional<Offload> ofSlug(String text) {
    var wanted = text.toLowerCase(Locale.ROOT).replace('_', '-');
    for (var offload : values()) {
      if (offload.slug.equals(wanted)) {
        return Optional.of(offload);
      }
    }
    return Optional.empty();
  }
}
