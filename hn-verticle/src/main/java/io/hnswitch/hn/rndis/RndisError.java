package io.hnswitch.hn.rndis;

/**
 * What is wrong with an RNDIS packet message; the {@link #ordinal()} is what the reader returns,
 * and 0 is none. P1 to P14 and P16 are the checks of guests, in their order; the others are ours or
 * a host's.
 */
public enum RndisError {
  /** Nothing. */
  NONE,
  /** The message is of another type. */
  NOT_A_PACKET,
  /** P1: fewer bytes than the header has. */
  P1_SHORT,
  /** P2: the length field is larger than what was received. */
  P2_LENGTH_BEYOND_RANGE,
  /** P3: the parts together are longer than the message. */
  P3_PARTS_BEYOND_LENGTH,
  /** P4: no frame. */
  P4_NO_DATA,
  /** P5: the frame begins inside the header. */
  P5_DATA_OFFSET,
  /** P6: the out-of-band area begins inside the header or at an odd place. */
  P6_OOB_OFFSET,
  /** P7: the per-packet information begins inside the header or at an odd place. */
  P7_PPI_OFFSET,
  /** P8: the out-of-band area ends behind the message. */
  P8_OOB_END,
  /** P9: the out-of-band area overlaps the frame. */
  P9_OOB_OVERLAPS_DATA,
  /** P10: the out-of-band area overlaps the per-packet information. */
  P10_OOB_OVERLAPS_PPI,
  /** P11: the per-packet information ends behind the message. */
  P11_PPI_END,
  /** P12: the per-packet information overlaps the frame. */
  P12_PPI_OVERLAPS_DATA,
  /** P13: an element of the per-packet information has an impossible size or offset. */
  P13_PPI_ELEMENT,
  /** P14: the frame ends behind the message. */
  P14_DATA_END,
  /** P16: the frame is shorter than an Ethernet header; counted as an input error. */
  P16_RUNT,
  /** A host wants header and per-packet information in the first range. */
  HEADER_SPLIT,
  /** A host wants no out-of-band data. */
  OOB_USED,
  /** A host wants no VC handle. */
  VC_USED,
  /** The offset of the transport header is in front of where it can be, or behind the frame. */
  TRANSPORT_OFFSET;

  private static final RndisError[] ALL = values();

  /** How many there are, for counters. */
  public static int count() {
    return ALL.length;
  }

  /** The error a reader returned. */
  public static RndisError of(int code) {
    return ALL[code];
  }
}
