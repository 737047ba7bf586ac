package io.hnswitch.frame;

import java.util.concurrent.Executor;

/**
 * The bursts one device may have outstanding: its credits. {@link #take} hands one out or answers
 * null; a {@linkplain FrameBurst#release released} burst comes back here, on the owner's thread.
 * The most recently returned one is taken first, so that its memory is still in the cache.
 *
 * <p>A pool belongs to one event loop; only releases may come from elsewhere, and they are passed
 * to the owner's executor.
 */
public final class BurstPool implements AutoCloseable {

  static final byte[] IDENTITY = new byte[FrameSlab.CAPACITY];

  static {
    for (int i = 0; i < IDENTITY.length; i++) {
      IDENTITY[i] = (byte) i;
    }
  }

  /** Told on the owner's thread, before the burst can be taken again. */
  @FunctionalInterface
  public interface Recycled {
    void recycled(FrameBurst burst);
  }

  private final Memory memory;
  private final Executor owner;
  private final FrameBurst[] free;
  private final Recycled recycled;
  private final Runnable available;
  private final int slabBytes;
  private final long region;
  private final boolean slabs;
  private final boolean oneThread;
  private Thread ownerThread;
  private int made;
  private int freeCount;
  private boolean starved;
  private boolean closed;

  private BurstPool(
      Memory memory,
      int bursts,
      int slabBytes,
      boolean slabs,
      boolean oneThread,
      Executor owner,
      Recycled recycled,
      Runnable available) {
    this.memory = memory;
    this.oneThread = oneThread;
    this.owner = owner;
    this.recycled = recycled;
    this.available = available;
    this.slabBytes = slabBytes;
    this.region = slabBytes > 0 ? memory.allocate((long) bursts * slabBytes) : 0;
    this.free = new FrameBurst[bursts];
    this.slabs = slabs;
  }

  /** Bursts are made when they are wanted for the first time: most pools never need all. */
  private FrameBurst make() {
    var slab = slabs ? new FrameSlab(region + (long) made * slabBytes, slabBytes) : null;
    made++;
    var burst = new FrameBurst(this, slab);
    if (slab != null) {
      slab.home(burst);
    }
    return burst;
  }

  /**
   * A pool of bursts with slabs that own bytes, for a device where frames come in.
   *
   * @param bursts how many may be outstanding
   * @param slabBytes bytes of each slab, whole pages
   * @param owner runs on the owner's event loop, in order
   * @param available told when a burst came back after {@link #take} had answered null
   */
  public static BurstPool slabs(
      Memory memory, int bursts, int slabBytes, Executor owner, Runnable available) {
    if (slabBytes <= 0 || slabBytes % Memory.PAGE != 0) {
      throw new IllegalArgumentException("slab bytes must be whole pages: " + slabBytes);
    }
    return new BurstPool(memory, bursts, slabBytes, true, true, owner, burst -> {}, available);
  }

  /**
   * As {@link #slabs}, for an owner that is a lock and no thread: every release goes by the owner.
   */
  static BurstPool lockedSlabs(Memory memory, int bursts, int slabBytes, Executor owner) {
    return new BurstPool(memory, bursts, slabBytes, true, false, owner, burst -> {}, () -> {});
  }

  /**
   * A pool of bursts whose frames lie in buffers of the device, for a device that passes frames on
   * from shared memory and must know when they are done with.
   */
  public static BurstPool references(
      int bursts, Executor owner, Recycled recycled, Runnable available) {
    return new BurstPool(null, bursts, 0, true, true, owner, recycled, available);
  }

  /** A pool of bursts that list frames of other devices' slabs, for a device that forwards. */
  public static BurstPool shares(int bursts, Executor owner, Runnable available) {
    return new BurstPool(null, bursts, 0, false, true, owner, burst -> {}, available);
  }

  /**
   * A burst to fill, or null when all are outstanding or the pool is closed. Owner's thread only.
   */
  public FrameBurst take() {
    if (closed) {
      return null;
    }
    if (ownerThread == null) {
      ownerThread = Thread.currentThread();
    }
    if (credits() == 0) {
      starved = true;
      return null;
    }
    var burst = freeCount == 0 ? make() : free[--freeCount];
    burst.open();
    return burst;
  }

  /** Bursts that could be taken now. */
  public int credits() {
    return freeCount + free.length - made;
  }

  /** Bursts that are out. */
  public int outstanding() {
    return made - freeCount;
  }

  /** First address of the slabs' bytes, and their size: for registering them with a guest. */
  public long region() {
    return region;
  }

  public long regionBytes() {
    return (long) free.length * slabBytes;
  }

  static void releaseSlab(FrameSlab slab) {
    if (slab.releaseLast()) {
      var burst = slab.home();
      burst.pool().recycle(burst);
    }
  }

  void recycle(FrameBurst burst) {
    if (oneThread && Thread.currentThread() == ownerThread) {
      back(burst);
    } else {
      owner.execute(() -> back(burst));
    }
  }

  private void back(FrameBurst burst) {
    recycled.recycled(burst);
    free[freeCount++] = burst;
    if (closed) {
      freeRegionIfIdle();
    } else if (starved) {
      starved = false;
      available.run();
    }
  }

  /**
   * Hands out no more bursts, and frees the slabs' bytes as soon as nothing is outstanding. Owner's
   * thread only.
   */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      freeRegionIfIdle();
    }
  }

  private void freeRegionIfIdle() {
    if (region != 0 && outstanding() == 0) {
      memory.release(region, regionBytes());
    }
  }
}
