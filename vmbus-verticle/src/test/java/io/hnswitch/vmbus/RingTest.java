package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hnswitch.frame.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Space and bytes: W1–W7, W17–W19 of the VMBus reference. */
class RingTest {

  private static final int SIZE = 16384;

  private RingHarness ring = new RingHarness(SIZE);

  @AfterEach
  void close() {
    ring.close();
  }

  private void beginAt(int index) {
    ring.close();
    ring = new RingHarness(SIZE, index);
  }

  private void readBack(int payloadBytes, long transaction) {
    assertEquals(RingReader.PACKET, ring.reader.next());
    assertEquals(transaction, ring.reader.transactionId());
    assertEquals(PacketFlyweight.IN_BAND, ring.reader.type());
    assertEquals(PacketCheck.OK, PacketFlyweight.check(ring.reader));
    assertArrayEquals(RingHarness.expected(payloadBytes, transaction), ring.payload());
    ring.reader.consume();
    ring.reader.finish();
    assertEquals(RingReader.EMPTY, ring.reader.next());
  }

  @Test
  void isEmptyAtFirst() {
    assertEquals(RingReader.EMPTY, ring.reader.next());
    assertEquals(SIZE, ring.writer.writable());
    assertTrue(ring.ring.isEmpty());
  }

  @Test
  void splitsPacketsOverTheEnd() {
    beginAt(SIZE - 24);
    ring.write(40, 7);
    assertEquals(40, ring.ring.writeIndex());
    readBack(40, 7);
    assertEquals(40, ring.ring.readIndex());
  }

  @Test
  void splitsHeadersOverTheEnd() {
    beginAt(SIZE - 8);
    ring.write(100, 9);
    readBack(100, 9);
  }

  @Test
  void wrapsAtEveryOffset() {
    for (int back = 8; back <= 200; back += 8) {
      for (int payload : new int[] {0, 1, 7, 8, 13, 64, 150}) {
        beginAt(SIZE - back);
        ring.write(payload, back);
        readBack(payload, back);
      }
    }
  }

  @Test
  void neverPublishesTheEndAsIndex() {
    beginAt(SIZE - 64);
    ring.write(40, 1);
    assertEquals(0, ring.ring.writeIndex());
    readBack(40, 1);
    assertEquals(0, ring.ring.readIndex());
  }

  @Test
  void refusesToBecomeFull() {
    ring.write(SIZE - 1024 - 24, 1);
    assertEquals(1024, ring.writer.writable());
    assertFalse(ring.put(1024 - 24, 2));
    assertEquals(SIZE - 1024, ring.ring.writeIndex());
    assertEquals(1, ring.drain());
    ring.reader.finish();
    assertTrue(ring.put(1024 - 24, 2));
  }

  @Test
  void takesTheLargestPacketAndNoLarger() {
    assertEquals(SIZE - 16, ring.ring.packetBytesMax());
    assertFalse(ring.put(SIZE - 8 - 16, 1));
    assertTrue(ring.put(SIZE - 16 - 16, 1));
    ring.writer.publish();
    readBack(SIZE - 32, 1);
  }

  @Test
  void fitsFourLargePayloadsIn16KiB() {
    for (int i = 0; i < 4; i++) {
      assertTrue(ring.put(4000, i));
    }
    assertFalse(ring.put(4000, 4));
  }

  @Test
  void padsWithZeros() {
    ring.segment.asSlice(ring.control + Ring.CONTROL_BYTES, 64).fill((byte) -1);
    ring.write(13, 5);
    readBack(13, 5);
  }

  @Test
  void writesTheTrailerAndIgnoresItWhenReading() {
    ring.write(8, 1);
    ring.write(8, 2);
    long data = ring.control + Ring.CONTROL_BYTES;
    assertEquals(0L, ring.segment.get(Memory.LE64, data + 24));
    assertEquals(32L << 32, ring.segment.get(Memory.LE64, data + 32 + 24));
    ring.segment.set(Memory.LE64, data + 24, 0x123456789abcdefL);
    assertEquals(2, ring.drain());
  }

  @Test
  void showsNothingBeforeItIsPublished() {
    ring.put(8, 1);
    ring.put(8, 2);
    assertTrue(ring.writer.isDirty());
    assertEquals(RingReader.EMPTY, ring.reader.next());
    ring.writer.publish();
    assertFalse(ring.writer.isDirty());
    assertEquals(2, ring.drain());
  }

  @Test
  void givesUpAClaimThatIsNotCommitted() {
    ring.writer.claim(64);
    assertTrue(ring.put(8, 3));
    ring.writer.publish();
    readBack(8, 3);
  }

  @Test
  void keepsAPacketThatDoesNotFitTheBuffer() {
    long buffer = ring.memory.allocate(4096);
    ring.write(64, 1);
    assertEquals(RingReader.PACKET, ring.reader.next());
    assertEquals(64, ring.reader.copyPayload(buffer, 32));
    assertEquals(RingReader.PACKET, ring.reader.next());
    assertEquals(64, ring.reader.copyPayload(buffer, 64));
    assertEquals(RingHarness.content(1, 63), ring.segment.get(Memory.BYTE, buffer + 63));
    readBack(64, 1);
  }

  @Test
  void copiesWrappedPacketsWithTheCheckedHeader() {
    beginAt(SIZE - 24);
    ring.write(40, 7);
    ring.reader.next();
    ring.forge(0, 0, 0, 0, ring.ring.writeIndex());
    assertEquals(PacketFlyweight.IN_BAND, ring.segment.get(Memory.LE16, ring.reader.address()));
    readBack(40, 7);
  }

  @Test
  void refusesSizesThatAreNoPackets() {
    assertThrows(IllegalArgumentException.class, () -> ring.writer.claim(15));
    assertThrows(IllegalArgumentException.class, () -> ring.writer.claim(0xffff * 8 + 1));
    assertThrows(IllegalStateException.class, () -> ring.writer.commit());
    assertThrows(IllegalStateException.class, () -> ring.reader.consume());
  }

  @Test
  void refusesMemoryThatIsNoRing() {
    assertFalse(Ring.isSize(4096));
    assertFalse(Ring.isSize(8192 + 8));
    assertThrows(IllegalArgumentException.class, () -> Ring.at(ring.memory, 4096, 4096));
    assertThrows(IllegalArgumentException.class, () -> Ring.at(ring.memory, 4100, 8192));
    assertThrows(IllegalArgumentException.class, () -> Ring.at(ring.memory, 1L << 40, 8192));
  }
}
