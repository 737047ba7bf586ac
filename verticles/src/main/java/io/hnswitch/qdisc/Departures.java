package io.hnswitch.qdisc;

import io.hnswitch.frame.BurstPool;
import io.hnswitch.frame.FrameBurst;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Gathers the frames that go at one moment in shares of their bursts, one share for each burst, and
 * sends them in the order in which the bursts came. Of each flow the first frames go, so it keeps
 * its order although frames of other bursts were chosen in between.
 */
final class Departures {

  private final HeldFrames held;
  private final BurstPool shares;
  private final Consumer<FrameBurst> out;
  private final FrameBurst[] gathered;
  private final long[] arrivals;
  private FrameBurst[] ofHolder = new FrameBurst[0];
  private final int[] holders;
  private int count;

  /**
   * @param shares of capacity {@code most}
   */
  Departures(HeldFrames held, BurstPool shares, int most, Consumer<FrameBurst> out) {
    this.held = held;
    this.shares = shares;
    this.out = out;
    this.gathered = new FrameBurst[most];
    this.arrivals = new long[most];
    this.holders = new int[most];
  }

  /** After {@link HeldFrames#reserve}. */
  void reserve() {
    if (ofHolder.length < held.capacity()) {
      ofHolder = Arrays.copyOf(ofHolder, held.capacity());
    }
  }

  /** Whether a frame could be added; if not, the pool of shares tells when one is there again. */
  boolean hasRoom(int entry) {
    int holder = held.holder(entry);
    if (ofHolder[holder] != null) {
      return true;
    }
    var share = shares.take();
    if (share == null) {
      return false;
    }
    share.attach(held.burst(holder).slab());
    ofHolder[holder] = share;
    insert(share, holder);
    return true;
  }

  /** Nearly always at the end: bursts leave in the order in which they came. */
  private void insert(FrameBurst share, int holder) {
    int i = count++;
    long arrival = held.arrival(holder);
    while (i > 0 && arrivals[i - 1] > arrival) {
      gathered[i] = gathered[i - 1];
      arrivals[i] = arrivals[i - 1];
      holders[i] = holders[i - 1];
      i--;
    }
    gathered[i] = share;
    arrivals[i] = arrival;
    holders[i] = holder;
  }

  /** Adds a frame for which there is room. */
  void add(int entry) {
    ofHolder[held.holder(entry)].add(held.slot(entry));
  }

  /** Sends what was gathered. */
  void send() {
    int sending = count;
    count = 0;
    for (int i = 0; i < sending; i++) {
      ofHolder[holders[i]] = null;
    }
    for (int i = 0; i < sending; i++) {
      var share = gathered[i];
      gathered[i] = null;
      out.accept(share);
    }
  }
}
