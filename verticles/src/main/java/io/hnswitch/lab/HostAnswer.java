package io.hnswitch.lab;

import java.util.Locale;

/** What an in-process host answers. */
public enum HostAnswer {
  /** ARP requests for its IPv4 addresses. */
  ARP,
  /** Neighbour solicitations for its IPv6 addresses. */
  NDP,
  /** ICMP and ICMPv6 echo requests. */
  ICMP,
  /** UDP datagrams to port 7, sent back as they came. */
  UDP_ECHO;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The word in lab files. */
  public String slug() {
    return slug;
  }
}
