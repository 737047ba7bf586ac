package io.hnswitch.rss;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which fields a hash was made of ({@code RSS_TYPE_*}), with the bit that NDIS has for it. The
 * extended types take the home address and the routing header's address, where there are any.
 */
public enum RssType {
  /** Both addresses. */
  IPV4(RssHash.IPV4),
  /** Both addresses and ports. */
  TCP_IPV4(RssHash.TCP_IPV4),
  IPV6(RssHash.IPV6),
  IPV6_EX(RssHash.IPV6_EX),
  TCP_IPV6(RssHash.TCP_IPV6),
  TCP_IPV6_EX(RssHash.TCP_IPV6_EX),
  UDP_IPV4(RssHash.UDP_IPV4),
  UDP_IPV6(RssHash.UDP_IPV6),
  UDP_IPV6_EX(RssHash.UDP_IPV6_EX);

  private final int ndis;

  RssType(int ndis) {
    this.ndis = ndis;
  }

  /** The bit in a hash info. */
  public int ndis() {
    return ndis;
  }

  /** The name in lab files and outputs, like {@code tcp-ipv4}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static List<String> slugsOfAll() {
    return Arrays.stream(values()).map(RssType::slug).toList();
  }

  public static Optional<RssType> ofSlug(String text) {
    return Arrays.stream(values()).filter(one -> one.slug().equals(text)).findFirst();
  }
}
