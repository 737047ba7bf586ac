package io.hnswitch.testing;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import java.util.concurrent.Executor;
import java.util.function.ObjIntConsumer;

/**
 * Makes bursts of small frames: two addresses, ethertype 0x88b5, zeros. Numbers them as it goes.
 */
public final class TestFrames {

  private static final int SLAB_BYTES = 256 << 10;

  private final Memory memory;
  private final BurstPool pool;
  private FrameBurst burst;
  private long at;
  private int sequence;

  public TestFrames(Memory memory, int bursts, Executor owner) {
    this.memory = memory;
    this.pool = BurstPool.slabs(memory, bursts, SLAB_BYTES, owner, () -> {});
  }

  /** Bursts that have not come back. */
  public int outstanding() {
    return pool.outstanding();
  }

  /** Begins a burst. */
  public TestFrames begin() {
    burst = pool.take();
    if (burst == null) {
      throw new IllegalStateException("all bursts are out");
    }
    at = burst.slab().region();
    return this;
  }

  /** Adds a frame of the given length with the given offload word. */
  public TestFrames frame(long destination, long source, int length, long offload) {
    var segment = memory.segment();
    segment.asSlice(at, Math.max(length, 64)).fill((byte) 0);
    MacAddress.writeRaw(segment, at, destination);
    MacAddress.writeRaw(segment, at + 6, source);
    segment.set(Memory.BE16, at + 12, (short) 0x88b5);
    int slot = burst.slab().add(at, length, offload);
    burst.slab().mark(slot, 1, sequence++);
    at += Math.max(length, 64) + 63 & -64;
    return this;
  }

  /** Does something with the frame that was added last. */
  public TestFrames last(ObjIntConsumer<FrameSlab> change) {
    change.accept(burst.slab(), burst.slab().count() - 1);
    return this;
  }

  /** Adds a frame of 64 bytes. */
  public TestFrames frame(long destination, long source) {
    return frame(destination, source, 64, 0);
  }

  /** The burst, ready to be sent. */
  public FrameBurst seal() {
    return burst.seal();
  }
}
