package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Memory;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packet headers of section 12 and their checks B23, B24, B32. */
class PacketTest {

  private final RingHarness ring = new RingHarness(4096);
  private final MemorySegment memory = ring.segment;
  private final long at = ring.memory.allocateZeroed(4096);
  private final GuestMemory owner = new GuestMemory();

  @AfterEach
  void close() {
    ring.close();
  }

  private String hex(int bytes) {
    var copy = new byte[bytes];
    MemorySegment.copy(memory, Memory.BYTE, at, copy, 0, bytes);
    return HexFormat.of().formatHex(copy);
  }

  @Test
  void writesInBandHeaders() {
    assertEquals(at + 16, PacketFlyweight.inBand(memory, at, 9, 1, 0x1122334455667788L));
    assertEquals("060002000400010088776655443322" + "11", hex(16));
  }

  @Test
  void writesCompletionHeaders() {
    PacketFlyweight.completion(memory, at, 8, 5);
    assertEquals("0b00020003000000" + "0500000000000000", hex(16));
  }

  @Test
  void writesAndReadsTransferPages() {
    long payload = TransferPagesFlyweight.write(memory, at, 8, 1, 3, 0xcafe, 2);
    long[] ranges = {
      TransferPagesFlyweight.range(100, 0), TransferPagesFlyweight.range(200, 0x800), -1
    };
    TransferPagesFlyweight.ranges(memory, at, ranges, 2);
    assertEquals(at + 40, payload);
    assertEquals(
        "0700050006000100"
            + "0300000000000000"
            + "feca000002000000"
            + "6400000000000000"
            + "c800000000080000",
        hex(40));
    assertEquals(2, TransferPagesFlyweight.ranges(memory, at, 40));
    assertEquals(0xcafe, TransferPagesFlyweight.bufferId(memory, at));
    long second = TransferPagesFlyweight.range(memory, at, 1);
    assertEquals(200, TransferPagesFlyweight.length(second));
    assertEquals(0x800, TransferPagesFlyweight.offset(second));
  }

  @ParameterizedTest
  @CsvSource({"3, 40", "536870914, 40", "-1, 40", "1, 24", "1, 16"})
  void refusesMoreTransferRangesThanFit(int count, int dataOffset) {
    memory.set(Memory.LE32, at + 20, count);
    assertEquals(-1, TransferPagesFlyweight.ranges(memory, at, dataOffset));
  }

  @Test
  void checksTransferRangesWithoutOverflow() {
    assertTrue(TransferPagesFlyweight.fits(0, 4096, 4096));
    assertTrue(TransferPagesFlyweight.fits(4095, 1, 4096));
    assertFalse(TransferPagesFlyweight.fits(4096, 1, 4096));
    assertFalse(TransferPagesFlyweight.fits(1, 4096, 4096));
    assertFalse(TransferPagesFlyweight.fits(0, 0, 4096));
    assertFalse(TransferPagesFlyweight.fits(0xffffffffL, 0xffffffffL, 4096));
  }

  @Test
  void readsTheListForm() {
    owner.add(0x10000, 0x4000);
    GpaDirectFlyweight.list(memory, at, 0, 1, 1, 3);
    GpaDirectFlyweight.listRange(memory, at, 0, 0x10ff0, 0x10);
    GpaDirectFlyweight.listRange(memory, at, 1, 0x11000, 0x20);
    GpaDirectFlyweight.listRange(memory, at, 2, 0x13000, 0x1000);
    var ranges = new GpaRanges(owner, 8);
    assertEquals(PacketCheck.OK, ranges.parse(memory, at, GpaDirectFlyweight.listHeaderBytes(3)));
    assertEquals(2, ranges.pieces(), "neighbours are joined");
    assertEquals(0x10ff0, ranges.address(0));
    assertEquals(0x30, ranges.length(0));
    assertEquals(0x13000, ranges.address(1));
    assertEquals(0x1030, ranges.totalBytes());
  }

  @Test
  void readsThePagesForm() {
    owner.add(0x10000, 0x10000);
    int pages = GpaDirectFlyweight.pages(0x10800, 0x2000);
    assertEquals(3, pages);
    long payload = GpaDirectFlyweight.contiguous(memory, at, 0, 1, 1, 0x10800, 0x2000);
    assertEquals(at + GpaDirectFlyweight.pagesHeaderBytes(3), payload);
    var ranges = new GpaRanges(owner, 8);
    assertEquals(PacketCheck.OK, ranges.parse(memory, at, (int) (payload - at)));
    assertEquals(1, ranges.pieces());
    assertEquals(0x10800, ranges.address(0));
    assertEquals(0x2000, ranges.length(0));
  }

  private PacketCheck parseOne(long count, long length, long offset, long page, int dataOffset) {
    memory.set(Memory.LE32, at + 20, (int) count);
    memory.set(Memory.LE32, at + 24, (int) length);
    memory.set(Memory.LE32, at + 28, (int) offset);
    memory.set(Memory.LE64, at + 32, page);
    var ranges = new GpaRanges(owner, 2);
    var check = ranges.parse(memory, at, dataOffset);
    if (check != PacketCheck.OK) {
      assertEquals(0, ranges.pieces());
      assertEquals(0, ranges.totalBytes());
    }
    return check;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100, 0, 16, 40, OK",
    "0, 100, 0, 16, 40, NO_RANGES",
    "2, 100, 0, 16, 40, TOO_MANY_RANGES",
    "4294967295, 100, 0, 16, 40, TOO_MANY_RANGES",
    "1, 0, 0, 16, 40, BAD_RANGE",
    "1, 100, 4096, 16, 40, BAD_RANGE",
    "1, 100, 4294967295, 16, 40, BAD_RANGE",
    "1, 4097, 0, 16, 40, TOO_MANY_RANGES",
    "1, 4294967295, 4095, 16, 40, TOO_MANY_RANGES",
    "1, 100, 4000, 16, 40, TOO_MANY_RANGES",
    "1, 100, 0, 15, 40, FOREIGN_MEMORY",
    "1, 100, 0, 0, 40, FOREIGN_MEMORY",
    "1, 100, 0, -1, 40, FOREIGN_MEMORY",
    "1, 100, 0, 4503599627370512, 40, FOREIGN_MEMORY",
    "1, 100, 0, 16, 32, TOO_MANY_RANGES",
    "1, 100, 0, 16, 16, SHORT_EXTENSION"
  })
  void checksEveryValueOfARange(
      long count, long length, long offset, long page, int dataOffset, PacketCheck expected) {
    owner.add(0x10000, 0x2000);
    assertEquals(expected, parseOne(count, length, offset, page, dataOffset));
  }
}
