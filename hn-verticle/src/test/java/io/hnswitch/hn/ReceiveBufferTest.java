package io.hnswitch.hn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveBufferTest {

  private static final int CHUNK = ReceiveBuffer.CHUNK_BYTES;

  private final ReceiveBuffer buffer = new ReceiveBuffer(0x10000, 3L * CHUNK + 100);

  @Test
  void handsOutWholeChunksOnly() {
    assertEquals(0, buffer.take());
    assertEquals(1, buffer.take());
    assertEquals(2, buffer.take());
    assertTrue(buffer.isEmpty());
    assertEquals(ReceiveBuffer.NONE, buffer.take());
    assertEquals(0x10000 + 2L * CHUNK, buffer.address(2));
    assertEquals(2 * CHUNK, ReceiveBuffer.offset(2));
  }

  @Test
  void usesTheChunkThatCameBackLastFirst() {
    int a = buffer.take();
    int b = buffer.take();
    assertTrue(buffer.acknowledged(ReceiveBuffer.transaction(b)));
    assertTrue(buffer.acknowledged(ReceiveBuffer.transaction(a)));
    assertTrue(buffer.isIdle());
    assertEquals(a, buffer.take());
    assertEquals(b, buffer.take());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 63, 128, 192, -64, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 38})
  void refusesAnAcknowledgementOfWhatIsNotOut(long transaction) {
    int a = buffer.take();
    int b = buffer.take();
    buffer.give(a);
    assertFalse(buffer.acknowledged(transaction));
    assertTrue(buffer.acknowledged(ReceiveBuffer.transaction(b)));
  }

  @Test
  void takesAnAcknowledgementOnce() {
    int chunk = buffer.take();
    assertTrue(buffer.acknowledged(ReceiveBuffer.transaction(chunk)));
    assertFalse(buffer.acknowledged(ReceiveBuffer.transaction(chunk)));
  }

  @Test
  void isEmptyWhenItIsSmallerThanAChunk() {
    var small = new ReceiveBuffer(0x10000, CHUNK - 1);
    assertEquals(ReceiveBuffer.NONE, small.take());
    assertFalse(small.acknowledged(0));
  }
}
