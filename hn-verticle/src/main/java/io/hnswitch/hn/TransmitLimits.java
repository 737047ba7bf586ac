package io.hnswitch.hn;

import io.hnswitch.hn.rndis.RndisPacket;

/**
 * What of hn's frames is copied into the send buffer and sent together, as the settings want it.
 *
 * @param chimney the largest frame that is copied, bytes; 0 for what a section holds
 * @param bytes of packets sent together; below 0 what the host takes, 0 for none
 * @param packets sent together; below 0 what the host takes, 0 for none
 */
record TransmitLimits(int chimney, int bytes, int packets) {

  /** Everything that the host takes. */
  static final TransmitLimits AUTOMATIC = new TransmitLimits(0, -1, -1);

  private static final int SHORTEST_FRAME = 60;
  private static final int PACKETS_MAX = 255;
  private static final int ALIGNMENT_MIN = 8;

  /** Bytes that one transfer can have: the host's limit, and a section's size. */
  static int transferMax(NvscEffect.Agreement agreement) {
    return (int) Math.min(agreement.transferMax() & 0xffff_ffffL, agreement.sectionBytes());
  }

  /** Bytes that packets in a transfer begin at a multiple of. */
  static int alignment(NvscEffect.Agreement agreement) {
    return Math.max(ALIGNMENT_MIN, agreement.alignment());
  }

  /** The largest frame that is copied. */
  int copyMax(NvscEffect.Agreement agreement) {
    return chimney == 0 ? agreement.sectionBytes() : Math.min(chimney, agreement.sectionBytes());
  }

  /** Bytes of packets sent together; 0 when none are. */
  int bytesMax(NvscEffect.Agreement agreement) {
    return isOff(agreement) ? 0 : limit(bytes, transferMax(agreement));
  }

  /** Packets sent together; 0 when none are. */
  int packetsMax(NvscEffect.Agreement agreement) {
    return isOff(agreement)
        ? 0
        : limit(packets, Math.clamp(agreement.packetsMax(), 1, PACKETS_MAX));
  }

  /** Two of the shortest packets must fit, or there is nothing to send together. */
  private boolean isOff(NvscEffect.Agreement agreement) {
    int alignment = alignment(agreement);
    int shortest = SHORTEST_FRAME + RndisPacket.HEADER_MAX_TO_HOST + alignment - 1;
    return packets == 0
        || bytes == 0
        || limit(bytes, transferMax(agreement)) <= 2 * (shortest - shortest % alignment);
  }

  private static int limit(int wanted, int most) {
    return wanted < 0 ? most : Math.min(wanted, most);
  }
}
