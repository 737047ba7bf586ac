package io.hnswitch.frame;

/**
 * Numbers every frame carries besides its bytes, packed for the frame path.
 *
 * <p>The <em>offload word</em> (a {@code long}) says what is left to do on a frame, in virtio-net's
 * and mbuf's terms: bits 0-15 flags, bits 16-31 checksum start (bytes from the frame's first byte
 * to the transport header), bits 32-47 checksum offset (from there to the 16-bit field), bits 48-63
 * segment size (payload bytes of each segment; 0 when the frame is not to be segmented).
 */
public final class Frames {

  /** The transport checksum field holds the pseudo-header sum only; the rest is to be added. */
  public static final int CSUM_PARTIAL = 0x1;

  /** The transport checksum is known to be right; nobody needs to look again. */
  public static final int CSUM_VALID = 0x2;

  /** A TCP/IPv4 super-frame, to be cut in segments. */
  public static final int TSO4 = 0x4;

  /** A TCP/IPv6 super-frame, to be cut in segments. */
  public static final int TSO6 = 0x8;

  /** ECN CWR must be on the first segment only. */
  public static final int TSO_ECN = 0x10;

  /** Either kind of super-frame. */
  public static final int TSO = TSO4 | TSO6;

  private static final int ALL_FLAGS = CSUM_PARTIAL | CSUM_VALID | TSO | TSO_ECN;
  private static final int CHECKSUM = 2;

  /** No VLAN tag out of band. */
  public static final int NO_VLAN = -1;

  /** Bit of a tag out of band, above the TCI: the frame comes from an isolated port. */
  public static final int ISOLATED = 0x1_0000;

  /** The largest tag out of band. */
  public static final int MAX_TAG = ISOLATED | 0xffff;

  /** Bytes of an Ethernet header without a tag. */
  public static final int ETHERNET_HEADER = 14;

  /** The longest frame there is: a 64 KiB super-frame with a tag. */
  public static final int MAX_FRAME = 65535 + ETHERNET_HEADER + 4;

  /**
   * Bytes in front of every frame that belong to it: whoever delivers the frame may write there, as
   * a TAP does with its header. Everybody who lays frames out leaves that room.
   */
  public static final int HEADROOM = 16;

  private Frames() {}

  /** Packs an offload word. */
  public static long offload(int flags, int checksumStart, int checksumOffset, int segmentSize) {
    return flags & 0xffffL
        | (checksumStart & 0xffffL) << 16
        | (checksumOffset & 0xffffL) << 32
        | (long) segmentSize << 48;
  }

  /**
   * Whether an offload word can be that of a frame: nothing that it names lies outside the frame,
   * and nothing contradicts itself. For words that come from elsewhere.
   */
  public static boolean fits(long offload, int length) {
    int flags = flags(offload);
    int kind = flags & TSO;
    if ((flags & ~ALL_FLAGS) != 0 || kind == TSO || length < ETHERNET_HEADER) {
      return false;
    }
    if (kind == 0 && ((flags & TSO_ECN) != 0 || segmentSize(offload) != 0)) {
      return false;
    }
    if (kind != 0 && (segmentSize(offload) == 0 || (flags & (CSUM_PARTIAL | CSUM_VALID)) == 0)) {
      return false;
    }
    boolean hasPlace = kind != 0 || (flags & CSUM_PARTIAL) != 0;
    int start = checksumStart(offload);
    return !hasPlace
        || start >= ETHERNET_HEADER && start + checksumOffset(offload) + CHECKSUM <= length;
  }

  public static int flags(long offload) {
    return (int) offload & 0xffff;
  }

  public static int checksumStart(long offload) {
    return (int) (offload >>> 16) & 0xffff;
  }

  public static int checksumOffset(long offload) {
    return (int) (offload >>> 32) & 0xffff;
  }

  public static int segmentSize(long offload) {
    return (int) (offload >>> 48);
  }
}
