package io.hnswitch.endpoint.host;

import java.util.Locale;

/** What a host made of a frame it received; each frame counts as exactly one. */
public enum HostOutcome {
  /** An ARP request was answered. */
  ARP_ANSWERED,
  /** An ARP frame confirmed or changed a neighbour. */
  ARP_LEARNED,
  /** A neighbor solicitation was answered. */
  NDP_ANSWERED,
  /** A neighbor advertisement confirmed or changed a neighbour. */
  NDP_LEARNED,
  /** An ICMP echo request was answered. */
  ICMP_ECHOED,
  /** An ICMPv6 echo request was answered. */
  ICMPV6_ECHOED,
  /** A UDP datagram was sent back. */
  UDP_ECHOED,
  /** Understood, but nothing this host answers or is told to answer. */
  NOT_ANSWERED,
  /** For another MAC or IP address, in a VLAN, or the host's own frame come back. */
  NOT_FOR_US,
  /** A part of an IP packet; hosts here put none together. */
  FRAGMENT,
  /** A checksum is wrong. */
  BAD_CHECKSUM,
  /** Lengths or fields are impossible, or a rule of the protocol is broken. */
  MALFORMED,
  /** Another station uses, or wants, one of the host's addresses. */
  CONFLICT,
  /** For an address that duplicate address detection has not cleared yet: silence (RFC 4862). */
  TENTATIVE,
  /** An answer was due, but there was no room to write it. */
  NO_ROOM;

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name in every output, like {@code bad-checksum}. */
  public String slug() {
    return slug;
  }
}
