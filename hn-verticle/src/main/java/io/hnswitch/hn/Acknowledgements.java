package io.hnswitch.hn;

import io.hnswitch.frame.FrameSlab;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.nvs.NvsFrames;
import io.hnswitch.hn.nvs.NvsStatus;
import io.hnswitch.vmbus.ChannelEnd;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.RingWriter;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The completions (NVS 108) one end of a channel owes for RNDIS packets. A packet whose frames were
 * passed on in a slab is completed when the slab comes back, because until then its memory is in
 * use.
 *
 * <p>What finds no room in the ring waits; the other end's transactions bound how much.
 */
final class Acknowledgements {

  private static final int OWED_MAX = 8192;

  private final MemorySegment bytes;
  private final ChannelEnd end;
  private final int messageBytes;
  private final Map<FrameSlab, Due> due = new IdentityHashMap<>();
  private final long[] owed = new long[OWED_MAX];

  // Many packets in a row are of one slab: only the first asks the map. Entries are never removed.
  private FrameSlab lastSlab;
  private Due lastDue;

  private int owedCount;
  private boolean closed;
  private long forgotten;

  /** The transactions of a slab. */
  private static final class Due {
    private final long[] transactions = new long[FrameSlab.CAPACITY];
    private int count;
  }

  /**
   * @param messageBytes size of the NVS message on the wire, a multiple of 8
   */
  Acknowledgements(Memory memory, ChannelEnd end, int messageBytes) {
    this.bytes = memory.segment();
    this.end = end;
    this.messageBytes = messageBytes;
  }

  /**
   * To be completed when the slab comes back.
   *
   * @return true when the slab can take no further transaction: send it on
   */
  boolean with(FrameSlab slab, long transaction) {
    if (slab != lastSlab) {
      lastSlab = slab;
      lastDue = due.computeIfAbsent(slab, ignored -> new Due());
    }
    var list = lastDue;
    list.transactions[list.count++] = transaction;
    return list.count == FrameSlab.CAPACITY;
  }

  /** The slab is back; true when completions are owed now. */
  boolean back(FrameSlab slab) {
    var list = due.get(slab);
    if (list == null || list.count == 0) {
      return false;
    }
    for (int i = 0; i < list.count; i++) {
      owe(list.transactions[i], NvsStatus.SUCCESS);
    }
    list.count = 0;
    return true;
  }

  /** To be completed as soon as there is room. */
  void owe(long transaction, NvsStatus status) {
    if (closed) {
      return;
    }
    // A failure that finds no room is told as success later: the slot matters, not the word.
    if (status != NvsStatus.SUCCESS && write(transaction, status)) {
      return;
    }
    if (owedCount == OWED_MAX) {
      forgotten++;
    } else {
      owed[owedCount++] = transaction;
    }
  }

  private boolean write(long transaction, NvsStatus status) {
    long at = end.writer().claim(PacketFlyweight.BYTES + messageBytes);
    if (at == RingWriter.NONE) {
      return false;
    }
    long payload = PacketFlyweight.completion(bytes, at, messageBytes, transaction);
    NvsFrames.writeAck(bytes, payload, status.wire());
    NvsFrames.pad(bytes, payload, NvsFrames.ACK_BYTES, messageBytes);
    end.writer().commit();
    return true;
  }

  /** Writes what is owed as far as there is room, and lets the other end know. */
  void flush() {
    if (closed) {
      return;
    }
    int done = writeOwed(0);
    while (done < owedCount && end.writer().awaitSpace(PacketFlyweight.BYTES + messageBytes)) {
      done = writeOwed(done);
    }
    if (done > 0) {
      owedCount -= done;
      System.arraycopy(owed, done, owed, 0, owedCount);
    }
    end.publish();
  }

  private int writeOwed(int from) {
    int done = from;
    while (done < owedCount && write(owed[done], NvsStatus.SUCCESS)) {
      done++;
    }
    return done;
  }

  boolean isOwing() {
    return owedCount > 0;
  }

  /** Completions that could not be kept: always 0 unless the other end breaks the protocol. */
  long forgotten() {
    return forgotten;
  }

  /** The channel is gone: nothing can be completed any more. */
  void close() {
    closed = true;
    owedCount = 0;
  }
}
