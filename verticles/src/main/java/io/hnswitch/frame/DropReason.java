package io.hnswitch.frame;

import java.util.Locale;

/**
 * Why a frame ended without being delivered. The list is closed: metrics, traces, captures and
 * documents use these slugs and no others.
 */
public enum DropReason {
  /** The link or carrier of the next hop is down. */
  LINK_DOWN,
  /** The NIC (hn) is administratively down. */
  NIC_DOWN,
  /** The frame was inside a VF, or on its way to one, that was taken away by surprise. */
  VF_GONE,
  /** A VF got a frame before it was brought up. */
  VF_NOT_READY,
  /** The hold of a switch-over, or the store of a migration, was full. */
  FENCE_OVERFLOW,
  /** A VMBus channel had no room and could not wait, or was closed with the frame inside. */
  CHANNEL_FULL,
  /** The egress had no credit left. */
  CREDIT_EXHAUSTED,
  /** The event bus discarded the message. */
  BUS_DISCARDED,
  /** A peer on the event bus did not answer in time. */
  BUS_TIMEOUT,
  /** Nobody owns the address the frame was for. */
  NO_OWNER,
  /** Shorter than an Ethernet header, or than its headers say. */
  RUNT,
  /** Longer than the MTU or the limit of the next hop, and not to be segmented. */
  OVERSIZE,
  /** Damaged: a check sequence or a protocol check failed. */
  BAD_FCS,
  VLAN_NOT_ALLOWED,
  VLAN_MALFORMED,
  MAC_SPOOF,
  DHCP_GUARD,
  ROUTER_GUARD,
  STORM,
  ACL_DENY,
  RATE_EXCEEDED,
  MIRROR_LOOP,
  /** The way out is the way in. */
  HAIRPIN,
  IMPAIR_LOSS,
  IMPAIR_CORRUPT,
  IMPAIR_QUEUE_FULL,
  /** The device was taken down with the frame inside. */
  SHUTDOWN;

  private static final DropReason[] ALL = values();

  private final String slug = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** How many reasons there are. */
  public static int count() {
    return ALL.length;
  }

  /** The reason with an {@link #ordinal()}. */
  public static DropReason of(int ordinal) {
    return ALL[ordinal];
  }

  /** The name in every output, like {@code vf-gone}. */
  public String slug() {
    return slug;
  }
}
