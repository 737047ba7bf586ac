package io.hnswitch.frame;

import java.lang.foreign.MemorySegment;

/** What of a frame's length an MTU allows. */
public final class FrameSize {

  private static final int ETHERTYPE = 12;
  private static final int TAG_BYTES = 4;
  private static final short CUSTOMER_TAG = (short) 0x8100;
  private static final short SERVICE_TAG = (short) 0x88a8;

  private FrameSize() {}

  /**
   * Whether a frame that nobody will segment is longer than an MTU allows. A VLAN tag in the frame
   * does not count.
   *
   * @param frame where its Ethernet header is
   * @param length bytes with the Ethernet header
   * @param mtu bytes without it
   */
  public static boolean isOversize(MemorySegment memory, long frame, int length, int mtu) {
    int longest = mtu + Frames.ETHERNET_HEADER;
    return length > longest && (length > longest + TAG_BYTES || !isTagged(memory, frame));
  }

  private static boolean isTagged(MemorySegment memory, long frame) {
    short etherType = memory.get(Memory.BE16, frame + ETHERTYPE);
    return etherType == CUSTOMER_TAG || etherType == SERVICE_TAG;
  }
}
