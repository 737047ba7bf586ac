package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who signals when: W8–W13 and W21 of the VMBus reference. */
class RingSignalTest {

  private static final int SIZE = 4096;

  private final RingHarness ring = new RingHarness(SIZE);

  @AfterEach
  void close() {
    ring.close();
  }

  @Test
  void signalsTheConsumerWhenTheRingWasEmpty() {
    assertTrue(ring.write(8, 1));
    assertFalse(ring.write(8, 2));
    ring.drain();
    ring.reader.finish();
    assertTrue(ring.write(8, 3));
  }

  @Test
  void decidesOncePerBatch() {
    ring.put(8, 1);
    ring.put(8, 2);
    ring.put(8, 3);
    assertTrue(ring.writer.publish());
    assertFalse(ring.writer.publish());
  }

  @Test
  void needsNoSignalWhileTheConsumerHasNotGivenTheSpaceBack() {
    ring.write(8, 1);
    ring.drain();
    // The read index was not published: for the producer the ring is not empty.
    assertFalse(ring.write(8, 2));
    assertEquals(RingReader.PACKET, ring.reader.next());
  }

  @Test
  void doesNotSignalAMaskingConsumer() {
    ring.reader.mask();
    for (int i = 0; i < 10; i++) {
      assertFalse(ring.write(8, i));
    }
    assertTrue(ring.reader.unmask());
    assertEquals(10, ring.drain());
  }

  @Test
  void findsOnUnmaskWhatCameAfterTheDrain() {
    ring.reader.mask();
    assertEquals(RingReader.EMPTY, ring.reader.next());
    assertFalse(ring.write(8, 1));
    assertTrue(ring.reader.unmask());
    ring.reader.mask();
    assertEquals(1, ring.drain());
    ring.reader.finish();
    assertFalse(ring.reader.unmask());
    assertTrue(ring.write(8, 2));
  }

  @Test
  void toleratesSpuriousSignals() {
    for (int i = 0; i < 1000; i++) {
      ring.reader.mask();
      assertEquals(0, ring.drain());
      assertFalse(ring.reader.finish());
      assertFalse(ring.reader.unmask());
    }
    assertEquals(SIZE, ring.writer.writable());
  }

  /** Fills the ring with packets of 64 bytes in all. */
  private int fill() {
    int packets = 0;
    while (ring.put(40, packets)) {
      packets++;
    }
    ring.writer.publish();
    return packets;
  }

  private int signalsWhileDraining() {
    int signals = 0;
    while (ring.reader.next() == RingReader.PACKET) {
      int before = ring.ring.dataBytes() - unread();
      ring.reader.consume();
      if (ring.reader.finish()) {
        int now = ring.ring.dataBytes() - unread();
        int pending = ring.word(RingDescriptor.PENDING_SEND);
        assertTrue(before <= pending && pending < now, before + " " + pending + " " + now);
        signals++;
      }
    }
    return signals;
  }

  private int unread() {
    return RingDescriptor.distance(ring.ring.readIndex(), ring.ring.writeIndex(), SIZE);
  }

  @Test
  void signalsAWaitingProducerExactlyOnce() {
    fill();
    ring.writer.setPendingSend(640);
    assertEquals(1, signalsWhileDraining());
  }

  @Test
  void signalsOnlyBeyondWhatIsWaitedFor() {
    int packets = fill();
    assertEquals(63, packets);
    assertEquals(64, ring.writer.writable());
    // 64 bytes are free: a packet of 128 needs more than 128.
    assertFalse(ring.writer.awaitSpace(120));
    ring.reader.next();
    ring.reader.consume();
    assertFalse(ring.reader.finish(), "128 free bytes are not more than 128");
    ring.reader.next();
    ring.reader.consume();
    assertTrue(ring.reader.finish());
    assertTrue(ring.put(120 - 16, 1));
    assertEquals(0, ring.word(RingDescriptor.PENDING_SEND), "writing ends the wait");
  }

  @Test
  void doesNotSignalAProducerThatDoesNotWait() {
    fill();
    assertEquals(0, signalsWhileDraining());
  }

  @Test
  void doesNotSignalAProducerWithoutTheFeature() {
    fill();
    ring.writer.setPendingSend(640);
    ring.word(RingDescriptor.FEATURES, 0);
    assertEquals(0, signalsWhileDraining());
  }

  @Test
  void seesSpaceThatBecameFreeBeforeItWaited() {
    fill();
    assertFalse(ring.put(40, 99));
    ring.drain();
    assertFalse(ring.reader.finish());
    assertTrue(ring.writer.awaitSpace(56));
    assertEquals(0, ring.word(RingDescriptor.PENDING_SEND));
    assertTrue(ring.put(40, 99));
  }

  @Test
  void refusesToWaitForMoreThanTheRing() {
    assertThrows(IllegalArgumentException.class, () -> ring.writer.setPendingSend(SIZE));
    assertThrows(IllegalArgumentException.class, () -> ring.writer.setPendingSend(-1));
  }

  @Test
  void showsARingThatLostItsSignal() {
    assertTrue(ring.write(8, 1), "this signal is lost");
    assertFalse(ring.write(8, 2), "no second one comes");
    assertFalse(ring.ring.isEmpty(), "which is how a recovery finds it");
    assertEquals(2, ring.drain());
  }
}
