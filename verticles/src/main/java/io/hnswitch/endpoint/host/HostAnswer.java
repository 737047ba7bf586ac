package io.hnswitch.endpoint.host;

import java.util.Locale;

/** What a host can be told to answer, or to keep quiet about. */
public enum HostAnswer {
  /** ARP requests for its IPv4 addresses (RFC 826). */
  ARP,
  /** Neighbor solicitations for its IPv6 addresses (RFC 4861). */
  NDP,
  /** Echo requests over IPv4 (RFC 792). */
  ICMP_ECHO,
  /** Echo requests over IPv6 (RFC 4443). */
  ICMPV6_ECHO,
  /** UDP datagrams to port 7 (RFC 862). */
  UDP_ECHO;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in lab files and outputs, like {@code udp-echo}. */
  public String slug() {
    return slug;
  }
}
