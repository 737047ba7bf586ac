package io.hnswitch.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.console.EventFeed.Entry;
import io.hnswitch.console.EventFeed.Gap;
import io.hnswitch.control.LabEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventFeedTest {

  private static final int CAPACITY = 10;

  private final EventFeed feed = new EventFeed("run1", CAPACITY);

  @Test
  void numbersEventsFromOneWithoutGaps() {
    add(3);
    var page = feed.since(EventCursor.START, 100);
    assertEquals(List.of(1L, 2L, 3L), sequences(page));
    assertEquals(Optional.empty(), page.gap());
    assertFalse(page.more());
  }

  @Test
  void givesOnlyWhatCameAfterACursor() {
    add(5);
    assertEquals(List.of(4L, 5L), sequences(feed.since(at(3), 100)));
    assertEquals(List.of(), sequences(feed.since(at(5), 100)));
  }

  @Test
  void givesPagesThatFollowEachOther() {
    add(5);
    var first = feed.since(EventCursor.START, 2);
    assertTrue(first.more());
    assertEquals(List.of(1L, 2L), sequences(first));
    var second = feed.since(first.cursor(), 2);
    assertEquals(List.of(3L, 4L), sequences(second));
    var third = feed.since(second.cursor(), 2);
    assertEquals(List.of(5L), sequences(third));
    assertFalse(third.more());
  }

  @Test
  void keepsTheLastOnes() {
    add(CAPACITY);
    assertEquals(CAPACITY, feed.since(EventCursor.START, 100).entries().size());
    add(1);
    assertEquals(
        LongStream.rangeClosed(2, CAPACITY + 1).boxed().toList(),
        sequences(feed.since(EventCursor.START, 100)));
  }

  @Test
  void saysWhatIsNoLongerThere() {
    add(CAPACITY + 5);
    var page = feed.since(at(2), 100);
    assertEquals(Optional.of(new Gap(3, 5, false)), page.gap());
    assertEquals(6L, page.entries().getFirst().sequence());
  }

  @Test
  void saysNothingOfAGapThatIsNone() {
    add(CAPACITY + 5);
    assertEquals(Optional.empty(), feed.since(at(5), 100).gap());
  }

  @Test
  void tellsACursorOfAnEarlierRun() {
    add(3);
    var page = feed.since(new EventCursor("run0", 2), 100);
    assertEquals(Optional.of(new Gap(1, 0, true)), page.gap());
    assertEquals(List.of(1L, 2L, 3L), sequences(page));
  }

  @Test
  void takesACursorAheadOfItForOneOfAnEarlierRun() {
    add(3);
    assertTrue(feed.since(at(4), 100).gap().orElseThrow().restarted());
  }

  @Test
  void hasAnEndWhereOnlyTheFutureFollows() {
    add(3);
    var end = feed.end();
    add(1);
    assertEquals(List.of(4L), sequences(feed.since(end, 100)));
  }

  private void add(int events) {
    for (int i = 0; i < events; i++) {
      feed.add(new LabEvent("hnswitch.nic.up", "a:hn0", Map.of()), 0);
    }
  }

  private static EventCursor at(long sequence) {
    return new EventCursor("", sequence);
  }

  private static List<Long> sequences(EventFeed.Page page) {
    return page.entries().stream().map(Entry::sequence).toList();
  }
}
