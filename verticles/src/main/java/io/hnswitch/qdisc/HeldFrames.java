package io.hnswitch.qdisc;

import io.hnswitch.frame.FrameBurst;
import io.hnswitch.frame.FrameSlab;
import java.util.Arrays;

/**
 * The frames that are held, as numbered entries of arrays: which burst, which slot, how many bytes
 * on the wire, and which entry is next in its flow. A burst is released when its last frame has
 * left.
 */
final class HeldFrames {

  static final int NONE = -1;

  private int[] next = new int[0];
  private int[] slot = new int[0];
  private int[] wire = new int[0];
  private int[] flow = new int[0];
  private int[] holder = new int[0];
  private int freeEntry = NONE;

  private FrameBurst[] burst = new FrameBurst[0];
  private int[] left = new int[0];
  private long[] arrival = new long[0];
  private int[] nextHolder = new int[0];
  private int freeHolder = NONE;
  private long arrivals;

  /** Makes room for so many frames, each of another burst at worst. Never gives room back. */
  void reserve(int frames) {
    int before = next.length;
    if (frames <= before) {
      return;
    }
    next = Arrays.copyOf(next, frames);
    slot = Arrays.copyOf(slot, frames);
    wire = Arrays.copyOf(wire, frames);
    flow = Arrays.copyOf(flow, frames);
    holder = Arrays.copyOf(holder, frames);
    burst = Arrays.copyOf(burst, frames);
    left = Arrays.copyOf(left, frames);
    arrival = Arrays.copyOf(arrival, frames);
    nextHolder = Arrays.copyOf(nextHolder, frames);
    for (int i = frames - 1; i >= before; i--) {
      next[i] = freeEntry;
      freeEntry = i;
      nextHolder[i] = freeHolder;
      freeHolder = i;
    }
  }

  /** Takes a burst over, all its frames outstanding; gives the number of its holder. */
  int hold(FrameBurst held) {
    int number = freeHolder;
    freeHolder = nextHolder[number];
    burst[number] = held;
    left[number] = held.size();
    arrival[number] = arrivals++;
    return number;
  }

  /** An entry for a frame of a held burst. */
  int add(int ofHolder, int ofSlot, int wireBytes, int ofFlow) {
    int entry = freeEntry;
    freeEntry = next[entry];
    next[entry] = NONE;
    slot[entry] = ofSlot;
    wire[entry] = wireBytes;
    flow[entry] = ofFlow;
    holder[entry] = ofHolder;
    return entry;
  }

  /** The frame is no longer held; with the last one its burst goes back. */
  void remove(int entry) {
    int number = holder[entry];
    next[entry] = freeEntry;
    freeEntry = entry;
    if (--left[number] == 0) {
      var done = burst[number];
      burst[number] = null;
      nextHolder[number] = freeHolder;
      freeHolder = number;
      done.release();
    }
  }

  int next(int entry) {
    return next[entry];
  }

  void next(int entry, int following) {
    next[entry] = following;
  }

  FrameSlab slab(int entry) {
    return burst[holder[entry]].slab();
  }

  int slot(int entry) {
    return slot[entry];
  }

  /** Bytes on the wire. */
  int wire(int entry) {
    return wire[entry];
  }

  int flow(int entry) {
    return flow[entry];
  }

  int holder(int entry) {
    return holder[entry];
  }

  FrameBurst burst(int ofHolder) {
    return burst[ofHolder];
  }

  /** Counts up with every burst. */
  long arrival(int ofHolder) {
    return arrival[ofHolder];
  }

  int capacity() {
    return next.length;
  }
}
