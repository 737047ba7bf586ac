package io.hnswitch.endpoint.qemu;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Frames that a socket has no room for at the moment, as they stand in a stream: each behind its
 * length. Never more than {@value #BYTES} bytes; allocates nothing.
 */
final class Backlog implements AutoCloseable {

  /** Bytes that may wait, lengths included. */
  static final int BYTES = 128 * Memory.PAGE;

  /** What has moved on leaves room at the front, which is used when there is so much of it. */
  private static final int WORTH_MOVING = BYTES / 4;

  private final Memory memory;
  private final MemorySegment bytes;
  private final long place;
  private int start;
  private int end;
  private int frames;
  private int flushed;

  /** Where the first frame ends. */
  private int firstEnd;

  Backlog(Memory memory) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.place = memory.allocate(BYTES);
  }

  boolean isEmpty() {
    return frames == 0;
  }

  /** Frames that wait, one that is half sent too. */
  int frames() {
    return frames;
  }

  /** Adds a frame; false when there is no room for it. */
  boolean add(long address, int length) {
    int size = StreamInlet.HEADER + length;
    if (size > room()) {
      return false;
    }
    bytes.set(Memory.BE32, place + end, length);
    MemorySegment.copy(bytes, address, bytes, place + end + StreamInlet.HEADER, length);
    append(size);
    return true;
  }

  /** The rest of a frame that is half sent; only when nothing waits, and then there is room. */
  void addRest(long address, int length) {
    if (frames != 0) {
      throw new IllegalStateException("a frame is half sent while " + frames + " wait");
    }
    MemorySegment.copy(bytes, address, bytes, place + end, length);
    append(length);
  }

  private void append(int size) {
    if (frames == 0) {
      firstEnd = end + size;
    }
    end += size;
    frames++;
  }

  private int room() {
    if (start >= WORTH_MOVING) {
      MemorySegment.copy(bytes, place + start, bytes, place, end - start);
      end -= start;
      firstEnd -= start;
      start = 0;
    }
    return BYTES - end;
  }

  /**
   * Sends what a stream takes; {@link #flushed} then says how many frames are gone as a whole.
   *
   * @return 0, or a negative error number other than {@link Wire#AGAIN}
   */
  int flushStream(Wire wire) {
    flushed = 0;
    while (frames > 0) {
      int taken = wire.send(place + start, end - start);
      if (taken == Wire.AGAIN || taken == 0) {
        return 0;
      }
      if (taken < 0) {
        return taken;
      }
      start += taken;
      while (frames > 0 && firstEnd <= start) {
        removeFirst();
        flushed++;
      }
    }
    return 0;
  }

  int flushed() {
    return flushed;
  }

  /** Address of the first frame; there is one, and it is whole. */
  long first() {
    return place + start + StreamInlet.HEADER;
  }

  /** Bytes of the first frame. */
  int firstLength() {
    return firstEnd - start - StreamInlet.HEADER;
  }

  /** The first frame, a datagram, is done with. */
  void dropFirst() {
    start = firstEnd;
    removeFirst();
  }

  private void removeFirst() {
    frames--;
    if (frames == 0) {
      start = 0;
      end = 0;
      firstEnd = 0;
    } else {
      firstEnd += StreamInlet.HEADER + bytes.get(Memory.BE32, place + firstEnd);
    }
  }

  /** Forgets everything; gives how many frames there were. */
  int clear() {
    int lost = frames;
    start = 0;
    end = 0;
    firstEnd = 0;
    frames = 0;
    return lost;
  }

  @Override
  public void close() {
    memory.release(place, BYTES);
  }
}
