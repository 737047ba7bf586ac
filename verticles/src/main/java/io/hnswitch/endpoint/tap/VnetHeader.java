package io.hnswitch.endpoint.tap;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * {@code struct virtio_net_hdr}, the ten bytes before every frame of a {@link TapDevice}, in terms
 * of the offload word of {@link Frames}. Little-endian (the device asks for it).
 *
 * <table>
 * <caption>Layout</caption>
 * <tr><th>offset</th><th>size</th><th>field</th><th>meaning</th></tr>
 * <tr><td>0</td><td>1</td><td>flags</td><td>1 checksum partial, 2 known good</td></tr>
 * <tr><td>1</td><td>1</td><td>gso_type</td><td>0 none, 1 TCPv4, 4 TCPv6; +0x80 with ECN</td></tr>
 * <tr><td>2</td><td>2</td><td>hdr_len</td><td>bytes of all headers; a hint</td></tr>
 * <tr><td>4</td><td>2</td><td>gso_size</td><td>payload bytes of a segment</td></tr>
 * <tr><td>6</td><td>2</td><td>csum_start</td><td>frame start to transport header</td></tr>
 * <tr><td>8</td><td>2</td><td>csum_offset</td><td>from there to the checksum field</td></tr>
 * </table>
 *
 * <p>Source: virtio 1.3 section 5.1.6, Linux {@code include/linux/virtio_net.h}. UDP fragmentation
 * and segmentation offload are never asked for, so they are malformed here.
 */
public final class VnetHeader {

  /** Bytes of the header. */
  public static final int BYTES = 10;

  /** What {@link #read} answers for nonsense; no offload word has these flags. */
  public static final long MALFORMED = -1L;

  private static final int FLAGS = 0;
  private static final int GSO_TYPE = 1;
  private static final int HDR_LEN = 2;
  private static final int GSO_SIZE = 4;
  private static final int CSUM_START = 6;
  private static final int CSUM_OFFSET = 8;

  private static final int NEEDS_CSUM = 1;
  private static final int DATA_VALID = 2;

  private static final int GSO_NONE = 0;
  private static final int GSO_TCPV4 = 1;
  private static final int GSO_TCPV6 = 4;
  private static final int GSO_ECN = 0x80;

  /** The kernel uses this segment size for something else and refuses it. */
  private static final int GSO_BY_FRAGS = 0xffff;

  private static final int TCP_CHECKSUM = 16;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int TCP_HEADER_MIN = 20;

  private VnetHeader() {}

  /**
   * Translates the header of a frame that was read, which follows it directly.
   *
   * @param address of the header in {@code m}
   * @param frameLength bytes of the frame, without this header
   * @return the offload word, or {@link #MALFORMED} when the header does not fit the frame
   */
  public static long read(MemorySegment m, long address, int frameLength) {
    int flags = m.get(Memory.BYTE, address + FLAGS) & 0xff;
    int type = m.get(Memory.BYTE, address + GSO_TYPE) & 0xff;
    if ((flags & ~(NEEDS_CSUM | DATA_VALID)) != 0 || frameLength < Frames.ETHERNET_HEADER) {
      return MALFORMED;
    }
    if ((flags & NEEDS_CSUM) == 0) {
      if (type != GSO_NONE) {
        return MALFORMED;
      }
      return flags == DATA_VALID ? Frames.CSUM_VALID : 0;
    }
    int offloads = Frames.CSUM_PARTIAL | tsoOf(type);
    int start = m.get(Memory.LE16, address + CSUM_START) & 0xffff;
    int offset = m.get(Memory.LE16, address + CSUM_OFFSET) & 0xffff;
    // Without a type the size means nothing; some writers leave the last one there.
    int size = type == GSO_NONE ? 0 : m.get(Memory.LE16, address + GSO_SIZE) & 0xffff;
    long offload = Frames.offload(offloads, start, offset, size);
    boolean fits =
        (type == GSO_NONE || offloads != Frames.CSUM_PARTIAL)
            && headerLength(m, address + BYTES, frameLength, offload) >= 0;
    return fits ? offload : MALFORMED;
  }

  /** The TSO flags of a GSO type; none for a type that is not one of TCP's. */
  private static int tsoOf(int type) {
    int ecn = (type & GSO_ECN) != 0 ? Frames.TSO_ECN : 0;
    return switch (type & ~GSO_ECN) {
      case GSO_TCPV4 -> Frames.TSO4 | ecn;
      case GSO_TCPV6 -> Frames.TSO6 | ecn;
      default -> 0;
    };
  }

  /**
   * Writes the header for a frame that is about to be sent.
   *
   * @param address of the header in {@code m}; it need not be next to the frame
   * @param frameAddress of the frame in {@code m}
   * @param frameLength bytes of the frame
   * @param offload what is left to do on it
   * @return false, with nothing written, when the offload word does not fit the frame: the kernel
   *     would refuse it
   */
  public static boolean write(
      MemorySegment m, long address, long frameAddress, int frameLength, long offload) {
    int headerLength = headerLength(m, frameAddress, frameLength, offload);
    if (headerLength < 0) {
      return false;
    }
    int flags = Frames.flags(offload);
    boolean partial = (flags & Frames.CSUM_PARTIAL) != 0;
    boolean tso = (flags & Frames.TSO) != 0;
    int valid = (flags & Frames.CSUM_VALID) != 0 ? DATA_VALID : 0;
    m.set(Memory.BYTE, address + FLAGS, (byte) (partial ? NEEDS_CSUM : valid));
    m.set(Memory.BYTE, address + GSO_TYPE, (byte) typeOf(flags));
    m.set(Memory.LE16, address + HDR_LEN, (short) headerLength);
    m.set(Memory.LE16, address + GSO_SIZE, (short) (tso ? Frames.segmentSize(offload) : 0));
    m.set(Memory.LE16, address + CSUM_START, (short) (partial ? Frames.checksumStart(offload) : 0));
    m.set(
        Memory.LE16, address + CSUM_OFFSET, (short) (partial ? Frames.checksumOffset(offload) : 0));
    return true;
  }

  private static int typeOf(int flags) {
    if ((flags & Frames.TSO) == 0) {
      return GSO_NONE;
    }
    int ecn = (flags & Frames.TSO_ECN) != 0 ? GSO_ECN : 0;
    return ((flags & Frames.TSO4) != 0 ? GSO_TCPV4 : GSO_TCPV6) | ecn;
  }

  /**
   * The bytes of link, network and TCP header of a super-frame; checks on the way that the offload
   * word fits the frame.
   *
   * @return 0 for a frame that is not to be segmented, -1 when word and frame do not agree
   */
  public static int headerLength(
      MemorySegment m, long frameAddress, int frameLength, long offload) {
    int flags = Frames.flags(offload);
    if (frameLength < Frames.ETHERNET_HEADER) {
      return -1;
    }
    int start = Frames.checksumStart(offload);
    if ((flags & Frames.CSUM_PARTIAL) == 0) {
      return (flags & Frames.TSO) == 0 ? 0 : -1;
    }
    if (start < Frames.ETHERNET_HEADER
        || start + Frames.checksumOffset(offload) + Short.BYTES > frameLength) {
      return -1;
    }
    if ((flags & Frames.TSO) == 0) {
      return 0;
    }
    int size = Frames.segmentSize(offload);
    if ((flags & Frames.TSO) == Frames.TSO
        || size == 0
        || size == GSO_BY_FRAGS
        || Frames.checksumOffset(offload) != TCP_CHECKSUM
        || start + TCP_HEADER_MIN > frameLength) {
      return -1;
    }
    int tcp = (m.get(Memory.BYTE, frameAddress + start + TCP_DATA_OFFSET) & 0xf0) >>> 2;
    return tcp < TCP_HEADER_MIN || start + tcp > frameLength ? -1 : start + tcp;
  }
}
