package io.hnswitch.hn.rndis;

/**
 * Numbers of the RNDIS packet message and of its per-packet information (PPI).
 *
 * <pre>
 * packet message (offsets inside count from 8)      PPI element
 *   0 type 1            20 OOB length                 0 size, with this header; multiple of 4
 *   4 length of all     24 OOB element count          4 type, bit 31 internal
 *   8 data offset       28 PPI offset                 8 offset of the data from the element
 *  12 data length       32 PPI length                12 data
 *  16 OOB offset        36 VC handle, reserved
 * </pre>
 */
public final class RndisPacket {

  /** Direction of a packet: transmitted by the guest. */
  public static final int TO_HOST = 0;

  /** Direction of a packet: received by the guest. */
  public static final int TO_GUEST = 1;

  /** Bytes of the packet message's header. */
  public static final int HEADER = 44;

  /** What the offsets in a message count from. */
  public static final int OFFSET_BASE = 8;

  /** Bytes of a PPI element's header. */
  public static final int PPI_HEADER = 12;

  /** Bytes of a PPI element with four bytes of data, which all but the ledger's have. */
  public static final int PPI = 16;

  /** Bytes of the ledger element. */
  public static final int PPI_LEDGER = 20;

  /** Bytes in front of a frame at most, in either direction and with a ledger element. */
  public static final int HEADER_MAX = HEADER + 5 * PPI + PPI_LEDGER;

  /** Bytes in front of a frame at most when a guest transmits it: hash, VLAN, LSO, ledger. */
  public static final int HEADER_MAX_TO_HOST = HEADER + 3 * PPI + PPI_LEDGER;

  /** PPI type 0: checksum request or result. */
  public static final int CHECKSUM = 0;

  /** PPI type 2: segmentation. */
  public static final int LSO = 2;

  /** PPI type 6: VLAN tag. */
  public static final int VLAN = 6;

  /** PPI type 8 ("cancel id"): RSS hash value. */
  public static final int HASH_VALUE = 8;

  /** PPI type 9 ("original net buffer list"): RSS hash function and type. */
  public static final int HASH_INFO = 9;

  /** PPI type 1, internal: place in a coalesced packet. */
  public static final int PACKET_ID = 0x8000_0001;

  /** PPI type 0x686e ("hn"), internal, ours: stream and sequence of a ledger. */
  public static final int LEDGER = 0x8000_686e;

  /** Transmit checksum bits; the transport header's offset is in bits 16 to 25. */
  public static final int TX_IPV4 = 0x1;

  public static final int TX_IPV6 = 0x2;
  public static final int TX_TCP = 0x4;
  public static final int TX_UDP = 0x8;
  public static final int TX_IP_HEADER = 0x10;

  /** Receive checksum bits. */
  public static final int RX_TCP_FAILED = 0x1;

  public static final int RX_UDP_FAILED = 0x2;
  public static final int RX_IP_FAILED = 0x4;
  public static final int RX_TCP_GOOD = 0x8;
  public static final int RX_UDP_GOOD = 0x10;
  public static final int RX_IP_GOOD = 0x20;

  /** The frame comes from the same host and its checksum is still partial. */
  public static final int RX_LOOPBACK = 0x40;

  /** LSO word: segment size in bits 0 to 19, TCP offset in 20 to 29, these two above. */
  public static final int LSO_V2 = 0x4000_0000;

  public static final int LSO_IPV6 = 0x8000_0000;

  /** Packet id flags, bits 8 to 15 of the word: part of a coalesced packet. */
  public static final int ID_SUB_ALLOCATION = 0x1;

  public static final int ID_FIRST = 0x2;
  public static final int ID_LAST = 0x4;

  /** The largest offset that fits in ten bits. */
  static final int OFFSET_MAX = 1023;

  /** From the TCP header's start to its checksum, and the same for UDP. */
  static final int TCP_CHECKSUM = 16;

  static final int UDP_CHECKSUM = 6;

  private RndisPacket() {}

  /** A VLAN PPI from a tag in wire order (priority, DEI, id from the highest bit down). */
  static int vlanWord(int tag) {
    return tag >>> 13 & 0x7 | tag >>> 9 & 0x8 | (tag & 0xfff) << 4;
  }

  /** The tag in wire order from a VLAN PPI. */
  static int vlanTag(int word) {
    return (word & 0x7) << 13 | (word & 0x8) << 9 | word >>> 4 & 0xfff;
  }
}
