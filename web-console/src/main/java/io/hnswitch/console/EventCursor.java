package io.hnswitch.console;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last event that a reader has seen. Written {@code <run>-<sequence>}, which is the id of that
 * event; a bare number is one of the present run.
 *
 * @param run empty for the present one
 * @param sequence 0 before the first event
 */
record EventCursor(String run, long sequence) {

  private static final Pattern TEXT = Pattern.compile("(?:([0-9a-z]{1,16})-)?(\\d{1,18})");

  /** The cursor of a reader that has seen nothing and wants all that is kept. */
  static final EventCursor START = new EventCursor("", 0);

  /** Reads a cursor; empty when the text is none. */
  static Optional<EventCursor> parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var run = parts.group(1) == null ? "" : parts.group(1);
    return Optional.of(new EventCursor(run, Long.parseLong(parts.group(2))));
  }

  boolean isOf(String feedRun) {
    return run.isEmpty() || run.equals(feedRun);
  }

  @Override
  public String toString() {
    var number = String.format(Locale.ROOT, "%08d", sequence);
    return run.isEmpty() ? number : run + "-" + number;
  }
}
