package io.hnswitch.hn;

/**
 * The host's use of a receive buffer: chunks of consecutive slots, one for each transfer-page
 * packet. The chunk that was acknowledged last is used first: it is still in the cache. The
 * transaction id of a packet is the number of its first slot.
 */
final class ReceiveBuffer {

  /** Slots of a chunk: room for a 64 KiB super-frame, or for a burst of short frames. */
  static final int CHUNK_SLOTS = 64;

  /** Bytes of a chunk. */
  static final int CHUNK_BYTES = CHUNK_SLOTS * VspSession.SLOT_BYTES;

  /** No chunk is free. */
  static final int NONE = -1;

  private final long address;
  private final int[] free;
  private final boolean[] out;
  private int count;

  ReceiveBuffer(long address, long bytes) {
    this.address = address;
    int chunks = (int) (bytes / CHUNK_BYTES);
    free = new int[chunks];
    out = new boolean[chunks];
    for (int i = 0; i < chunks; i++) {
      free[i] = chunks - 1 - i;
    }
    count = chunks;
  }

  int take() {
    if (count == 0) {
      return NONE;
    }
    int chunk = free[--count];
    out[chunk] = true;
    return chunk;
  }

  /** Gives a chunk back that was not sent. */
  void give(int chunk) {
    out[chunk] = false;
    free[count++] = chunk;
  }

  /**
   * The guest acknowledged a transaction.
   *
   * @return false when there is none of that id: the guest breaks the protocol
   */
  boolean acknowledged(long transaction) {
    if (transaction < 0 || transaction % CHUNK_SLOTS != 0) {
      return false;
    }
    long chunk = transaction / CHUNK_SLOTS;
    if (chunk >= out.length || !out[(int) chunk]) {
      return false;
    }
    give((int) chunk);
    return true;
  }

  static long transaction(int chunk) {
    return (long) chunk * CHUNK_SLOTS;
  }

  long address(int chunk) {
    return address + (long) chunk * CHUNK_BYTES;
  }

  /** Offset of a chunk in the buffer. */
  static int offset(int chunk) {
    return chunk * CHUNK_BYTES;
  }

  boolean isIdle() {
    return count == free.length;
  }

  boolean isEmpty() {
    return count == 0;
  }
}
