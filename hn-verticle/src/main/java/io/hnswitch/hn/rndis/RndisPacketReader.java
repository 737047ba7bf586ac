package io.hnswitch.hn.rndis;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Checks one RNDIS packet message of a peer and keeps what it says; used again and again.
 *
 * <p>Every field is fetched exactly once and the fetched value is the one that is checked and used,
 * so a peer that changes the memory meanwhile gains nothing. All sums are of unsigned values in 64
 * bits; nothing outside of the range is read, whatever the fields say. After a result other than 0
 * the accessors have no meaning.
 */
public final class RndisPacketReader {

  /** Bits of {@link #present()}. */
  public static final int CHECKSUM = 0x1;

  public static final int LSO = 0x2;
  public static final int VLAN = 0x4;

  /** To the guest: only when value and info were both there. */
  public static final int HASH = 0x8;

  public static final int PACKET_ID = 0x10;
  public static final int LEDGER = 0x20;

  private static final int HASH_INFO = 0x40;
  private static final long WORD = 0xffff_ffffL;
  private static final long OFFSET_MIN = RndisPacket.HEADER - RndisPacket.OFFSET_BASE;
  private static final int OK = RndisError.NONE.ordinal();

  /** Header words: no out-of-band count, and the information begins right behind the header. */
  private static final long INFORMATION_BEHIND_HEADER = OFFSET_MIN << 32;

  /** Size and type of the ledger element. */
  private static final long LEDGER_HEAD = RndisPacket.PPI_LEDGER | (long) RndisPacket.LEDGER << 32;

  private static final int IPV4_TRANSPORT = 14 + 20;
  private static final int IPV6_TRANSPORT = 14 + 40;

  private int present;
  private long dataAddress;
  private int dataOffset;
  private int dataLength;
  private int messageLength;
  private int checksum;
  private int lso;
  private int vlan;
  private int hash;
  private int hashInfo;
  private int packetId;
  private int stream;
  private int sequence;

  /** As {@link #read(MemorySegment, long, int, int, int)} for a message in one piece. */
  public int read(MemorySegment m, long at, int rangeLength, int direction) {
    return read(m, at, rangeLength, rangeLength, direction);
  }

  /**
   * Reads a message.
   *
   * @param at where it begins
   * @param firstLength bytes readable from there: header and per-packet information must be inside
   * @param totalLength bytes of all pieces; equal to the former unless the frame is elsewhere
   * @param direction {@link RndisPacket#TO_GUEST}, or {@link RndisPacket#TO_HOST} for the
   *     additional rules of a host
   * @return 0, or the {@link RndisError#ordinal()} of the first rule broken
   */
  public int read(MemorySegment m, long at, int firstLength, int totalLength, int direction) {
    if (totalLength < RndisPacket.HEADER) {
      return RndisError.P1_SHORT.ordinal();
    }
    if (firstLength < RndisPacket.HEADER) {
      return RndisError.HEADER_SPLIT.ordinal();
    }
    long first = m.get(Memory.LE64, at);
    long data = m.get(Memory.LE64, at + 8);
    long oob = m.get(Memory.LE64, at + 16);
    long counts = m.get(Memory.LE64, at + 24);
    long last = m.get(Memory.LE64, at + 32);
    long length = first >>> 32;
    long dataStart = (data & WORD) + RndisPacket.OFFSET_BASE;
    long dataLen = data >>> 32;
    // The one order in which all peers write: header, information, frame, nothing else. Then these
    // few comparisons imply all the rules but those about the elements, which follow either way.
    if ((int) first == 1
        && oob == 0
        && counts == INFORMATION_BEHIND_HEADER
        && last == dataStart - RndisPacket.HEADER // the information's length; the VC handle is 0
        && last > 0
        && dataStart <= firstLength
        && dataStart + dataLen <= length
        && length <= totalLength
        && dataLen >= Frames.ETHERNET_HEADER) {
      int bits = elements(m, at + RndisPacket.HEADER, at + dataStart);
      if (bits < 0) {
        return RndisError.P13_PPI_ELEMENT.ordinal();
      }
      place(at, dataStart, dataLen, length);
      return finish(bits, direction);
    }
    return readByRule(m, at, first, data, oob, counts, last, firstLength, totalLength, direction);
  }

  /** As {@link #read} without the shortcut; a test compares the two. */
  int readByRule(MemorySegment m, long at, int firstLength, int totalLength, int direction) {
    return readByRule(
        m,
        at,
        m.get(Memory.LE64, at),
        m.get(Memory.LE64, at + 8),
        m.get(Memory.LE64, at + 16),
        m.get(Memory.LE64, at + 24),
        m.get(Memory.LE64, at + 32),
        firstLength,
        totalLength,
        direction);
  }

  /**
   * Any other order, and everything that is wrong: by rule, so that the first one broken is told.
   */
  private int readByRule(
      MemorySegment m,
      long at,
      long first,
      long data,
      long oob,
      long counts,
      long last,
      int firstLength,
      int totalLength,
      int direction) {
    if ((int) first != 1) {
      return RndisError.NOT_A_PACKET.ordinal();
    }
    long length = first >>> 32;
    long dataOff = data & WORD;
    long dataLen = data >>> 32;
    long ppiOff = counts >>> 32;
    boolean oobCounted = (int) counts != 0;
    long ppiLen = last & WORD;

    if (length > totalLength) {
      return RndisError.P2_LENGTH_BEYOND_RANGE.ordinal();
    }
    if (length < dataLen + (oob >>> 32) + ppiLen) {
      return RndisError.P3_PARTS_BEYOND_LENGTH.ordinal();
    }
    if (dataLen == 0) {
      return RndisError.P4_NO_DATA.ordinal();
    }
    if (dataOff < OFFSET_MIN) {
      return RndisError.P5_DATA_OFFSET.ordinal();
    }
    if (direction == RndisPacket.TO_HOST) {
      if (oob != 0 || oobCounted) {
        return RndisError.OOB_USED.ordinal();
      }
      if (last >>> 32 != 0) {
        return RndisError.VC_USED.ordinal();
      }
    }
    if (oob != 0) {
      int error = oob(length, oob & WORD, oob >>> 32, dataOff, dataLen, ppiOff, ppiLen);
      if (error != OK) {
        return error;
      }
    }
    int bits = 0;
    if ((ppiOff | ppiLen) != 0) {
      if (ppiOff < OFFSET_MIN || (ppiOff & 3) != 0) {
        return RndisError.P7_PPI_OFFSET.ordinal();
      }
      if (ppiLen != 0) {
        long ppiEnd = ppiOff + RndisPacket.OFFSET_BASE + ppiLen;
        if (ppiEnd > length) {
          return RndisError.P11_PPI_END.ordinal();
        }
        if (overlap(ppiOff, ppiLen, dataOff, dataLen)) {
          return RndisError.P12_PPI_OVERLAPS_DATA.ordinal();
        }
        if (ppiEnd > firstLength) {
          return RndisError.HEADER_SPLIT.ordinal();
        }
        bits = elements(m, at + ppiOff + RndisPacket.OFFSET_BASE, at + ppiEnd);
        if (bits < 0) {
          return RndisError.P13_PPI_ELEMENT.ordinal();
        }
      }
    }
    long dataStart = dataOff + RndisPacket.OFFSET_BASE;
    if (dataStart + dataLen > length) {
      return RndisError.P14_DATA_END.ordinal();
    }
    place(at, dataStart, dataLen, length);
    if (dataLen < Frames.ETHERNET_HEADER && !isFragment(bits)) {
      return RndisError.P16_RUNT.ordinal();
    }
    return finish(bits, direction);
  }

  private void place(long at, long dataStart, long dataLen, long length) {
    dataOffset = (int) dataStart;
    dataAddress = at + dataStart;
    dataLength = (int) dataLen;
    messageLength = (int) length;
  }

  private int finish(int bits, int direction) {
    if (direction == RndisPacket.TO_HOST) {
      present = bits & ~HASH_INFO;
      return transportOffset(bits, dataLength);
    }
    boolean hashed = (bits & (HASH | HASH_INFO)) == (HASH | HASH_INFO);
    present = bits & ~(hashed ? HASH_INFO : HASH | HASH_INFO);
    return OK;
  }

  private static int oob(
      long length, long oobOff, long oobLen, long dataOff, long dataLen, long ppiOff, long ppiLen) {
    if (oobOff < OFFSET_MIN || (oobOff & 3) != 0) {
      return RndisError.P6_OOB_OFFSET.ordinal();
    }
    if (oobLen == 0) {
      return OK;
    }
    if (oobOff + RndisPacket.OFFSET_BASE + oobLen > length) {
      return RndisError.P8_OOB_END.ordinal();
    }
    if (overlap(oobOff, oobLen, dataOff, dataLen)) {
      return RndisError.P9_OOB_OVERLAPS_DATA.ordinal();
    }
    return ppiLen != 0 && overlap(oobOff, oobLen, ppiOff, ppiLen)
        ? RndisError.P10_OOB_OVERLAPS_PPI.ordinal()
        : OK;
  }

  /** Two areas with the same start overlap, even when one is empty. */
  private static boolean overlap(long a, long aLength, long b, long bLength) {
    return a == b || (a < b ? a + aLength > b : b + bLength > a);
  }

  /** Reads all elements; the last of a kind wins. Returns the bits found, or -1. */
  private int elements(MemorySegment m, long start, long end) {
    int bits = 0;
    for (long p = start; p != end; ) {
      long rest = end - p;
      if (rest < RndisPacket.PPI_HEADER) {
        return -1;
      }
      long head = m.get(Memory.LE64, p);
      if ((int) head == RndisPacket.PPI && rest >= RndisPacket.PPI) {
        long body = m.get(Memory.LE64, p + 8);
        if ((int) body == RndisPacket.PPI_HEADER) {
          bits |= keep((int) (head >>> 32), (int) (body >>> 32));
          p += RndisPacket.PPI; // a constant: the next read need not wait for this one
          continue;
        }
      } else if (head == LEDGER_HEAD && rest == RndisPacket.PPI_LEDGER) {
        long body = m.get(Memory.LE64, p + 8);
        if ((int) body == RndisPacket.PPI_HEADER) {
          stream = (int) (body >>> 32);
          sequence = m.get(Memory.LE32, p + 16);
          return bits | LEDGER; // It is the last one.
        }
      }
      bits |= unusual(m, p, head, rest);
      if (bits < 0) {
        return -1;
      }
      p += head & WORD;
    }
    return bits;
  }

  /** Reads an element of another size, or with its data at another place, than all peers use. */
  private int unusual(MemorySegment m, long p, long head, long rest) {
    long size = head & WORD;
    if (size < RndisPacket.PPI_HEADER || size > rest || (size & 3) != 0) {
      return -1;
    }
    long offset = m.get(Memory.LE32, p + 8) & WORD;
    if (offset < RndisPacket.PPI_HEADER || offset > size) {
      return -1;
    }
    int type = (int) (head >>> 32);
    if (type == RndisPacket.LEDGER) {
      if (offset + 8 > size) {
        return -1;
      }
      stream = m.get(Memory.LE32, p + offset);
      sequence = m.get(Memory.LE32, p + offset + 4);
      return LEDGER;
    }
    if (!isKnown(type)) {
      return 0;
    }
    return offset + 4 > size ? -1 : keep(type, m.get(Memory.LE32, p + offset));
  }

  /** Keeps the four bytes of an element; a ledger element has eight and is wrong here. */
  private int keep(int type, int value) {
    switch (type) {
      case RndisPacket.CHECKSUM:
        checksum = value;
        return CHECKSUM;
      case RndisPacket.LSO:
        lso = value;
        return LSO;
      case RndisPacket.VLAN:
        vlan = value;
        return VLAN;
      case RndisPacket.HASH_VALUE:
        hash = value;
        return HASH;
      case RndisPacket.HASH_INFO:
        hashInfo = value;
        return HASH_INFO;
      default:
        return internal(type, value);
    }
  }

  private int internal(int type, int value) {
    if (type == RndisPacket.PACKET_ID) {
      packetId = value;
      return PACKET_ID;
    }
    return type == RndisPacket.LEDGER ? -1 : 0;
  }

  private static boolean isKnown(int type) {
    return switch (type) {
      case RndisPacket.CHECKSUM,
          RndisPacket.LSO,
          RndisPacket.VLAN,
          RndisPacket.HASH_VALUE,
          RndisPacket.HASH_INFO,
          RndisPacket.PACKET_ID ->
          true;
      default -> false;
    };
  }

  private boolean isFragment(int bits) {
    return (bits & PACKET_ID) != 0 && (packetFlags() & RndisPacket.ID_SUB_ALLOCATION) != 0;
  }

  /** A host's rule: 0 means the usual place, else it must not be in front of that. */
  private int transportOffset(int bits, int length) {
    if ((bits & (LSO | CHECKSUM)) == 0) {
      return OK;
    }
    boolean ipv6;
    int offset;
    int needed;
    if ((bits & LSO) != 0) {
      ipv6 = (lso & RndisPacket.LSO_IPV6) != 0;
      offset = LsoHeaders.lsoTcpOffset(lso);
      needed = 12;
    } else {
      if ((checksum & (RndisPacket.TX_TCP | RndisPacket.TX_UDP)) == 0) {
        return OK;
      }
      ipv6 = (checksum & (RndisPacket.TX_IPV4 | RndisPacket.TX_IPV6)) == RndisPacket.TX_IPV6;
      offset = checksum >>> 16 & RndisPacket.OFFSET_MAX;
      needed = 0;
    }
    int usual = ipv6 ? IPV6_TRANSPORT : IPV4_TRANSPORT;
    offset = offset == 0 ? usual : offset;
    return offset < usual || offset + needed >= length ? RndisError.TRANSPORT_OFFSET.ordinal() : OK;
  }

  /** Which per-packet information there was. */
  public int present() {
    return present;
  }

  /** Where the frame begins, for a message in one piece. */
  public long dataAddress() {
    return dataAddress;
  }

  /** Bytes from the start of the message to the frame. */
  public int dataOffset() {
    return dataOffset;
  }

  /** Bytes of the frame; with {@link #PACKET_ID} of one piece of it. */
  public int dataLength() {
    return dataLength;
  }

  /** Bytes of the message with its padding: where the next one begins in the same buffer. */
  public int messageLength() {
    return messageLength;
  }

  /** The checksum word, request or result; 0 when absent. */
  public int checksum() {
    return (present & CHECKSUM) != 0 ? checksum : 0;
  }

  /** The segmentation word; 0 when absent. */
  public int lso() {
    return (present & LSO) != 0 ? lso : 0;
  }

  /** The tag in wire order, or {@link Frames#NO_VLAN}. */
  public int vlan() {
    return (present & VLAN) != 0 ? RndisPacket.vlanTag(vlan) : Frames.NO_VLAN;
  }

  /** The hash value; 0 when absent. */
  public int hash() {
    return (present & HASH) != 0 ? hash : 0;
  }

  /** Hash function and type, to the guest only; 0 when absent. */
  public int hashInfo() {
    return (present & HASH) != 0 ? hashInfo : 0;
  }

  /** {@code RndisPacket.ID_*}, with {@link #PACKET_ID}. */
  public int packetFlags() {
    return packetId >>> 8 & 0xff;
  }

  /** Which coalesced packet a piece is of, with {@link #PACKET_ID}. */
  public int packetId() {
    return packetId >>> 16;
  }

  /** The ledger's stream; 0 when absent. */
  public int stream() {
    return (present & LEDGER) != 0 ? stream : 0;
  }

  /** The number in the stream; 0 when absent. */
  public int sequence() {
    return (present & LEDGER) != 0 ? sequence : 0;
  }
}
