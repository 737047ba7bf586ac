package io.hnswitch.vmbus;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the words of a ring's control page are, and the ordered accesses to them.
 *
 * <table>
 * <caption>Control page, 4096 bytes, little-endian</caption>
 * <tr><th>off</th><th>size</th><th>field</th><th>written by</th></tr>
 * <tr><td>0</td><td>4</td><td>write index: data offset, multiple of 8</td><td>producer</td></tr>
 * <tr><td>4</td><td>4</td><td>read index: data offset, multiple of 8</td><td>consumer</td></tr>
 * <tr><td>8</td><td>4</td><td>interrupt mask: not 0 = do not signal me</td><td>consumer</td></tr>
 * <tr><td>12</td><td>4</td><td>pending send size: bytes waited for</td><td>producer</td></tr>
 * <tr><td>64</td><td>4</td><td>feature bits: 1 = pending send size</td><td>producer</td></tr>
 * </table>
 */
final class RingDescriptor {

  static final int CONTROL_BYTES = 4096;
  static final int WRITE_INDEX = 0;
  static final int READ_INDEX = 4;
  static final int INTERRUPT_MASK = 8;
  static final int PENDING_SEND = 12;
  static final int FEATURES = 64;

  /** Feature bit 0: the producer wants a signal when the space it waits for is there. */
  static final int FEATURE_PENDING_SEND = 1;

  /** Bytes behind every packet: zero u32, then the data offset at which the packet began. */
  static final int TRAILER = 8;

  /** Bytes of the header that every packet has. */
  static final int HEADER = 16;

  // Aligned, because only aligned words have acquire and release access.
  private static final VarHandle WORD =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private RingDescriptor() {}

  static int get(MemorySegment segment, long control, int field) {
    return (int) WORD.getAcquire(segment, control + field);
  }

  static void set(MemorySegment segment, long control, int field, int value) {
    WORD.setRelease(segment, control + field, value);
  }

  /** Whether an index may be used with a data area of {@code size} bytes. */
  static boolean isIndex(int index, int size) {
    return Integer.compareUnsigned(index, size) < 0 && (index & 7) == 0;
  }

  /** Bytes from one index forward to another, around the end. */
  static int distance(int from, int to, int size) {
    int bytes = to - from;
    return bytes >= 0 ? bytes : bytes + size;
  }
}
