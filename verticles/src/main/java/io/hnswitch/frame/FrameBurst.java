package io.hnswitch.frame;

import java.util.Arrays;

/**
 * What one bus message carries: the frames of a {@link FrameSlab} that are meant for the receiver,
 * as a list of slots, and perhaps a {@link Fence} behind them.
 *
 * <p>Whoever receives a burst owns it: it sends the same object on, or calls {@link #release} once.
 * A device that has frames for several neighbours takes one burst for each from a pool of
 * {@linkplain BurstPool#shares shares} and {@linkplain #attach attaches} it to the same slab; no
 * payload moves. A released burst goes back to its pool, and that is the sender's credit.
 */
public final class FrameBurst {

  private final BurstPool pool;
  private final FrameSlab own;
  private final byte[] slots = new byte[FrameSlab.CAPACITY];

  /** Hash and info of each slot, made for the first receiver that hashes; null before. */
  private long[] hashes;

  private boolean hashed;
  private FrameSlab slab;
  private int size;
  private Fence fence;
  private int discarded;
  private long receipt;
  private boolean taken;

  FrameBurst(BurstPool pool, FrameSlab own) {
    this.pool = pool;
    this.own = own;
    this.slab = own;
  }

  /** A burst without frames that carries a fence; it belongs to no pool and costs no credit. */
  public static FrameBurst ofFence(Fence fence) {
    var burst = new FrameBurst(null, null);
    burst.fence = fence;
    return burst;
  }

  /** A burst in place of one that could not be read from the wire: says how many frames it had. */
  static FrameBurst ofDiscarded(int frames) {
    var burst = new FrameBurst(null, null);
    burst.discarded = frames;
    return burst;
  }

  void open() {
    taken = true;
    hashed = false;
    size = 0;
    fence = null;
    receipt = 0;
    if (own != null) {
      own.open();
      slab = own;
    } else {
      slab = null;
    }
  }

  /** Makes this share list frames of another burst's slab; holds the slab until released. */
  public void attach(FrameSlab shared) {
    if (own != null || slab != null) {
      throw new IllegalStateException("burst already has a slab");
    }
    shared.retain();
    slab = shared;
  }

  /** Lists every frame of the slab, in order. The maker of a slab calls it after filling. */
  public FrameBurst seal() {
    size = slab.count();
    System.arraycopy(BurstPool.IDENTITY, 0, slots, 0, size);
    return this;
  }

  /** Adds a slot of the slab to the list. */
  public void add(int slot) {
    slots[size++] = (byte) slot;
  }

  /** Frames listed. */
  public int size() {
    return size;
  }

  /** The slot in {@link #slab()} of the i-th frame listed. */
  public int slot(int i) {
    return slots[i] & 0xff;
  }

  /** Shortens the list to its first frames; the caller accounts for the others. */
  public void truncate(int newSize) {
    if (newSize > size || newSize < 0) {
      throw new IllegalArgumentException("cannot truncate " + size + " to " + newSize);
    }
    size = newSize;
  }

  /** Replaces the i-th entry; for devices that filter a burst in place. */
  public void set(int i, int slot) {
    slots[i] = (byte) slot;
  }

  public FrameSlab slab() {
    return slab;
  }

  /**
   * Notes the hash that the receiver of this burst has computed for a slot. From the first note on,
   * the hashes in the slab, which other bursts list too, no longer count for this one.
   */
  public void hash(int slot, int value, int info) {
    if (hashes == null) {
      hashes = new long[FrameSlab.CAPACITY];
    }
    if (!hashed) {
      Arrays.fill(hashes, 0);
      hashed = true;
    }
    hashes[slot] = (long) info << 32 | value & 0xffff_ffffL;
  }

  /** The hash of a frame, see {@link FrameSlab#hash}. */
  public int hash(int slot) {
    return hashed ? (int) hashes[slot] : slab.hash(slot);
  }

  /** What the hash of a frame is, see {@link FrameSlab#hashInfo}. */
  public int hashInfo(int slot) {
    return hashed ? (int) (hashes[slot] >>> 32) : slab.hashInfo(slot);
  }

  /** The fence behind the frames, or null when there is none. */
  public Fence fence() {
    return fence;
  }

  /**
   * The number under which the sender wants to hear which frames were taken; 0 normally, when it
   * does not.
   */
  public long receipt() {
    return receipt;
  }

  /** Asks the next receiver, or with 0 nobody any more, to say which frames it took. */
  public void receipt(long number) {
    receipt = number;
  }

  /** Frames the bus lost in place of this burst; 0 normally. */
  public int discarded() {
    return discarded;
  }

  /**
   * Gives the burst, its frames and so the credit back. Once.
   *
   * @throws IllegalStateException when it has been given back
   */
  public void release() {
    if (pool == null) {
      return;
    }
    if (!taken) {
      throw new IllegalStateException("burst released twice");
    }
    taken = false;
    if (own != null) {
      if (own.releaseLast()) {
        pool.recycle(this);
      }
      return;
    }
    var shared = slab;
    slab = null;
    if (shared != null) {
      BurstPool.releaseSlab(shared);
    }
    pool.recycle(this);
  }

  BurstPool pool() {
    return pool;
  }
}
