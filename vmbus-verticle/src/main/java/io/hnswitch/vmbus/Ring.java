package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * One VMBus ring buffer: a control page and a data area behind it, in memory that both ends share.
 *
 * <p>A ring has one producer, a {@link RingWriter}, and one consumer, a {@link RingReader}; they
 * may run on different threads. A channel has two rings. The data area is never completely full, so
 * equal indices always mean empty.
 */
public final class Ring {

  /** Bytes of the control page in front of the data. */
  public static final int CONTROL_BYTES = RingDescriptor.CONTROL_BYTES;

  private static final long BYTES_MAX = 1L << 30;

  private final Memory memory;
  private final long address;
  private final int size;

  private Ring(Memory memory, long address, int size) {
    this.memory = memory;
    this.address = address;
    this.size = size;
  }

  /** Whether a ring may have this many bytes: whole pages, control page and at least one more. */
  public static boolean isSize(long bytes) {
    return bytes >= 2L * CONTROL_BYTES && bytes <= BYTES_MAX && bytes % Memory.PAGE == 0;
  }

  /**
   * A view on the ring at an address, as it is.
   *
   * @param address of the control page, a multiple of the page size
   * @param bytes control page and data area, see {@link #isSize}
   */
  public static Ring at(Memory memory, long address, long bytes) {
    if (!isSize(bytes)) {
      throw new IllegalArgumentException("not a ring size: bytes=" + bytes);
    }
    if (address <= 0
        || address % Memory.PAGE != 0
        || address > memory.segment().byteSize() - bytes) {
      throw new IllegalArgumentException("not a ring address: address=" + address);
    }
    return new Ring(memory, address, (int) bytes - CONTROL_BYTES);
  }

  /** As {@link #at}, and makes it an empty ring. */
  public static Ring format(Memory memory, long address, long bytes) {
    var ring = at(memory, address, bytes);
    memory.segment().asSlice(address, CONTROL_BYTES).fill((byte) 0);
    return ring;
  }

  /** Bytes of the data area. */
  public int dataBytes() {
    return size;
  }

  /** The address of the control page. */
  public long address() {
    return address;
  }

  /** Largest header and payload that an empty ring accepts. */
  public int packetBytesMax() {
    return Math.min(size - 2 * RingDescriptor.TRAILER, RingWriter.PACKET_BYTES_MAX);
  }

  /**
   * Whether both indices are equal: a look from outside, for polls at shutdown and for finding a
   * ring that lost its signal. A ring that is not empty some time after its last signal wants to be
   * signalled again.
   */
  public boolean isEmpty() {
    return word(RingDescriptor.WRITE_INDEX) == word(RingDescriptor.READ_INDEX);
  }

  /** The published write index, unchecked. */
  public int writeIndex() {
    return word(RingDescriptor.WRITE_INDEX);
  }

  /** The published read index, unchecked. */
  public int readIndex() {
    return word(RingDescriptor.READ_INDEX);
  }

  /** Whether the consumer asks not to be signalled. */
  public boolean isMasked() {
    return word(RingDescriptor.INTERRUPT_MASK) != 0;
  }

  Memory memory() {
    return memory;
  }

  MemorySegment segment() {
    return memory.segment();
  }

  long dataAddress() {
    return address + CONTROL_BYTES;
  }

  int word(int field) {
    return RingDescriptor.get(memory.segment(), address, field);
  }

  void word(int field, int value) {
    RingDescriptor.set(memory.segment(), address, field, value);
  }
}
