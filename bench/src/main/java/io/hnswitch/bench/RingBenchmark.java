package io.hnswitch.bench;

import io.hnswitch.frame.Memory;
import io.hnswitch.vmbus.PacketFlyweight;
import io.hnswitch.vmbus.Ring;
import io.hnswitch.vmbus.RingReader;
import io.hnswitch.vmbus.RingWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A VMBus ring alone: in-band packets written and read by one thread. An operation is a packet. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {
      "-XX:+UseSerialGC",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class RingBenchmark {

  private static final int RING_BYTES = 128 * Memory.PAGE;
  private static final int BATCH = 32;
  private static final int PAYLOAD = 112;

  private Memory memory;
  private RingWriter writer;
  private RingReader reader;

  /** Makes an empty ring. */
  @Setup
  public void make() {
    memory = Memory.reserve(64L << 20);
    var ring = Ring.format(memory, memory.allocateZeroed(RING_BYTES), RING_BYTES);
    writer = new RingWriter(ring);
    reader = new RingReader(ring);
  }

  /** Gives it back. */
  @TearDown
  public void close() {
    writer.close();
    reader.close();
    memory.close();
  }

  /** Writes a batch, publishes it once, reads it. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long passBatch() {
    var segment = memory.segment();
    for (int i = 0; i < BATCH; i++) {
      PacketFlyweight.inBand(segment, writer.claim(PacketFlyweight.BYTES + PAYLOAD), PAYLOAD, 1, i);
      writer.commit();
    }
    writer.publish();
    long sum = 0;
    while (reader.next() == RingReader.PACKET) {
      sum += reader.transactionId();
      reader.consume();
    }
    reader.finish();
    return sum;
  }
}
