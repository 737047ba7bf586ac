package io.hnswitch.testing;

import io.hnswitch.time.Timers;
import java.time.Duration;
import java.util.PriorityQueue;

/**
 * Time that stands still until a test moves it. Actions run on the thread that moves it, in the
 * order of their times; those of the same time in the order they were asked for.
 */
public final class ManualTimers implements Timers {

  /** Where tests start: some time in 2026, so that nothing relies on zero. */
  public static final long START_MILLIS = 1_790_000_000_000L;

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nanos;
  private long asked;

  private static final class Entry implements Comparable<Entry> {
    final long at;
    final long number;
    final Runnable action;

    Entry(long at, long number, Runnable action) {
      this.at = at;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Entry that) {
      return at != that.at ? Long.compare(at, that.at) : Long.compare(number, that.number);
    }
  }

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized long epochMillis() {
    return START_MILLIS + nanos / 1_000_000;
  }

  @Override
  public synchronized Timer after(Duration delay, Runnable action) {
    var entry = new Entry(nanos + Math.max(0, delay.toNanos()), asked++, action);
    entries.add(entry);
    return () -> cancel(entry);
  }

  private synchronized void cancel(Entry entry) {
    entries.remove(entry);
  }

  /** Timers that have not run. */
  public synchronized int pending() {
    return entries.size();
  }

  /** Moves time and runs what becomes due, also what is asked for meanwhile. */
  public void elapse(Duration time) {
    long end = nanos() + time.toNanos();
    while (step(end)) {
      continue;
    }
  }

  /**
   * Moves time to the next due action, at most to an end, and runs it.
   *
   * @return false when the end is reached and nothing is due
   */
  public boolean step(long endNanos) {
    Entry due;
    synchronized (this) {
      due = entries.peek();
      if (due == null || due.at > endNanos) {
        nanos = Math.max(nanos, endNanos);
        return false;
      }
      entries.poll();
      nanos = Math.max(nanos, due.at);
    }
    due.action.run();
    return true;
  }
}
