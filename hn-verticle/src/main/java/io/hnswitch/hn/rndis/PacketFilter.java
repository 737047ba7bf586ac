package io.hnswitch.hn.rndis;

/** The bits of {@link Oid#CURRENT_PACKET_FILTER}: which frames the host delivers; 0 is none. */
public final class PacketFilter {

  public static final int NONE = 0;
  public static final int DIRECTED = 0x1;
  public static final int MULTICAST = 0x2;
  public static final int ALL_MULTICAST = 0x4;
  public static final int BROADCAST = 0x8;
  public static final int SOURCE_ROUTING = 0x10;
  public static final int PROMISCUOUS = 0x20;

  private PacketFilter() {}

  /**
   * What a guest sets.
   *
   * @param everything promiscuous mode, or receiving for a VF: then nothing else is said
   * @param broadcast the interface can receive broadcasts
   * @param multicast all-multicast mode, or at least one group joined; groups are not told apart
   */
  public static int choose(boolean everything, boolean broadcast, boolean multicast) {
    if (everything) {
      return PROMISCUOUS;
    }
    return DIRECTED | (broadcast ? BROADCAST : 0) | (multicast ? ALL_MULTICAST : 0);
  }
}
