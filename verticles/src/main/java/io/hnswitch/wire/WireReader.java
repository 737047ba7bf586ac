package io.hnswitch.wire;

import io.hnswitch.frame.BurstWire;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads messages from a stream of bytes that comes in pieces of any size. The bytes of frames are
 * copied once, into the slab that they stay in. Whatever a peer may have written is checked before
 * it is used.
 */
final class WireReader {

  /** Who gets what was read. */
  interface Sink {

    /** A burst to read into, or null when there is none now: then reading stops until later. */
    FrameBurst take();

    /** A burst is complete; it is the sink's. */
    void burst(FrameBurst burst);

    /** Another message; the body is overwritten by the next one. */
    void message(MessageType type, ByteBuffer body);
  }

  private enum Part {
    MESSAGE_HEADER,
    BODY,
    BURST_HEADER,
    FRAME_HEADER,
    FRAME
  }

  private final MemorySegment memory;
  private final Sink sink;
  private final byte[] staged = new byte[MessageType.WHOLE_MAX];
  private final MemorySegment stage = MemorySegment.ofArray(staged);
  private Part part = Part.MESSAGE_HEADER;
  private MessageType type;
  private int wanted = MessageType.HEADER;
  private int count;
  private long left;
  private FrameBurst burst;
  private int frames;
  private long to;
  private long frameLeft;
  private boolean closed;

  WireReader(Memory memory, Sink sink) {
    this.memory = memory.segment();
    this.sink = sink;
  }

  /**
   * Reads on.
   *
   * @param from the bytes that came, and maybe what was left of those before
   * @return how many bytes were read: all, unless no burst could be taken
   * @throws WireException when the peer may not say that
   */
  int read(MemorySegment from, int start, int end) {
    int at = start;
    while (!closed) {
      if (part == Part.FRAME) {
        int some = (int) Math.min(frameLeft, end - at);
        MemorySegment.copy(from, at, memory, to, some);
        at += some;
        to += some;
        frameLeft -= some;
        if (frameLeft > 0) {
          return at - start;
        }
        frameRead();
        continue;
      }
      if (part == Part.FRAME_HEADER && count == 0 && end - at >= BurstWire.PER_FRAME) {
        frameBegins(from, at);
        at += BurstWire.PER_FRAME;
        continue;
      }
      int some = Math.min(wanted - count, end - at);
      MemorySegment.copy(from, at, stage, count, some);
      at += some;
      count += some;
      if (count < wanted || !partRead()) {
        return at - start;
      }
    }
    return end - start;
  }

  /** Whether it waits for a burst to read into. */
  boolean isStalled() {
    return part == Part.BURST_HEADER && count == wanted;
  }

  /** The connection has ended: nothing more is read, and what is incomplete never was. */
  void close() {
    closed = true;
    if (burst != null) {
      burst.release();
      burst = null;
    }
  }

  private boolean partRead() {
    switch (part) {
      case MESSAGE_HEADER -> messageBegins();
      case BODY -> {
        var body = ByteBuffer.wrap(staged, 0, count).order(ByteOrder.LITTLE_ENDIAN);
        next(Part.MESSAGE_HEADER, MessageType.HEADER);
        sink.message(type, body);
      }
      case BURST_HEADER -> {
        return burstBegins();
      }
      case FRAME_HEADER -> frameBegins(stage, 0);
      case FRAME -> throw new IllegalStateException("a frame is not staged");
    }
    return true;
  }

  private void next(Part following, int bytes) {
    part = following;
    wanted = bytes;
    count = 0;
  }

  private void messageBegins() {
    long length = stage.get(Memory.LE32, 0) & 0xffff_ffffL;
    int number = stage.get(Memory.LE32, 4);
    type = MessageType.of(number, length);
    left = length;
    if (type == MessageType.BURST) {
      next(Part.BURST_HEADER, BurstWire.HEADER);
    } else {
      next(Part.BODY, (int) length);
    }
  }

  private boolean burstBegins() {
    frames = stage.get(Memory.LE32, 4);
    if (stage.get(Memory.LE32, 0) != BurstWire.MAGIC
        || frames < 1
        || frames > FrameSlab.CAPACITY
        || stage.get(Memory.LE32, 16) != 0) {
      throw new WireException("not a burst that crosses nodes: " + frames + " frames");
    }
    burst = sink.take();
    if (burst == null) {
      return false;
    }
    left -= BurstWire.HEADER;
    to = burst.slab().region() + Frames.HEADROOM;
    next(Part.FRAME_HEADER, BurstWire.PER_FRAME);
    return true;
  }

  private void frameBegins(MemorySegment in, long at) {
    var slab = burst.slab();
    int length = in.get(Memory.LE32, at);
    long offload = in.get(Memory.LE64, at + 4);
    int vlan = in.get(Memory.LE32, at + 12);
    left -= BurstWire.PER_FRAME + (long) length;
    if (length < Frames.ETHERNET_HEADER
        || length > Frames.MAX_FRAME
        || left < 0
        || to + length > slab.region() + slab.regionBytes()) {
      throw new WireException("a frame of " + length + " bytes has no room");
    }
    if (vlan < Frames.NO_VLAN || vlan > Frames.MAX_TAG || !Frames.fits(offload, length)) {
      throw new WireException("a frame of " + length + " bytes with what it cannot have");
    }
    slab.add(
        to,
        length,
        offload,
        vlan,
        in.get(Memory.LE32, at + 16),
        in.get(Memory.LE32, at + 20),
        in.get(Memory.LE32, at + 24),
        in.get(Memory.LE32, at + 28));
    part = Part.FRAME;
    frameLeft = length;
  }

  private void frameRead() {
    var slab = burst.slab();
    if (slab.count() < frames) {
      int length = slab.length(slab.count() - 1);
      to += BurstWire.room(length) - length;
      next(Part.FRAME_HEADER, BurstWire.PER_FRAME);
      return;
    }
    if (left != 0) {
      throw new WireException("a burst with " + left + " bytes behind its last frame");
    }
    var whole = burst.seal();
    burst = null;
    next(Part.MESSAGE_HEADER, MessageType.HEADER);
    sink.burst(whole);
  }
}
