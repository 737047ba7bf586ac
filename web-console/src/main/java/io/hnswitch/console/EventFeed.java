package io.hnswitch.console;

import io.hnswitch.control.LabEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last events, numbered from 1 without gaps. A reader says what it saw last and gets what came
 * after; when that is no longer there it is told so by a {@link Gap}, never by silence.
 */
final class EventFeed {

  private final String run;
  private final Entry[] ring;
  private long last;

  /**
   * @param run names this run of the node, so that a cursor of an earlier one is recognised
   * @param capacity how many events are kept
   */
  EventFeed(String run, int capacity) {
    this.run = run;
    this.ring = new Entry[capacity];
  }

  /** An event with its number and the time it came, in milliseconds since 1970. */
  record Entry(long sequence, long atMillis, LabEvent event) {}

  /**
   * Events that cannot be given any more.
   *
   * @param from first number missed
   * @param to last number missed; less than {@code from} when only an earlier run's are
   * @param restarted the cursor is of an earlier run of the node, whose last events are missed too
   */
  record Gap(long from, long to, boolean restarted) {}

  /**
   * An answer.
   *
   * @param cursor to ask with next
   * @param more there are further events already
   */
  record Page(Optional<Gap> gap, List<Entry> entries, EventCursor cursor, boolean more) {}

  /** Adds an event. */
  Entry add(LabEvent event, long atMillis) {
    last++;
    var entry = new Entry(last, atMillis, event);
    ring[slot(last)] = entry;
    return entry;
  }

  /** The run this feed is of. */
  String run() {
    return run;
  }

  /** The cursor of a reader that wants only what is to come. */
  EventCursor end() {
    return new EventCursor(run, last);
  }

  /** The number of the oldest event that is kept; that of the next one when there is none. */
  long oldest() {
    return Math.max(1, last - ring.length + 1);
  }

  /** An event that is kept. */
  Entry at(long sequence) {
    return ring[slot(sequence)];
  }

  /** What came after a cursor, the oldest first. */
  Page since(EventCursor cursor, int limit) {
    long oldest = oldest();
    boolean restarted = !cursor.isOf(run) || cursor.sequence() > last;
    long next = restarted ? 1 : cursor.sequence() + 1;
    Optional<Gap> gap = Optional.empty();
    if (restarted || next < oldest) {
      gap = Optional.of(new Gap(next, oldest - 1, restarted));
      next = oldest;
    }
    var entries = new ArrayList<Entry>();
    while (next <= last && entries.size() < limit) {
      entries.add(ring[slot(next)]);
      next++;
    }
    return new Page(gap, List.copyOf(entries), new EventCursor(run, next - 1), next <= last);
  }

  private int slot(long sequence) {
    return (int) ((sequence - 1) % ring.length);
  }
}
