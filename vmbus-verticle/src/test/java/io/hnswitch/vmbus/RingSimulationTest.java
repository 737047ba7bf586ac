package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random use of a ring against a queue: W20 of the VMBus reference. */
class RingSimulationTest {

  private record Packet(int payload, long transaction) {
    int total() {
      return ((16 + payload + 7) & -8) + 8;
    }
  }

  private static final int SIZE = 8192;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 1234567, -9, 0x5eedL})
  void behavesAsAQueue(long seed) {
    var random = new Random(seed);
    try (var ring = new RingHarness(SIZE, 8 * random.nextInt(SIZE / 8))) {
      new Run(ring, random, "seed=" + seed).play(4000);
    }
  }

  /** One run; the fields are the model. */
  private static final class Run {
    private final RingHarness ring;
    private final Random random;
    private final String where;
    private final ArrayDeque<Packet> committed = new ArrayDeque<>();
    private final ArrayDeque<Packet> published = new ArrayDeque<>();
    private int used;
    private int usedPublished;
    private int unreleased;
    private int pending;
    private boolean masked;
    private long transaction;

    Run(RingHarness ring, Random random, String where) {
      this.ring = ring;
      this.random = random;
      this.where = where;
    }

    void play(int steps) {
      for (int i = 0; i < steps; i++) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> write();
          case 3 -> publish();
          case 4, 5 -> read();
          case 6 -> finish();
          default -> mask();
        }
        checkIndices();
      }
    }

    private void write() {
      int payload = random.nextInt(20) == 0 ? random.nextInt(SIZE) : random.nextInt(300);
      var packet = new Packet(payload, ++transaction);
      boolean fits = SIZE - used > packet.total();
      assertEquals(fits, ring.put(payload, packet.transaction()), where);
      if (fits) {
        committed.add(packet);
        used += packet.total();
        pending = 0;
      } else if (16 + payload <= ring.ring.packetBytesMax()) {
        assertEquals(false, ring.writer.awaitSpace(16 + payload), where);
        pending = packet.total();
      }
    }

    private void publish() {
      boolean wasEmpty = usedPublished == 0;
      boolean expected = !committed.isEmpty() && wasEmpty && !masked;
      assertEquals(expected, ring.writer.publish(), where);
      published.addAll(committed);
      committed.clear();
      usedPublished = used;
    }

    private void read() {
      for (int n = random.nextInt(6); n > 0; n--) {
        int result = ring.reader.next();
        if (published.isEmpty()) {
          assertEquals(RingReader.EMPTY, result, where);
          return;
        }
        assertEquals(RingReader.PACKET, result, where);
        var packet = published.remove();
        assertEquals(packet.transaction(), ring.reader.transactionId(), where);
        assertArrayEquals(
            RingHarness.expected(packet.payload(), packet.transaction()), ring.payload(), where);
        ring.reader.consume();
        unreleased += packet.total();
      }
    }

    private void finish() {
      int before = SIZE - usedPublished;
      int now = before + unreleased;
      boolean expected = unreleased > 0 && pending != 0 && before <= pending && pending < now;
      assertEquals(expected, ring.reader.finish(), where);
      used -= unreleased;
      usedPublished -= unreleased;
      unreleased = 0;
    }

    private void mask() {
      if (masked) {
        assertEquals(!published.isEmpty(), ring.reader.unmask(), where);
      } else {
        ring.reader.mask();
      }
      masked = !masked;
    }

    private void checkIndices() {
      for (int index : new int[] {ring.ring.writeIndex(), ring.ring.readIndex()}) {
        assertTrue(index >= 0 && index < SIZE && index % 8 == 0, where);
      }
      assertEquals(RingFault.NONE, ring.writer.fault(), where);
      assertEquals(RingFault.NONE, ring.reader.fault(), where);
      assertEquals(used, SIZE - ring.writer.writable(), where);
    }
  }
}
