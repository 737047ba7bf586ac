package io.hnswitch.vmbus.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** G1, G2 and B10. */
class GpaRangeBufferTest {

  private static final ChannelId CHANNEL = new ChannelId(1);

  private static List<ControlMessage> describe(int pages) {
    return GpaRangeBuffer.describe(CHANNEL, GpadlId.FIRST, 100, pages);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "26, 1, 0", "27, 2, 1", "54, 2, 28", "55, 3, 1", "8190, 293, 16"})
  void splitsPagesIntoMessages(int pages, int messages, int wordsInLast) {
    var parts = describe(pages);
    assertEquals(messages, parts.size());
    if (parts.getLast() instanceof ControlMessage.GpadlBody last) {
      assertEquals(wordsInLast, last.words().size());
    }
    parts.forEach(part -> assertTrue(part.encode().length <= 240));
  }

  @Test
  void fitsTheLengthFieldUpToItsLimit() {
    var header = assertInstanceOf(ControlMessage.GpadlHeader.class, describe(8190).getFirst());
    assertEquals(65528, header.bufferBytes());
    assertThrows(IllegalArgumentException.class, () -> describe(8191));
    assertThrows(IllegalArgumentException.class, () -> describe(0));
  }

  @Test
  void isReadBackAsOneContiguousRange() {
    var words = new ArrayList<Long>();
    for (var message : describe(60)) {
      switch (ControlMessage.decode(message.encode())) {
        case ControlParse.Ok(ControlMessage.GpadlHeader m) -> words.addAll(m.words());
        case ControlParse.Ok(ControlMessage.GpadlBody m) -> words.addAll(m.words());
        case ControlParse other -> throw new AssertionError(other.toString());
      }
    }
    var parse = assertInstanceOf(GpaRangeBuffer.Parse.Ok.class, GpaRangeBuffer.parse(words, 1));
    var range = parse.ranges().getFirst();
    assertEquals(60 * 4096L, range.bytes());
    assertEquals(100L, range.pages().getFirst());
    assertTrue(range.isContiguous());
  }

  @Test
  void readsSeveralRangesAndIgnoresSurplus() {
    var words = List.of(4096L, 7L, 10L | 4090L << 32, 9L, 12L, 99L);
    var parse = assertInstanceOf(GpaRangeBuffer.Parse.Ok.class, GpaRangeBuffer.parse(words, 2));
    assertEquals(
        List.of(new GpaRange(4096, 0, List.of(7L)), new GpaRange(10, 4090, List.of(9L, 12L))),
        parse.ranges());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4096, 0, range count",
    "2, 4096, 0, range count",
    "65535, 4096, 0, range count",
    "1, 0, 0, byte count",
    "1, 1, 4096, byte offset",
    "1, 1, 4294967295, byte offset",
    "1, 4096, 1, page numbers",
    "1, 4294967295, 4095, page numbers"
  })
  void refusesRangesThatMakeNoSense(int ranges, long bytes, long offset, String field) {
    var parse = GpaRangeBuffer.parse(List.of(bytes | offset << 32, 1L), ranges);
    assertEquals(field, assertInstanceOf(GpaRangeBuffer.Parse.Malformed.class, parse).field());
  }

  @Test
  void refusesAnEmptyBuffer() {
    assertInstanceOf(GpaRangeBuffer.Parse.Malformed.class, GpaRangeBuffer.parse(List.of(), 1));
  }
}
