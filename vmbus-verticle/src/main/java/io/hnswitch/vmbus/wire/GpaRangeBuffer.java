package io.hnswitch.vmbus.wire;

import java.util.ArrayList;
import java.util.List;

/** The range buffer of a GPADL: written into header and body messages, and read back. */
public final class GpaRangeBuffer {

  /** Pages of one range whose buffer length still fits its 16-bit field. */
  public static final int PAGES_MAX = 8190;

  private static final int HEADER_WORDS_MAX = 27;
  private static final int BODY_WORDS_MAX = 28;

  private GpaRangeBuffer() {}

  /** The result of reading a buffer. */
  public sealed interface Parse {
    /** The ranges, 1 or more. */
    record Ok(List<GpaRange> ranges) implements Parse {
      public Ok {
        ranges = List.copyOf(ranges);
      }
    }

    /** What is wrong, and the value. */
    record Malformed(String field, long value) implements Parse {}
  }

  /**
   * The messages that share contiguous whole pages.
   *
   * @param firstPage page number
   * @param pages 1 to {@value #PAGES_MAX}
   */
  public static List<ControlMessage> describe(
      ChannelId channel, GpadlId gpadl, long firstPage, int pages) {
    if (pages < 1 || pages > PAGES_MAX) {
      throw new IllegalArgumentException("not a number of pages: " + pages);
    }
    var words = new ArrayList<Long>(pages + 1);
    words.add((long) pages * GpaRange.PAGE);
    for (int i = 0; i < pages; i++) {
      words.add(firstPage + i);
    }
    var messages = new ArrayList<ControlMessage>();
    int end = Math.min(words.size(), HEADER_WORDS_MAX);
    messages.add(
        new ControlMessage.GpadlHeader(channel, gpadl, 8 * words.size(), 1, words.subList(0, end)));
    for (int number = 0; end < words.size(); number++) {
      int begin = end;
      end = Math.min(words.size(), begin + BODY_WORDS_MAX);
      messages.add(new ControlMessage.GpadlBody(number, gpadl, words.subList(begin, end)));
    }
    return messages;
  }

  /** Reads a complete buffer; surplus page numbers at its end are ignored. */
  public static Parse parse(List<Long> words, int ranges) {
    if (ranges == 0 || words.isEmpty()) {
      return new Parse.Malformed("range count", ranges);
    }
    var found = new ArrayList<GpaRange>();
    int at = 0;
    for (int i = 0; i < ranges; i++) {
      if (at >= words.size()) {
        return new Parse.Malformed("range count", ranges);
      }
      long word = words.get(at++);
      long bytes = word & 0xffffffffL;
      long offset = word >>> 32;
      if (bytes == 0) {
        return new Parse.Malformed("byte count", bytes);
      }
      if (offset >= GpaRange.PAGE) {
        return new Parse.Malformed("byte offset", offset);
      }
      long pages = (bytes + offset + GpaRange.PAGE - 1) / GpaRange.PAGE;
      if (pages > words.size() - at) {
        return new Parse.Malformed("page numbers", words.size() - at);
      }
      found.add(new GpaRange(bytes, (int) offset, words.subList(at, at + (int) pages)));
      at += (int) pages;
    }
    return new Parse.Ok(found);
  }
}
