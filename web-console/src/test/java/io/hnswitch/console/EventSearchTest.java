package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.api.Filter;
import io.hnswitch.console.EventSearch.Found;
import io.hnswitch.control.LabEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventSearchTest {

  private static final int CAPACITY = 200;
  private static final String RUN = "run1";

  private final EventFeed feed = new EventFeed(RUN, CAPACITY);
  private final EventSearch search = new EventSearch(feed, new CloudEvents("/node/test", RUN));

  @Test
  void findsTheNewestFirst() {
    add(5);
    var found = find("", 100);
    assertEquals(List.of(5, 4, 3, 2, 1), numbers(found));
    assertEquals(Optional.empty(), found.next());
    assertEquals(5, found.scanned());
  }

  @Test
  void findsWhatTheFilterWants() {
    add(9);
    assertEquals(List.of(9, 6, 3), numbers(find("third:true", 100)));
    assertEquals(List.of(9), numbers(find("third:true number>6", 100)));
    assertEquals(List.of(7), numbers(find("id:*-00000007", 100)));
    assertEquals(List.of(), numbers(find("nobody", 100)));
  }

  @Test
  void givesPagesThatFollowEachOther() {
    add(20);
    var numbers = new ArrayList<Integer>();
    var found = find("third:true", 2);
    assertEquals(Optional.of(new EventCursor(RUN, 15)), found.next());
    while (true) {
      numbers.addAll(numbers(found));
      if (found.next().isEmpty()) {
        break;
      }
      found = find("third:true", found.next().get(), 2);
    }
    assertEquals(List.of(18, 15, 12, 9, 6, 3), numbers);
  }

  @Test
  void givesOnlyWhatIsKept() {
    add(CAPACITY + 50);
    var found = find("", 1000);
    assertEquals(CAPACITY, found.events().size());
    assertEquals(51, numbers(found).getLast());
    assertEquals(Optional.empty(), found.next());
    assertEquals(Optional.empty(), find("", new EventCursor(RUN, 20), 10).next());
    assertEquals(0, find("", new EventCursor(RUN, 20), 10).scanned());
  }

  @Test
  void takesACursorAheadForTheEnd() {
    add(3);
    assertEquals(List.of(3, 2, 1), numbers(find("", new EventCursor("", 77), 10)));
  }

  @Test
  void findsNothingBeforeAnEarlierRun() {
    add(3);
    assertEquals(
        new Found(List.of(), Optional.empty(), 0), find("", new EventCursor("run0", 9), 5));
  }

  @Test
  void findsNothingWhenNothingHappened() {
    assertEquals(new Found(List.of(), Optional.empty(), 0), find("", 5));
  }

  @Test
  void endsWhenItMayNotGoOn() {
    add(CAPACITY);
    var looks = new AtomicInteger();
    var found = search.find(Filter.parse("number:1"), all(), 5, () -> looks.incrementAndGet() < 3);
    assertEquals(96, found.scanned());
    assertEquals(Optional.of(new EventCursor(RUN, CAPACITY - 96 + 1)), found.next());
    assertEquals(List.of(1), numbers(find("number:1", found.next().orElseThrow(), 5)));
  }

  /** A full ring, and a filter that tries hard: slow machines included, far less than a second. */
  @Test
  void looksThroughAFullRingInMilliseconds() {
    var large = new EventFeed(RUN, 10_000);
    for (int i = 0; i < 10_000; i++) {
      large.add(event(i), 1_790_000_000_000L + i);
    }
    var in = new EventSearch(large, new CloudEvents("/node/test", RUN));
    var best = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      long began = System.nanoTime();
      var found =
          in.find(Filter.parse("nobody type:hnswitch.nic.* lost>0"), all(), 100, () -> true);
      best = Math.min(best, System.nanoTime() - began);
      assertEquals(10_000, found.scanned());
    }
    assertTrue(best < 1_000_000_000L, "ns: " + best);
  }

  private void add(int events) {
    for (int i = 1; i <= events; i++) {
      feed.add(event(i), 0);
    }
  }

  private static LabEvent event(int number) {
    return new LabEvent(
        "hnswitch.nic.path-changed",
        "a:hn0",
        Map.of("number", number, "third", number % 3 == 0, "cause", "attach", "vf", "pf0/vf1"));
  }

  private static EventCursor all() {
    return new EventCursor("", Long.MAX_VALUE);
  }

  private Found find(String filter, int limit) {
    return find(filter, all(), limit);
  }

  private Found find(String filter, EventCursor before, int limit) {
    return search.find(Filter.parse(filter), before, limit, () -> true);
  }

  private static List<Integer> numbers(Found found) {
    return found.events().stream()
        .map(event -> event.getJsonObject("data").getInteger("number"))
        .toList();
  }
}
