package io.hnswitch.vmbus;

/**
 * The transactions that wait for a completion, by an id that the other side echoes. The id is a key
 * of a table and never trusted: one that is unknown, answered already or orphaned finds nothing and
 * is counted.
 *
 * <p>An id names a slot and the use of that slot, so a late completion never matches the next
 * transaction in the same slot. Ids begin at 1; 0 means "no transaction" on the wire. What belongs
 * to a transaction is kept by the caller in arrays indexed by slot. Allocates nothing after
 * construction. Not thread-safe.
 */
public final class Transactions {

  /** No id, no slot was free, or the table is orphaned. */
  public static final long NONE = 0;

  /** {@link #complete}: no such transaction. */
  public static final int UNKNOWN = -1;

  private final long[] ids;
  private final int[] free;
  private int freeCount;
  private long uses;
  private long unknown;
  private boolean orphaned;

  /** A table for that many transactions at a time. */
  public Transactions(int capacity) {
    if (capacity < 1 || capacity > 1 << 20) {
      throw new IllegalArgumentException("not a capacity: " + capacity);
    }
    ids = new long[capacity];
    free = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      free[i] = capacity - 1 - i;
    }
    freeCount = capacity;
  }

  /** Begins a transaction; do this before sending its packet. */
  public long begin() {
    if (orphaned || freeCount == 0) {
      return NONE;
    }
    int slot = free[--freeCount];
    // The first use of slot 0 is id 1: ids are 1 + slot + use * capacity.
    long id = 1 + slot + uses++ * ids.length;
    ids[slot] = id;
    return id;
  }

  /** The slot of an id that {@link #begin} returned. */
  public int slot(long id) {
    return (int) ((id - 1) % ids.length);
  }

  /**
   * Ends the transaction with that id: its answer came, or it was given up because sending failed.
   *
   * @param id from the other side, not trusted
   * @return the slot, or {@link #UNKNOWN}, which is counted
   */
  public int complete(long id) {
    if (id > 0) {
      int slot = slot(id);
      if (ids[slot] == id) {
        ids[slot] = NONE;
        free[freeCount++] = slot;
        return slot;
      }
    }
    unknown++;
    return UNKNOWN;
  }

  /** Whether that id waits for its completion. */
  public boolean isActive(long id) {
    return id > 0 && ids[slot(id)] == id;
  }

  /**
   * The channel is gone: nothing can begin any more.
   *
   * @return an active id that is ended by this call, or {@link #NONE}; call until there is none
   */
  public long orphan() {
    orphaned = true;
    for (int slot = 0; freeCount < ids.length && slot < ids.length; slot++) {
      long id = ids[slot];
      if (id != NONE) {
        ids[slot] = NONE;
        free[freeCount++] = slot;
        return id;
      }
    }
    return NONE;
  }

  /** Transactions that wait. */
  public int active() {
    return ids.length - freeCount;
  }

  /** Completions that matched nothing. */
  public long unknownCount() {
    return unknown;
  }
}
