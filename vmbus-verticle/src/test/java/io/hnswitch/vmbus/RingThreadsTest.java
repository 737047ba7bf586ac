package io.hnswitch.vmbus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hnswitch.frame.Memory;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Two threads that wait for signals only: a lost wake-up would stop them. */
class RingThreadsTest {

  private static final int PACKETS = 200_000;
  private static final Duration BOUND = Duration.ofSeconds(30);

  @Test
  void losesNoWakeUpBetweenThreads() {
    try (var arena = Arena.ofShared()) {
      var memory = Memory.ofArena(arena, 1 << 20);
      long at = memory.allocateZeroed(8192);
      var ring = Ring.format(memory, at, 8192);
      var toReader = new Semaphore(0);
      var toWriter = new Semaphore(0);
      try (var writer = new RingWriter(ring);
          var reader = new RingReader(ring)) {
        var writing = CompletableFuture.runAsync(() -> write(memory, writer, toReader, toWriter));
        long sum =
            Assertions.assertTimeoutPreemptively(BOUND, () -> read(reader, toReader, toWriter));
        writing.join();
        assertEquals((long) PACKETS * (PACKETS + 1) / 2, sum);
      }
    }
  }

  private static void write(
      Memory memory, RingWriter writer, Semaphore signal, Semaphore signalled) {
    for (long i = 1; i <= PACKETS; ) {
      long claim = writer.claim(48);
      if (claim != RingWriter.NONE) {
        PacketFlyweight.inBand(memory.segment(), claim, 32, 0, i++);
        writer.commit();
        if (i % 7 != 0 && i <= PACKETS) {
          continue;
        }
      }
      if (writer.publish()) {
        signal.release();
      }
      if (claim == RingWriter.NONE && !writer.awaitSpace(48)) {
        await(signalled);
      }
    }
  }

  private static long read(RingReader reader, Semaphore signalled, Semaphore signal) {
    long sum = 0;
    int packets = 0;
    while (packets < PACKETS) {
      await(signalled);
      do {
        reader.mask();
        while (reader.next() == RingReader.PACKET) {
          sum += reader.transactionId();
          packets++;
          reader.consume();
        }
        if (reader.finish()) {
          signal.release();
        }
      } while (reader.unmask());
      assertEquals(RingFault.NONE, reader.fault());
    }
    return sum;
  }

  private static void await(Semaphore signal) {
    try {
      if (!signal.tryAcquire(BOUND.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("a wake-up was lost");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
