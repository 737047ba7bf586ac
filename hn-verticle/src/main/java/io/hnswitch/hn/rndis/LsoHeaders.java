package io.hnswitch.hn.rndis;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The headers of a TCP super-frame in the two forms it has. On the wire to the host (LSOv2) its IP
 * length is 0, its IPv4 header checksum is 0, and its TCP checksum is the pseudo-header's sum
 * without the length. Everywhere else all lengths are there, and the TCP checksum is the
 * pseudo-header's sum with the length (a partial checksum, as in virtio).
 */
public final class LsoHeaders {

  /** The result for frames that are not what they claim to be. */
  public static final int NOT_TCP = -1;

  private static final int IPV6_BYTES = 40;
  private static final int TCP_BYTES = 20;
  private static final int LENGTH_MAX = 65535;
  private static final int MSS_MASK = 0xfffff;

  private LsoHeaders() {}

  /**
   * Changes a super-frame to the form of the wire, in place.
   *
   * @return offset of the TCP header, or {@link #NOT_TCP}: the frame is to be dropped, unchanged
   */
  public static int prepare(MemorySegment m, long frame, int frameLength) {
    long layout = FrameLayout.of(m, frame, frameLength);
    int tcp = tcpOffset(layout, frameLength);
    if (tcp == NOT_TCP) {
      return NOT_TCP;
    }
    long ip = frame + FrameLayout.ip(layout);
    if (FrameLayout.isIpv6(layout)) {
      m.set(Memory.BE16, ip + 4, (short) 0);
    } else {
      m.set(Memory.BE16, ip + 2, (short) 0);
      m.set(Memory.BE16, ip + 10, (short) 0);
    }
    setPseudoSum(m, frame, layout, 0);
    return tcp;
  }

  /**
   * Changes a super-frame back from the form of the wire, in place, trusting nothing but its
   * addresses and header lengths.
   *
   * @param lso the LSO word that came with it
   * @return the frame's offload word, or {@link RndisOffload#REFUSED}: nothing was changed
   */
  public static long restore(MemorySegment m, long frame, int frameLength, int lso) {
    long layout = FrameLayout.of(m, frame, frameLength);
    int tcp = tcpOffset(layout, frameLength);
    boolean ipv6 = FrameLayout.isIpv6(layout);
    int claimed = lsoTcpOffset(lso);
    int mss = lso & MSS_MASK;
    if (tcp == NOT_TCP
        || ipv6 != ((lso & RndisPacket.LSO_IPV6) != 0)
        || (lso & RndisPacket.LSO_V2) == 0
        || claimed != 0 && claimed != tcp
        || mss == 0
        || mss > 0xffff) {
      return RndisOffload.REFUSED;
    }
    int tcpHeader = (m.get(Memory.BYTE, frame + tcp + 12) >>> 4 & 0xf) * 4;
    int ipOffset = FrameLayout.ip(layout);
    int ipLength = frameLength - ipOffset - (ipv6 ? IPV6_BYTES : 0);
    if (tcpHeader < TCP_BYTES || tcp + tcpHeader > frameLength || ipLength > LENGTH_MAX) {
      return RndisOffload.REFUSED;
    }
    long ip = frame + ipOffset;
    if (ipv6) {
      m.set(Memory.BE16, ip + 4, (short) ipLength);
    } else {
      m.set(Memory.BE16, ip + 2, (short) ipLength);
      InternetChecksum.finishIpv4Header(m, ip, tcp - ipOffset);
    }
    setPseudoSum(m, frame, layout, frameLength - tcp);
    int flags = Frames.CSUM_PARTIAL | (ipv6 ? Frames.TSO6 : Frames.TSO4);
    return Frames.offload(flags, tcp, RndisPacket.TCP_CHECKSUM, mss);
  }

  static int lsoTcpOffset(int lso) {
    return lso >>> 20 & RndisPacket.OFFSET_MAX;
  }

  /** IPv6 super-frames must have TCP right behind the IPv6 header: the host accepts no others. */
  private static int tcpOffset(long layout, int frameLength) {
    int tcp = FrameLayout.transport(layout);
    boolean isTcp =
        FrameLayout.protocol(layout) == FrameLayout.TCP
            && !FrameLayout.isFragment(layout)
            && tcp + TCP_BYTES <= frameLength;
    boolean isDirect = !FrameLayout.isIpv6(layout) || tcp == FrameLayout.ip(layout) + IPV6_BYTES;
    return isTcp && isDirect ? tcp : NOT_TCP;
  }

  private static void setPseudoSum(MemorySegment m, long frame, long layout, int tcpLength) {
    long ip = frame + FrameLayout.ip(layout);
    long addresses =
        FrameLayout.isIpv6(layout)
            ? InternetChecksum.sum(m, ip + 8, 32)
            : InternetChecksum.sum(m, ip + 12, 8);
    int sum = InternetChecksum.fold(addresses + FrameLayout.TCP + tcpLength);
    long field = frame + FrameLayout.transport(layout) + RndisPacket.TCP_CHECKSUM;
    m.set(Memory.BE16, field, (short) sum);
  }
}
