package io.hnswitch.endpoint.qemu;

import io.hnswitch.endpoint.tap.Libc;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;

/**
 * Finds frames in a stream. Many are read with one call, into a place of its own, and then laid out
 * in the slab with the room that each must have. Allocates nothing.
 *
 * <table>
 * <caption>A frame in the stream</caption>
 * <tr><th>offset</th><th>size</th><th>field</th></tr>
 * <tr><td>0</td><td>4</td><td>length of the frame, big endian, 1 to 69632</td></tr>
 * <tr><td>4</td><td>length</td><td>the frame</td></tr>
 * </table>
 */
public final class StreamInlet implements FrameInlet {

  /** Bytes of the length in front of a frame. */
  static final int HEADER = 4;

  /** Holds some reads, and the longest frame at its end. */
  private static final int STAGE = 64 * Memory.PAGE;

  private static final int UNFINISHED = -1;
  private static final int NOTHING = -2;
  private static final int OVER = -3;

  private final Memory memory;
  private final MemorySegment bytes;
  private final Taker taker;
  private final long stage;
  private Wire wire;
  private int start;
  private int end;
  private String reason = "";

  public StreamInlet(Memory memory, Taker taker) {
    this.memory = memory;
    this.bytes = memory.segment();
    this.taker = taker;
    this.stage = memory.allocate(STAGE);
  }

  @Override
  public void begin(Wire next) {
    wire = next;
    start = 0;
    end = 0;
    reason = "";
  }

  @Override
  public Outcome fill(FrameSlab slab) {
    long at = slab.region() + ALIGN;
    long last = slab.region() + BURST_BYTES;
    for (int i = 0; i < FrameSlab.CAPACITY && at <= last; i++) {
      int length = next();
      if (length == NOTHING) {
        return Outcome.DRAINED;
      }
      if (length == OVER) {
        return Outcome.ENDED;
      }
      int laid = Math.min(length, Frames.MAX_FRAME + 1);
      MemorySegment.copy(bytes, stage + start + HEADER, bytes, at, laid);
      start += HEADER + length;
      if (taker.take(slab, at, laid)) {
        at = at + length + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
      }
    }
    return Outcome.MORE;
  }

  /** The length of the frame that begins the stage, or why there is none. */
  private int next() {
    while (reason.isEmpty()) {
      int length = whole();
      if (length != UNFINISHED) {
        return length;
      }
      makeRoom();
      int count = wire.receive(stage + end, STAGE - end);
      if (count == Wire.AGAIN) {
        return NOTHING;
      }
      if (count <= 0) {
        reason = count == 0 ? ended() : "broken: " + Libc.describe(-count);
        return OVER;
      }
      end += count;
    }
    return OVER;
  }

  private String ended() {
    return start == end ? "closed by the far end" : "closed by the far end within a frame";
  }

  private int whole() {
    int held = end - start;
    if (held < HEADER) {
      return UNFINISHED;
    }
    long length = bytes.get(Memory.BE32, stage + start) & 0xffff_ffffL;
    if (length == 0 || length > LONGEST) {
      reason = "a frame of " + length + " bytes, where 1 to " + LONGEST + " can be";
      return OVER;
    }
    return held - HEADER < length ? UNFINISHED : (int) length;
  }

  /** For the rest of the frame that has begun. */
  private void makeRoom() {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (start + HEADER + LONGEST > STAGE) {
      MemorySegment.copy(bytes, stage + start, bytes, stage, end - start);
      end -= start;
      start = 0;
    }
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public void close() {
    memory.release(stage, STAGE);
  }
}
