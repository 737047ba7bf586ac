package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile other side can do to a ring: W14, W15, B15–B22, B30, B30a. */
class RingFaultTest {

  private static final int SIZE = 4096;

  private RingHarness ring = new RingHarness(SIZE);

  @AfterEach
  void close() {
    ring.close();
  }

  private void isCorrupt(RingFault fault) {
    assertEquals(RingReader.CORRUPT, ring.reader.next());
    assertEquals(fault, ring.reader.fault());
    // Sticky, and harmless.
    ring.writeIndex(0);
    assertEquals(RingReader.CORRUPT, ring.reader.next());
    assertFalse(ring.reader.finish());
    assertFalse(ring.reader.unmask());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3, 64, SHORT_HEADER",
    "0, 3, 64, SHORT_HEADER",
    "4, 3, 64, HEADER_BEYOND_PACKET",
    "65535, 65535, 64, PACKET_BEYOND_DATA",
    "2, 9, 64, PACKET_BEYOND_DATA",
    "2, 8, 64, PACKET_BEYOND_DATA",
    "2, 2, 16, SHORT_DATA",
    "2, 2, 8, SHORT_DATA"
  })
  void stopsAtBadLengths(int offset8, int length8, int published, RingFault fault) {
    ring.forge(PacketFlyweight.IN_BAND, offset8, length8, 0, published);
    isCorrupt(fault);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7fffffff, SIZE, 4, -8, SIZE + 8, Integer.MIN_VALUE})
  void stopsAtBadWriteIndices(int index) {
    ring.writeIndex(index);
    isCorrupt(RingFault.BAD_INDEX);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7fffffff, SIZE, 4, -8})
  void refusesToWriteAgainstBadReadIndices(int index) {
    ring.write(8, 1);
    ring.readIndex(index);
    assertEquals(0, ring.writer.writable());
    assertEquals(RingFault.BAD_INDEX, ring.writer.fault());
    assertEquals(RingWriter.NONE, ring.writer.claim(24));
    ring.readIndex(0);
    assertEquals(RingWriter.NONE, ring.writer.claim(24));
    assertFalse(ring.writer.publish());
    assertFalse(ring.writer.awaitSpace(24));
  }

  @Test
  void refusesAConsumerThatIsAhead() {
    ring.put(40, 1);
    ring.readIndex(32);
    assertEquals(0, ring.writer.writable());
    assertEquals(RingFault.READ_AHEAD, ring.writer.fault());
  }

  @Test
  void refusesRingsThatAreBadFromTheStart() {
    ring.writeIndex(12);
    ring.readIndex(SIZE);
    try (var writer = new RingWriter(ring.ring);
        var reader = new RingReader(ring.ring)) {
      assertEquals(RingWriter.NONE, writer.claim(16));
      assertEquals(RingReader.CORRUPT, reader.next());
    }
  }

  @Test
  void stopsAtAPendingSizeLargerThanTheRing() {
    ring.write(40, 1);
    ring.word(RingDescriptor.PENDING_SEND, SIZE);
    ring.drain();
    assertFalse(ring.reader.finish());
    assertEquals(RingFault.PENDING_TOO_LARGE, ring.reader.fault());
  }

  @Test
  void noticesThatSomebodyElseWroteItsMask() {
    ring.word(RingDescriptor.INTERRUPT_MASK, 1);
    ring.reader.mask();
    assertEquals(RingFault.FOREIGN_MASK, ring.reader.fault());
  }

  @ParameterizedTest
  @CsvSource({
    "5, 2, 3, 0, UNKNOWN_TYPE",
    "0, 2, 3, 0, UNKNOWN_TYPE",
    "6, 2, 3, 2, UNKNOWN_FLAGS",
    "6, 2, 3, 65535, UNKNOWN_FLAGS",
    "7, 2, 3, 0, SHORT_EXTENSION",
    "9, 2, 3, 1, SHORT_EXTENSION",
    "9, 3, 3, 1, OK",
    "11, 2, 2, 0, OK"
  })
  void reportsBadPacketsOfASoundRing(
      int type, int offset8, int length8, int flags, PacketCheck check) {
    ring.forge(type, offset8, length8, flags, 8 * length8 + 8);
    assertEquals(RingReader.PACKET, ring.reader.next());
    assertEquals(check, PacketFlyweight.check(ring.reader));
    ring.reader.consume();
    assertEquals(RingReader.EMPTY, ring.reader.next());
  }

  @Test
  void survivesAnIndexThatMovesUnderThePacket() {
    ring.write(40, 1);
    assertEquals(RingReader.PACKET, ring.reader.next());
    ring.forge(6, 2, 0xffff, 0, 8);
    // The private copies decide.
    assertEquals(56, ring.reader.bytes());
    assertEquals(40, ring.reader.payloadBytes());
    ring.reader.consume();
    assertThrows(IllegalStateException.class, () -> ring.reader.consume());
  }
}
