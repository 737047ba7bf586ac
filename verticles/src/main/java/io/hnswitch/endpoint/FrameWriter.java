package io.hnswitch.endpoint;

import io.hnswitch.endpoint.host.FrameSink;
import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import io.hnswitch.ledger.StreamMarks;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * Lays the frames of an in-process host out in bursts, numbers them, and sends a burst on when it
 * is full or {@link #flush()} is called.
 */
final class FrameWriter implements FrameSink {

  private static final int ALIGN = 64;

  private final MemorySegment bytes;
  private final BurstPool pool;
  private final StreamMarks marks;
  private final DeviceLedger ledger;
  private final Consumer<FrameBurst> out;
  private FrameBurst burst;
  private long next;
  private long end;
  private long claimed;

  FrameWriter(
      Memory memory,
      BurstPool pool,
      StreamMarks marks,
      DeviceLedger ledger,
      Consumer<FrameBurst> out) {
    this.bytes = memory.segment();
    this.pool = pool;
    this.marks = marks;
    this.ledger = ledger;
    this.out = out;
  }

  @Override
  public long claim(int maxLength) {
    if (burst != null && (burst.slab().isFull() || next + maxLength > end)) {
      flush();
    }
    if (burst == null) {
      burst = pool.take();
      if (burst == null) {
        return 0;
      }
      var slab = burst.slab();
      next = slab.region() + Frames.HEADROOM;
      end = slab.region() + slab.regionBytes();
      if (next + maxLength > end) {
        return 0;
      }
    }
    claimed = next;
    return claimed;
  }

  @Override
  public void commit(int length, long offload) {
    var slab = burst.slab();
    int slot = slab.add(claimed, length, offload);
    int stream = marks.next(MacAddress.destination(bytes, claimed));
    if (stream != 0) {
      slab.mark(slot, stream, marks.sequence());
    }
    next = claimed + length + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
    ledger.entered(1);
  }

  /**
   * As {@link #commit}, for a frame that may have its tag in it; that is out of band then.
   *
   * @return false when the frame ends within its tag; nothing has been laid out then
   */
  boolean commitTagged(int length) {
    var slab = burst.slab();
    int slot = VlanTags.add(bytes, slab, claimed, length, 0);
    if (slot == VlanTags.MALFORMED) {
      return false;
    }
    int stream = marks.next(MacAddress.destination(bytes, slab.address(slot)));
    if (stream != 0) {
      slab.mark(slot, stream, marks.sequence());
    }
    next = claimed + length + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
    ledger.entered(1);
    return true;
  }

  /** Frames laid out and not yet sent on. */
  int held() {
    return burst == null ? 0 : burst.slab().count();
  }

  /** Sends on what is laid out. */
  void flush() {
    var full = burst;
    burst = null;
    if (full != null) {
      if (full.slab().count() == 0) {
        full.release();
      } else {
        out.accept(full.seal());
      }
    }
  }
}
