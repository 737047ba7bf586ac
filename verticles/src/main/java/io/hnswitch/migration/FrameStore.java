package io.hnswitch.migration;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Frames;
import io.hnswitch.frame.Memory;
import io.hnswitch.ledger.DeviceLedger;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Frames that wait for long: copied, so that whoever sent them has its credits back, in their
 * order, and bounded. What goes beyond the bounds is dropped as {@link DropReason#FENCE_OVERFLOW}.
 * An open store lets them go in bursts of its own, as far as those come back.
 */
public final class FrameStore implements AutoCloseable {

  /** Frames kept at most. */
  public static final int FRAMES_MAX = 65_536;

  /** Bytes kept at most. */
  public static final long BYTES_MAX = 64L << 20;

  private static final int BURSTS = 16;
  private static final int SLAB_BYTES = 256 << 10;
  private static final int ALIGN = 64;

  private final MemorySegment memory;
  private final DeviceLedger ledger;
  private final BurstPool pool;
  private final ArrayDeque<Stored> frames = new ArrayDeque<>();
  private Consumer<FrameBurst> way = FrameBurst::release;
  private Runnable emptied = () -> {};
  private boolean open;
  private boolean pumping;
  private long bytes;

  /** A frame and all that is known about it. */
  private record Stored(
      byte[] bytes, long offload, int vlan, int hash, int hashInfo, int stream, int sequence) {}

  /**
   * @param owner runs on the owner's event loop, in order
   */
  public FrameStore(Memory memory, Executor owner, DeviceLedger ledger) {
    this.memory = memory.segment();
    this.ledger = ledger;
    this.pool = BurstPool.slabs(memory, BURSTS, SLAB_BYTES, owner, this::pump);
  }

  /** Takes a burst over. */
  public void add(FrameBurst burst) {
    var slab = burst.slab();
    int beyond = 0;
    for (int i = 0; i < burst.size(); i++) {
      int slot = burst.slot(i);
      int length = slab.length(slot);
      if (frames.size() == FRAMES_MAX || bytes + length > BYTES_MAX) {
        beyond++;
        continue;
      }
      var copy = new byte[length];
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, slab.address(slot), copy, 0, length);
      bytes += length;
      frames.add(
          new Stored(
              copy,
              slab.offload(slot),
              slab.vlan(slot),
              burst.hash(slot),
              burst.hashInfo(slot),
              slab.stream(slot),
              slab.sequence(slot)));
    }
    if (beyond > 0) {
      ledger.dropped(DropReason.FENCE_OVERFLOW, beyond);
    }
    burst.release();
    pump();
  }

  /**
   * Lets what waits, and what comes, go this way.
   *
   * @param whenEmpty told each time when nothing waits any more
   */
  public void open(Consumer<FrameBurst> to, Runnable whenEmpty) {
    way = to;
    emptied = whenEmpty;
    open = true;
    pump();
  }

  /** Nothing goes any more. */
  public void shut() {
    open = false;
    emptied = () -> {};
  }

  private void pump() {
    if (!open || pumping) {
      return;
    }
    pumping = true;
    while (open && !frames.isEmpty()) {
      var burst = pool.take();
      if (burst == null) {
        break;
      }
      fill(burst.slab());
      way.accept(burst.seal());
    }
    pumping = false;
    if (open && frames.isEmpty()) {
      emptied.run();
    }
  }

  private void fill(FrameSlab slab) {
    long at = slab.region() + ALIGN;
    long end = slab.region() + slab.regionBytes();
    while (!frames.isEmpty() && !slab.isFull() && at + frames.peek().bytes().length <= end) {
      var frame = frames.poll();
      int length = frame.bytes().length;
      bytes -= length;
      MemorySegment.copy(frame.bytes(), 0, memory, ValueLayout.JAVA_BYTE, at, length);
      slab.add(
          at,
          length,
          frame.offload(),
          frame.vlan(),
          frame.hash(),
          frame.hashInfo(),
          frame.stream(),
          frame.sequence());
      at = at + length + Frames.HEADROOM + ALIGN - 1 & -ALIGN;
    }
  }

  /** Frames that wait. */
  public long held() {
    return frames.size();
  }

  public boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Gives up what waits. */
  public void drop(DropReason reason) {
    if (!frames.isEmpty()) {
      ledger.dropped(reason, frames.size());
      frames.clear();
      bytes = 0;
    }
  }

  /** Nothing may wait any more. */
  @Override
  public void close() {
    shut();
    pool.close();
  }
}
