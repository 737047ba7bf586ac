package io.hnswitch.vmbus;

import io.hnswitch.frame.Memory;

/**
 * Says how long a packet of 128 bytes takes through a ring, written and read by one thread in
 * batches of 32. Not a test: run its {@code main}.
 */
final class RingMeasure {

  private static final int RING_BYTES = 128 * 4096;
  private static final int BATCH = 32;
  private static final int PAYLOAD = 112;

  private RingMeasure() {}

  public static void main(String[] args) {
    try (var memory = Memory.reserve(1L << 26)) {
      var ring = Ring.format(memory, memory.allocateZeroed(RING_BYTES), RING_BYTES);
      try (var writer = new RingWriter(ring);
          var reader = new RingReader(ring)) {
        for (int round = 0; round < 10; round++) {
          boolean touch = round % 2 == 1;
          int batches = 200_000;
          long begin = System.nanoTime();
          long sum = 0;
          for (int i = 0; i < batches; i++) {
            sum += batch(memory, writer, reader, touch);
          }
          double ns = (System.nanoTime() - begin) / ((double) batches * BATCH);
          System.out.printf(
              "%.1f ns per packet, %s (%x)%n",
              ns, touch ? "payload copied in and read" : "headers", sum);
        }
      }
    }
  }

  private static long batch(Memory memory, RingWriter writer, RingReader reader, boolean touch) {
    var segment = memory.segment();
    for (int i = 0; i < BATCH; i++) {
      long payload = PacketFlyweight.inBand(segment, writer.claim(16 + PAYLOAD), PAYLOAD, 1, i);
      if (touch) {
        for (int at = 0; at < PAYLOAD; at += 8) {
          segment.set(Memory.LE64, payload + at, at);
        }
      }
      writer.commit();
    }
    writer.publish();
    long sum = 0;
    while (reader.next() == RingReader.PACKET) {
      sum += reader.transactionId();
      if (touch) {
        long payload = reader.payload();
        for (int at = 0; at < PAYLOAD; at += 8) {
          sum += segment.get(Memory.LE64, payload + at);
        }
      }
      reader.consume();
    }
    reader.finish();
    return sum;
  }
}
