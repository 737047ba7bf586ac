package io.hnswitch.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The last changes, numbered from 1. What the same caller is refused again and again is one entry
 * that counts, so that nobody can wash out what others did. Used on one event loop only.
 */
public final class AuditLog {

  private final int capacity;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long last;

  /**
   * @param capacity how many are kept
   */
  public AuditLog(int capacity) {
    this.capacity = capacity;
  }

  /** A record and its number. */
  public record Entry(long number, AuditRecord record) {}

  /**
   * A part, the newest first.
   *
   * @param next cursor of the part after it; 0 when there is no more
   */
  public record Page(List<Entry> entries, long next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Adds a record.
   *
   * @return the entry that it is in by now
   */
  public Entry add(AuditRecord record) {
    var newest = entries.peekFirst();
    if (newest != null && record.repeats(newest.record())) {
      entries.removeFirst();
      var merged = new Entry(newest.number(), record.after(newest.record()));
      entries.addFirst(merged);
      return merged;
    }
    if (entries.size() == capacity) {
      entries.removeLast();
    }
    last++;
    var added = new Entry(last, record);
    entries.addFirst(added);
    return added;
  }

  /**
   * The newest entries that are wanted.
   *
   * @param before only those with a lower number; 0 for all
   * @param limit at most so many, from 1
   */
  public Page page(long before, int limit, Predicate<AuditRecord> wanted) {
    var page = new ArrayList<Entry>();
    Iterator<Entry> newestFirst = entries.iterator();
    while (newestFirst.hasNext()) {
      var entry = newestFirst.next();
      if ((before == 0 || entry.number() < before) && wanted.test(entry.record())) {
        if (page.size() == limit) {
          return new Page(page, page.getLast().number());
        }
        page.add(entry);
      }
    }
    return new Page(page, 0);
  }
}
