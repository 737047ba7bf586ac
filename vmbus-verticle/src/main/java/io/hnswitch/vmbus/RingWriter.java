package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The producer of a {@link Ring}: claim space, write a packet straight into it, commit, and publish
 * a batch of packets at once. Used by one thread at a time.
 *
 * <p>A claimed packet is always contiguous: one that wraps around the end of the data area is
 * written to a private bounce area and copied when it is committed. Nothing is seen by the consumer
 * before {@link #publish}.
 *
 * <p>The own index is kept privately and never read back; the consumer's index is checked each time
 * it is read. A bad one is a sticky {@link #fault}: nothing can be claimed any more.
 */
public final class RingWriter implements AutoCloseable {

  /** What {@link #claim} returns when there is no space, or the ring is corrupt. */
  public static final long NONE = 0;

  /** Largest header and payload that a packet header can describe. */
  static final int PACKET_BYTES_MAX = 0xffff * 8;

  private final Ring ring;
  private final Memory memory;
  private final MemorySegment segment;
  private final long control;
  private final long data;
  private final int size;
  private final long bounce;
  private RingFault fault = RingFault.NONE;
  private int tail;
  private int published;
  private int read;
  private int pending;
  private int claimed;
  private boolean closed;

  /** The producer's end; allocates the bounce area from the ring's memory. */
  public RingWriter(Ring ring) {
    this.ring = ring;
    memory = ring.memory();
    segment = ring.segment();
    control = ring.address();
    data = ring.dataAddress();
    size = ring.dataBytes();
    bounce = memory.allocate(size);
    published = ring.writeIndex();
    tail = published;
    read = ring.readIndex();
    if (!RingDescriptor.isIndex(published, size) || !RingDescriptor.isIndex(read, size)) {
      fault = RingFault.BAD_INDEX;
    }
    int features = ring.word(RingDescriptor.FEATURES) | RingDescriptor.FEATURE_PENDING_SEND;
    ring.word(RingDescriptor.FEATURES, features);
  }

  /**
   * Space for one packet. A claim that is not committed is given up by the next one.
   *
   * @param bytes header and payload, 16 or more; the padding to 8 is zeroed here
   * @return the address to write the packet to, or {@link #NONE} when the ring has not the space
   */
  public long claim(int bytes) {
    if (bytes < RingDescriptor.HEADER || bytes > PACKET_BYTES_MAX) {
      throw new IllegalArgumentException("not a packet size: bytes=" + bytes);
    }
    int padded = (bytes + 7) & -8;
    if (!hasSpace(padded + RingDescriptor.TRAILER)) {
      claimed = 0;
      return NONE;
    }
    claimed = padded;
    long at = tail + padded <= size ? data + tail : bounce;
    segment.set(Memory.LE64, at + padded - 8, 0L);
    return at;
  }

  /** Ends the claimed packet; it is sent with the next {@link #publish}. */
  public void commit() {
    int padded = claimed;
    if (padded == 0) {
      throw new IllegalStateException("commit without a claim");
    }
    claimed = 0;
    int start = tail;
    int end = start + padded;
    if (end > size) {
      int first = size - start;
      MemorySegment.copy(segment, bounce, segment, data + start, first);
      MemorySegment.copy(segment, bounce + first, segment, data, padded - first);
      end -= size;
    } else if (end == size) {
      end = 0;
    }
    segment.set(Memory.LE64, data + end, (long) start << 32);
    end += RingDescriptor.TRAILER;
    tail = end == size ? 0 : end;
    if (pending != 0) {
      store(0);
    }
  }

  /**
   * Makes all committed packets visible to the consumer.
   *
   * @return whether the consumer must be signalled: it does not mask, and the ring was empty
   */
  public boolean publish() {
    int old = published;
    if (tail == old || fault != RingFault.NONE) {
      return false;
    }
    published = tail;
    RingDescriptor.set(segment, control, RingDescriptor.WRITE_INDEX, tail);
    // The consumer unmasks and then looks at the write index; we do it the other way round.
    VarHandle.fullFence();
    if (RingDescriptor.get(segment, control, RingDescriptor.INTERRUPT_MASK) != 0) {
      return false;
    }
    return refresh() && read == old;
  }

  /** Whether there are committed packets that were not published. */
  public boolean isDirty() {
    return tail != published;
  }

  /** Whether the consumer has taken everything that was published. */
  public boolean isDrained() {
    return !isDirty() && refresh() && read == tail;
  }

  /** Bytes that can be written now, by a fresh look; packet, padding and trailer need fewer. */
  public int writable() {
    return refresh() ? size - RingDescriptor.distance(read, tail, size) : 0;
  }

  /**
   * Says how much space the producer waits for, so that the consumer signals when it is there; a
   * committed packet clears it. The space may have become free in the meantime: look again after
   * this, or use {@link #awaitSpace}.
   *
   * @param bytes with padding and trailer; 0 = not waiting
   */
  public void setPendingSend(int bytes) {
    if (bytes < 0 || bytes > size - RingDescriptor.TRAILER) {
      throw new IllegalArgumentException("not a pending send size: bytes=" + bytes);
    }
    store(bytes);
    VarHandle.fullFence();
  }

  /**
   * After a refused {@link #claim}: waits for space for that packet, and looks again so that no
   * wake-up is lost.
   *
   * @return true when the space is there already and the claim should be tried again
   */
  public boolean awaitSpace(int bytes) {
    int total = ((bytes + 7) & -8) + RingDescriptor.TRAILER;
    setPendingSend(total);
    boolean there = refresh() && size - RingDescriptor.distance(read, tail, size) > total;
    if (there) {
      store(0);
    }
    return there;
  }

  /**
   * Reads what a consumer that is gone for good has left, so that the producer can tell what was
   * lost. Everything must have been published; to be closed by the caller.
   */
  public RingReader leftover() {
    return new RingReader(ring);
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

  private boolean hasSpace(int total) {
    if (size - RingDescriptor.distance(read, tail, size) > total && fault == RingFault.NONE) {
      return true;
    }
    return refresh() && size - RingDescriptor.distance(read, tail, size) > total;
  }

  private boolean refresh() {
    if (fault != RingFault.NONE) {
      return false;
    }
    int index = RingDescriptor.get(segment, control, RingDescriptor.READ_INDEX);
    if (!RingDescriptor.isIndex(index, size)) {
      fault = RingFault.BAD_INDEX;
      return false;
    }
    // What is committed but not published cannot have been read.
    int unread = RingDescriptor.distance(index, tail, size);
    if (unread < RingDescriptor.distance(published, tail, size)) {
      fault = RingFault.READ_AHEAD;
      return false;
    }
    read = index;
    return true;
  }

  private void store(int bytes) {
    pending = bytes;
    RingDescriptor.set(segment, control, RingDescriptor.PENDING_SEND, bytes);
  }
}
