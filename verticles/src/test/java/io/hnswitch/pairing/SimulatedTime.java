package io.hnswitch.pairing;

import java.util.PriorityQueue;

/** What happens later, in the order of its time, and of being asked for when times are equal. */
final class SimulatedTime {

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long now;
  private long asked;

  static final class Entry implements Comparable<Entry> {
    private final long at;
    private final long number;
    private final Runnable action;
    private boolean cancelled;

    Entry(long at, long number, Runnable action) {
      this.at = at;
      this.number = number;
      this.action = action;
    }

    void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Entry that) {
      return at != that.at ? Long.compare(at, that.at) : Long.compare(number, that.number);
    }
  }

  long now() {
    return now;
  }

  Entry at(long time, Runnable action) {
    var entry = new Entry(Math.max(now, time), asked++, action);
    entries.add(entry);
    return entry;
  }

  Entry after(long delay, Runnable action) {
    return at(now + delay, action);
  }

  /** Runs until nothing is left; false when there is no end of it. */
  boolean runOut(int most) {
    for (int i = 0; i < most; i++) {
      var next = entries.poll();
      if (next == null) {
        return true;
      }
      if (!next.cancelled) {
        now = next.at;
        next.action.run();
      }
    }
    return false;
  }
}
