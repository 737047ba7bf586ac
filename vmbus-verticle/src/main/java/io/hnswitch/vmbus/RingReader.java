package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The consumer of a {@link Ring}: look at one packet after the other in place, consume them, and
 * give the space of a batch back at once. Used by one thread at a time.
 *
 * <p>The contract for signals: {@link #mask}, drain until {@link #EMPTY}, {@link #finish}, {@link
 * #unmask}; when that returns true, begin again.
 *
 * <p>The producer is not trusted. Type, flags, lengths and transaction id are private copies, read
 * once and checked before use; a packet that wraps is copied as a whole. What is wrong with the
 * ring itself is a sticky {@link #fault}.
 */
public final class RingReader implements AutoCloseable {

  /** {@link #next}: nothing to read. */
  public static final int EMPTY = 0;

  /** {@link #next}: the accessors describe a packet. */
  public static final int PACKET = 1;

  /** {@link #next}: the ring is unusable, see {@link #fault}. */
  public static final int CORRUPT = 2;

  private final Memory memory;
  private final MemorySegment segment;
  private final long control;
  private final long data;
  private final int size;
  private final long bounce;
  private RingFault fault = RingFault.NONE;
  private int head;
  private int released;
  private int written;
  private boolean masked;
  private long word;
  private int bytes;
  private long packet;
  private long transaction;
  private boolean closed;

  /** The consumer's end; allocates the bounce area from the ring's memory. */
  public RingReader(Ring ring) {
    memory = ring.memory();
    segment = ring.segment();
    control = ring.address();
    data = ring.dataAddress();
    size = ring.dataBytes();
    bounce = memory.allocate(size);
    released = ring.readIndex();
    head = released;
    written = head;
    masked = ring.isMasked();
    if (!RingDescriptor.isIndex(head, size)) {
      fault = RingFault.BAD_INDEX;
    }
  }

  /** Looks at the packet at the head; the same one again until it is consumed. */
  public int next() {
    if (bytes != 0) {
      return PACKET;
    }
    if (fault != RingFault.NONE) {
      return CORRUPT;
    }
    if (head == written && !refresh()) {
      return fault == RingFault.NONE ? EMPTY : CORRUPT;
    }
    int available = RingDescriptor.distance(head, written, size);
    if (available < RingDescriptor.HEADER + RingDescriptor.TRAILER) {
      return corrupt(RingFault.SHORT_DATA);
    }
    // Indices are multiples of 8, so neither half of the header is split by the end of the data.
    long first = segment.get(Memory.LE64, data + head);
    int offset = ((int) (first >>> 16) & 0xffff) << 3;
    int length = ((int) (first >>> 32) & 0xffff) << 3;
    if (offset < RingDescriptor.HEADER) {
      return corrupt(RingFault.SHORT_HEADER);
    }
    if (offset > length) {
      return corrupt(RingFault.HEADER_BEYOND_PACKET);
    }
    if (length > available - RingDescriptor.TRAILER) {
      return corrupt(RingFault.PACKET_BEYOND_DATA);
    }
    int second = head + 8 == size ? 0 : head + 8;
    transaction = segment.get(Memory.LE64, data + second);
    word = first;
    bytes = length;
    packet = head + length <= size ? data + head : unwrap(length);
    return PACKET;
  }

  /** Ends the packet; its bytes may be overwritten after the next {@link #finish}. */
  public void consume() {
    if (bytes == 0) {
      throw new IllegalStateException("consume without a packet");
    }
    int end = head + bytes + RingDescriptor.TRAILER;
    head = end >= size ? end - size : end;
    bytes = 0;
  }

  /**
   * Gives the space of all consumed packets back to the producer.
   *
   * @return whether the producer must be signalled: it waits for space, and this batch made the
   *     writable bytes cross what it waits for
   */
  public boolean finish() {
    int freed = RingDescriptor.distance(released, head, size);
    if (freed == 0 || fault != RingFault.NONE) {
      return false;
    }
    released = head;
    RingDescriptor.set(segment, control, RingDescriptor.READ_INDEX, head);
    // The producer sets what it waits for and then looks at the read index; we do the opposite.
    VarHandle.fullFence();
    int features = RingDescriptor.get(segment, control, RingDescriptor.FEATURES);
    int pending = RingDescriptor.get(segment, control, RingDescriptor.PENDING_SEND);
    if (pending == 0 || (features & RingDescriptor.FEATURE_PENDING_SEND) == 0) {
      return false;
    }
    if (Integer.compareUnsigned(pending, size - RingDescriptor.TRAILER) > 0) {
      fault = RingFault.PENDING_TOO_LARGE;
      return false;
    }
    int index = RingDescriptor.get(segment, control, RingDescriptor.WRITE_INDEX);
    if (!RingDescriptor.isIndex(index, size)) {
      fault = RingFault.BAD_INDEX;
      return false;
    }
    int now = size - RingDescriptor.distance(head, index, size);
    return now > pending && now - freed <= pending;
  }

  /** Asks the producer not to signal. */
  public void mask() {
    int found = RingDescriptor.get(segment, control, RingDescriptor.INTERRUPT_MASK);
    if (found != (masked ? 1 : 0) && fault == RingFault.NONE) {
      fault = RingFault.FOREIGN_MASK;
    }
    masked = true;
    RingDescriptor.set(segment, control, RingDescriptor.INTERRUPT_MASK, 1);
    VarHandle.fullFence();
  }

  /**
   * Asks the producer to signal again, and looks once more for what it wrote before it saw that.
   *
   * @return true when there is something to read for which no signal will come: mask and drain
   *     again
   */
  public boolean unmask() {
    masked = false;
    RingDescriptor.set(segment, control, RingDescriptor.INTERRUPT_MASK, 0);
    VarHandle.fullFence();
    return fault == RingFault.NONE && (bytes != 0 || head != written || refresh());
  }

  /** The address of the packet header; the packet is contiguous. */
  public long address() {
    return packet;
  }

  /** Header, payload and padding: a multiple of 8, 16 or more. */
  public int bytes() {
    return bytes;
  }

  /** Where the payload begins, from the packet's address: a multiple of 8, 16 or more. */
  public int payloadOffset() {
    return ((int) (word >>> 16) & 0xffff) << 3;
  }

  /** The address of the payload. */
  public long payload() {
    return packet + payloadOffset();
  }

  /** Payload and padding: a multiple of 8, may be 0. */
  public int payloadBytes() {
    return bytes - payloadOffset();
  }

  /** The packet type, unchecked; see {@link PacketFlyweight#check}. */
  public int type() {
    return (int) word & 0xffff;
  }

  /** The packet flags, unchecked; see {@link PacketFlyweight#check}. */
  public int flags() {
    return (int) (word >>> 48);
  }

  /** The producer's transaction id: opaque, only ever echoed or looked up. */
  public long transactionId() {
    return transaction;
  }

  /**
   * Copies the payload if it fits; the packet stays either way.
   *
   * @param capacity bytes at the destination
   * @return the bytes of the payload; more than {@code capacity} means that nothing was copied
   */
  public int copyPayload(long destination, int capacity) {
    int needed = payloadBytes();
    if (needed <= capacity) {
      MemorySegment.copy(segment, payload(), segment, destination, needed);
    }
    return needed;
  }

  /** Why the ring is unusable, or {@link RingFault#NONE}. */
  public RingFault fault() {
    return fault;
  }

  /** Gives the bounce area back. The ring itself belongs to the channel. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      memory.release(bounce, size);
    }
  }

  private long unwrap(int length) {
    int first = size - head;
    MemorySegment.copy(segment, data + head, segment, bounce, first);
    MemorySegment.copy(segment, data, segment, bounce + first, length - first);
    // The header was checked before it was copied: what was checked is what parsers find.
    segment.set(Memory.LE64, bounce, word);
    segment.set(Memory.LE64, bounce + 8, transaction);
    return bounce;
  }

  private boolean refresh() {
    int index = RingDescriptor.get(segment, control, RingDescriptor.WRITE_INDEX);
    if (!RingDescriptor.isIndex(index, size)) {
      if (fault == RingFault.NONE) {
        fault = RingFault.BAD_INDEX;
      }
      return false;
    }
    written = index;
    return head != index;
  }

  private int corrupt(RingFault why) {
    fault = why;
    return CORRUPT;
  }
}
