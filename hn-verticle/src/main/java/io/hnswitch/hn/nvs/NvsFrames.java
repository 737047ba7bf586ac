package io.hnswitch.hn.nvs;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * The two NVS messages around RNDIS data, in place and without allocation.
 *
 * <pre>
 * 107 RNDIS            108 acknowledgement
 *   0 type 107           0 type 108
 *   4 channel type       4 status
 *   8 section index
 *  12 section size
 * </pre>
 *
 * Callers check that a received payload has the bytes named here before they read a field.
 */
public final class NvsFrames {

  /** Bytes of message 107. */
  public static final int RNDIS_BYTES = 16;

  /** Bytes of message 108. */
  public static final int ACK_BYTES = 8;

  /** Channel type: packet messages. */
  public static final int DATA = 0;

  /** Channel type: control messages, on the primary channel only. */
  public static final int CONTROL = 1;

  /** Section index of a message that is not in the send buffer. */
  public static final int NO_SECTION = 0xffff_ffff;

  private static final long TYPE_RNDIS = 107;
  private static final long TYPE_ACK = 108;
  private static final long WORD = 0xffff_ffffL;

  private NvsFrames() {}

  /** The message number, of at least four bytes. */
  public static int type(MemorySegment memory, long at) {
    return memory.get(Memory.LE32, at);
  }

  /** Writes message 107 ({@value #RNDIS_BYTES} bytes). */
  public static void writeRndis(
      MemorySegment memory, long at, int channelType, int sectionIndex, int sectionSize) {
    memory.set(Memory.LE64, at, TYPE_RNDIS | (long) channelType << 32);
    memory.set(Memory.LE64, at + 8, sectionIndex & WORD | (long) sectionSize << 32);
  }

  /** Writes message 108 ({@value #ACK_BYTES} bytes) with a {@link NvsStatus#wire()}. */
  public static void writeAck(MemorySegment memory, long at, int status) {
    memory.set(Memory.LE64, at, TYPE_ACK | (long) status << 32);
  }

  /**
   * Fills a message with zero up to the size that is sent.
   *
   * @param used bytes written: {@link #RNDIS_BYTES} or {@link #ACK_BYTES}
   * @param size bytes to send, a multiple of 8
   */
  public static void pad(MemorySegment memory, long at, int used, int size) {
    for (int i = used; i < size; i += 8) {
      memory.set(Memory.LE64, at + i, 0L);
    }
  }

  /** Channel type of message 107. */
  public static int channelType(MemorySegment memory, long at) {
    return memory.get(Memory.LE32, at + 4);
  }

  /**
   * Index and size of the section of message 107 in one read: the index in the lower half, the size
   * in the upper. Both are unsigned and unchecked.
   */
  public static long section(MemorySegment memory, long at) {
    return memory.get(Memory.LE64, at + 8);
  }

  /** The index of {@link #section}, unsigned; 0xffffffff is {@link #NO_SECTION}. */
  public static long sectionIndex(long section) {
    return section & WORD;
  }

  /** The size of {@link #section} in bytes, unsigned. */
  public static long sectionSize(long section) {
    return section >>> 32;
  }

  /**
   * Whether a section of a received message lies in the send buffer.
   *
   * @param sectionBytes the size the host gave each section, at least 1
   * @param bufferBytes the size of the send buffer
   */
  public static boolean sectionFits(long section, long sectionBytes, long bufferBytes) {
    long start = sectionIndex(section) * sectionBytes;
    return start <= bufferBytes && sectionSize(section) <= bufferBytes - start;
  }

  /** Status of message 108. */
  public static int ackStatus(MemorySegment memory, long at) {
    return memory.get(Memory.LE32, at + 4);
  }
}
