package io.hnswitch.hn.rndis;

import io.hnswitch.frame.FrameLayout;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Writes what stands in front of a frame in an RNDIS packet message: the 44-byte header and the
 * per-packet information, in the order of the modelled drivers. To the host: hash value, VLAN, then
 * segmentation or checksum; to the guest: checksum, VLAN, hash value, hash info, segmentation. A
 * ledger element comes last when it is asked for.
 *
 * <p>Frame path: no allocation, each byte written once. At most {@link RndisPacket#HEADER_MAX}
 * bytes are written.
 */
public final class RndisPacketWriter {

  /** Part to write: the hash (to the guest with its info). */
  public static final int HASH = 0x1;

  /** Part to write: the ledger element with stream and sequence. */
  public static final int LEDGER = 0x2;

  /** To the host only: the IPv4 header's checksum is to be computed as well. */
  public static final int IP_HEADER = 0x4;

  /**
   * The result when RNDIS has no words for the request: a partial checksum that is neither TCP's
   * nor UDP's, starts beyond byte 1023, belongs to no IP frame or, to the guest, is not where a
   * parser finds it. Software has to finish the checksum first.
   */
  public static final int UNSAYABLE = -1;

  private static final long PPI_START = (long) RndisPacket.PPI_HEADER;
  private static final int NOTHING = 0;
  private static final int WRONG = -1;

  private RndisPacketWriter() {}

  /**
   * Writes header and per-packet information.
   *
   * @param at where the message begins
   * @param direction {@link RndisPacket#TO_HOST} or {@link RndisPacket#TO_GUEST}
   * @param frameLength bytes of the frame
   * @param paddedTo power of two; the length field is rounded up to a multiple of it (1: exact)
   * @param frame where the frame is now; looked at only when its checksum is partial
   * @param parts {@link #HASH}, {@link #LEDGER}, {@link #IP_HEADER}
   * @param offload as {@link Frames} packs it; a super-frame to the host must have been prepared by
   *     {@link LsoHeaders#prepare}
   * @param vlan tag in wire order, or {@link Frames#NO_VLAN}
   * @return bytes from the start of the message to the frame, or {@link #UNSAYABLE}: then nothing
   *     was written
   */
  public static int write(
      MemorySegment m,
      long at,
      int direction,
      int frameLength,
      int paddedTo,
      long frame,
      int parts,
      long offload,
      int vlan,
      int hash,
      int hashInfo,
      int stream,
      int sequence) {
    long p =
        direction == RndisPacket.TO_HOST
            ? toHost(m, at + RndisPacket.HEADER, frame, parts, offload, vlan, hash)
            : toGuest(
                m,
                at + RndisPacket.HEADER,
                frame,
                frameLength,
                parts,
                offload,
                vlan,
                hash,
                hashInfo);
    if (p == UNSAYABLE) {
      return UNSAYABLE;
    }
    if ((parts & LEDGER) != 0) {
      m.set(Memory.LE64, p, RndisPacket.PPI_LEDGER | (long) RndisPacket.LEDGER << 32);
      m.set(Memory.LE64, p + 8, PPI_START | (long) stream << 32);
      m.set(Memory.LE32, p + 16, sequence);
      p += RndisPacket.PPI_LEDGER;
    }
    int header = (int) (p - at);
    int length = header + frameLength + paddedTo - 1 & -paddedTo;
    long information = header - RndisPacket.HEADER;
    long informationOffset =
        information == 0 ? 0 : (long) (RndisPacket.HEADER - RndisPacket.OFFSET_BASE) << 32;
    m.set(Memory.LE64, at, 1L | (long) length << 32);
    m.set(Memory.LE64, at + 8, header - RndisPacket.OFFSET_BASE | (long) frameLength << 32);
    m.set(Memory.LE64, at + 16, 0L);
    m.set(Memory.LE64, at + 24, informationOffset);
    m.set(Memory.LE64, at + 32, information);
    m.set(Memory.LE32, at + 40, 0);
    return header;
  }

  /**
   * Rounds the length field of a written message up, when another one is to follow it in the same
   * buffer.
   *
   * @return the new length: where the next message begins
   */
  public static int pad(MemorySegment m, long at, int paddedTo) {
    int length = m.get(Memory.LE32, at + 4) + paddedTo - 1 & -paddedTo;
    m.set(Memory.LE32, at + 4, length);
    return length;
  }

  /** Bytes {@link #write} will return, to see beforehand whether a message fits somewhere. */
  public static int headerLength(int direction, int parts, long offload, int vlan) {
    int flags = Frames.flags(offload);
    boolean lso = (flags & Frames.TSO) != 0;
    int count = (vlan >= 0 ? 1 : 0) + (lso ? 1 : 0) + ((parts & HASH) != 0 ? 1 : 0);
    if (direction == RndisPacket.TO_HOST) {
      boolean sum = (flags & Frames.CSUM_PARTIAL) != 0 || (parts & IP_HEADER) != 0;
      count += sum && !lso ? 1 : 0;
    } else {
      count += (flags & (Frames.CSUM_PARTIAL | Frames.CSUM_VALID)) != 0 ? 1 : 0;
      count += (parts & HASH) != 0 ? 1 : 0;
    }
    int ledger = (parts & LEDGER) != 0 ? RndisPacket.PPI_LEDGER : 0;
    return RndisPacket.HEADER + count * RndisPacket.PPI + ledger;
  }

  private static long toHost(
      MemorySegment m, long start, long frame, int parts, long offload, int vlan, int hash) {
    int flags = (int) offload;
    int type = RndisPacket.CHECKSUM;
    int word;
    if ((flags & Frames.TSO) != 0) {
      type = RndisPacket.LSO;
      word = lso(offload);
    } else if ((flags & Frames.CSUM_PARTIAL) != 0) {
      word = request(m, frame, offload, parts);
    } else {
      boolean ipHeader = (parts & IP_HEADER) != 0;
      word = ipHeader ? RndisPacket.TX_IPV4 | RndisPacket.TX_IP_HEADER : NOTHING;
    }
    if (word == WRONG) {
      return UNSAYABLE;
    }
    long p = start;
    if ((parts & HASH) != 0) {
      p = put(m, p, RndisPacket.HASH_VALUE, hash);
    }
    if (vlan >= 0) {
      p = put(m, p, RndisPacket.VLAN, RndisPacket.vlanWord(vlan));
    }
    return word == NOTHING ? p : put(m, p, type, word);
  }

  private static long toGuest(
      MemorySegment m,
      long start,
      long frame,
      int frameLength,
      int parts,
      long offload,
      int vlan,
      int hash,
      int hashInfo) {
    int flags = (int) offload;
    int result = NOTHING;
    if ((flags & Frames.CSUM_PARTIAL) != 0) {
      result = loopback(m, frame, frameLength, offload);
    } else if ((flags & Frames.CSUM_VALID) != 0) {
      result = good(offload);
    }
    int lso = (flags & Frames.TSO) != 0 ? lso(offload) : NOTHING;
    if (result == WRONG || lso == WRONG) {
      return UNSAYABLE;
    }
    long p = start;
    if (result != NOTHING) {
      p = put(m, p, RndisPacket.CHECKSUM, result);
    }
    if (vlan >= 0) {
      p = put(m, p, RndisPacket.VLAN, RndisPacket.vlanWord(vlan));
    }
    if ((parts & HASH) != 0) {
      p = put(m, p, RndisPacket.HASH_VALUE, hash);
      p = put(m, p, RndisPacket.HASH_INFO, hashInfo);
    }
    return lso == NOTHING ? p : put(m, p, RndisPacket.LSO, lso);
  }

  private static long put(MemorySegment m, long p, int type, int word) {
    m.set(Memory.LE64, p, RndisPacket.PPI | (long) type << 32);
    m.set(Memory.LE64, p + 8, PPI_START | (long) word << 32);
    return p + RndisPacket.PPI;
  }

  private static int lso(long offload) {
    int tcp = Frames.checksumStart(offload);
    int mss = Frames.segmentSize(offload);
    int family = (offload & Frames.TSO6) != 0 ? RndisPacket.LSO_IPV6 : 0;
    return tcp > RndisPacket.OFFSET_MAX || mss == 0
        ? WRONG
        : mss | tcp << 20 | RndisPacket.LSO_V2 | family;
  }

  private static int request(MemorySegment m, long frame, long offload, int parts) {
    int start = Frames.checksumStart(offload);
    int offset = Frames.checksumOffset(offload);
    int ip = FrameLayout.ipOffset(m, frame);
    short etherType = m.get(Memory.BE16, frame + ip - 2);
    int transport =
        offset == RndisPacket.TCP_CHECKSUM
            ? RndisPacket.TX_TCP
            : offset == RndisPacket.UDP_CHECKSUM ? RndisPacket.TX_UDP : 0;
    boolean ipv6 = etherType == (short) 0x86dd;
    if (transport == 0 || start > RndisPacket.OFFSET_MAX || !ipv6 && etherType != 0x0800) {
      return WRONG;
    }
    boolean ipHeader = !ipv6 && (parts & IP_HEADER) != 0;
    int family = ipv6 ? RndisPacket.TX_IPV6 : RndisPacket.TX_IPV4;
    return start << 16 | transport | family | (ipHeader ? RndisPacket.TX_IP_HEADER : 0);
  }

  /** The guest will look for the place itself, so it must be where it looks. */
  private static int loopback(MemorySegment m, long frame, int frameLength, long offload) {
    int place = ChecksumPlace.find(m, frame, frameLength);
    boolean found = place != ChecksumPlace.NONE && place == (int) (offload >>> 16);
    return found ? good(offload) | RndisPacket.RX_LOOPBACK : WRONG;
  }

  /** Which protocol's bit is set says the checksum offset; without one, both are. */
  private static int good(long offload) {
    int offset = Frames.checksumOffset(offload);
    int tcp = offset == RndisPacket.UDP_CHECKSUM ? 0 : RndisPacket.RX_TCP_GOOD;
    int udp = offset == RndisPacket.TCP_CHECKSUM ? 0 : RndisPacket.RX_UDP_GOOD;
    return tcp | udp | RndisPacket.RX_IP_GOOD;
  }
}
