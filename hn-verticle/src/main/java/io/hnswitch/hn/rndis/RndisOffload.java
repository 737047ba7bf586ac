package io.hnswitch.hn.rndis;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Frames;
import java.lang.foreign.MemorySegment;

/**
 * From the per-packet information of a message that was read to the offload word of {@link Frames}.
 * The frame must be in one piece by now.
 */
public final class RndisOffload {

  /** No offload word: the request does not match the frame, which is to be dropped. */
  public static final long REFUSED = -1;

  private static final long NOTHING = 0;

  private RndisOffload() {}

  /**
   * What a host has left to do on a frame of the guest. Restores the headers of a super-frame and
   * computes the IPv4 header checksum, both in place, when asked to.
   *
   * @return the offload word, or {@link #REFUSED}
   */
  public static long transmitted(
      MemorySegment m, long frame, int length, RndisPacketReader packet) {
    if ((packet.present() & RndisPacketReader.LSO) != 0) {
      return LsoHeaders.restore(m, frame, length, packet.lso());
    }
    int word = packet.checksum();
    if ((word & (RndisPacket.TX_IPV4 | RndisPacket.TX_IPV6)) == 0) {
      return NOTHING;
    }
    boolean ipv4 = (word & RndisPacket.TX_IPV4) != 0;
    if (ipv4 && (word & RndisPacket.TX_IP_HEADER) != 0 && !sumIpv4Header(m, frame, length)) {
      return REFUSED;
    }
    boolean tcp = (word & RndisPacket.TX_TCP) != 0;
    if (!tcp && (word & RndisPacket.TX_UDP) == 0) {
      return NOTHING;
    }
    int start = word >>> 16 & RndisPacket.OFFSET_MAX;
    if (start == 0) {
      start = Frames.ETHERNET_HEADER + (ipv4 ? 20 : 40);
    }
    int offset = tcp ? RndisPacket.TCP_CHECKSUM : RndisPacket.UDP_CHECKSUM;
    return start + offset + 2 > length
        ? REFUSED
        : Frames.offload(Frames.CSUM_PARTIAL, start, offset, 0);
  }

  private static boolean sumIpv4Header(MemorySegment m, long frame, int length) {
    long layout = FrameLayout.of(m, frame, length);
    if (layout == FrameLayout.NONE || FrameLayout.isIpv6(layout)) {
      return false;
    }
    int ip = FrameLayout.ip(layout);
    InternetChecksum.finishIpv4Header(m, frame + ip, FrameLayout.transport(layout) - ip);
    return true;
  }

  /**
   * What a guest knows about a frame of the host. A frame of the same host comes with a partial
   * checksum, whose place is found in its headers.
   *
   * @return the offload word, or {@link #REFUSED} for a super-frame that is none
   */
  public static long received(MemorySegment m, long frame, int length, RndisPacketReader packet) {
    int word = packet.checksum();
    boolean good = (word & (RndisPacket.RX_TCP_GOOD | RndisPacket.RX_UDP_GOOD)) != 0;
    boolean partial = good && (word & RndisPacket.RX_LOOPBACK) != 0;
    boolean lso = (packet.present() & RndisPacketReader.LSO) != 0;
    if (!partial && !lso) {
      return good ? Frames.CSUM_VALID : NOTHING;
    }
    int place = ChecksumPlace.find(m, frame, length);
    if (lso) {
      return superFrame(packet.lso(), place, partial, good);
    }
    return place == ChecksumPlace.NONE
        ? NOTHING
        : Frames.offload(
            Frames.CSUM_PARTIAL, ChecksumPlace.start(place), ChecksumPlace.offset(place), 0);
  }

  private static long superFrame(int lso, int place, boolean partial, boolean good) {
    int mss = lso & 0xfffff;
    boolean isTcp =
        place != ChecksumPlace.NONE
            && ChecksumPlace.offset(place) == RndisPacket.TCP_CHECKSUM
            && ChecksumPlace.start(place) == LsoHeaders.lsoTcpOffset(lso);
    if (!isTcp || (lso & RndisPacket.LSO_V2) == 0 || mss == 0 || mss > 0xffff) {
      return REFUSED;
    }
    int flags = (lso & RndisPacket.LSO_IPV6) != 0 ? Frames.TSO6 : Frames.TSO4;
    int sum = partial ? Frames.CSUM_PARTIAL : good ? Frames.CSUM_VALID : 0;
    return Frames.offload(flags | sum, ChecksumPlace.start(place), RndisPacket.TCP_CHECKSUM, mss);
  }
}
