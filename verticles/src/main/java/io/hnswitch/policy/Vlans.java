package io.hnswitch.policy;

import io.hnswitch.frame.Frames;

/**
 * The tag that a frame has out of band within the lab: {@link Frames#NO_VLAN}, or the TCI of IEEE
 * 802.1Q (priority in bits 13 to 15, DEI in 12, VLAN id in 0 to 11) and perhaps {@link
 * Frames#ISOLATED}.
 */
public final class Vlans {

  private static final int ID = 0xfff;
  private static final int DOMAIN_SHIFT = 48;

  private Vlans() {}

  /** The VLAN id of a tag; 0 for a priority tag. */
  public static int id(int tag) {
    return tag & ID;
  }

  /**
   * What makes an address, below, another one in each VLAN; 0 for frames in none.
   *
   * @param tag or {@link Frames#NO_VLAN}
   */
  public static long domain(int tag) {
    return tag == Frames.NO_VLAN ? 0 : id(tag) + 1L << DOMAIN_SHIFT;
  }

  /** The address without what {@link #domain} added. */
  public static long mac(long inDomain) {
    return inDomain & 0xffff_ffff_ffffL;
  }

  /** The VLAN of an address in a domain; 0 for none. */
  public static int idOf(long inDomain) {
    return (int) Math.max((inDomain >>> DOMAIN_SHIFT) - 1, 0);
  }
}
