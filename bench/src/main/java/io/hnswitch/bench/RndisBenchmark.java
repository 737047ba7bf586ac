package io.hnswitch.bench;

import io.hnswitch.frame.Frames;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.frame.Memory;
import io.hnswitch.hn.rndis.RndisPacket;
import io.hnswitch.hn.rndis.RndisPacketReader;
import io.hnswitch.hn.rndis.RndisPacketWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * RNDIS packet messages alone: what the guest writes in front of a frame with a partial checksum
 * and a ledger number, and what the host checks and reads of it. An operation is a message.
 */
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
public class RndisBenchmark {

  private static final int FRAME = 64;
  private static final int PADDED_TO = 4;

  @Param({"-1", "10"})
  private int vlan;

  private final RndisPacketReader reader = new RndisPacketReader();
  private Memory memory;
  private long frame;
  private long message;
  private long offload;
  private int bytes;

  /** Lays a frame out and writes a first message. */
  @Setup
  public void make() {
    memory = Memory.reserve(1L << 20);
    frame = memory.allocateZeroed(Memory.PAGE);
    message = memory.allocateZeroed(Memory.PAGE);
    var shape = new FrameShape(FRAME);
    shape.write(memory.segment(), frame, new MacAddress(0x15_5d00_0001L), MacAddress.BROADCAST);
    offload = shape.offload();
    bytes = write() + FRAME;
    if (read() != 0 || Frames.flags(offload) != Frames.CSUM_PARTIAL) {
      throw new IllegalStateException("message is refused: " + read());
    }
  }

  /** Gives the memory back. */
  @TearDown
  public void close() {
    memory.close();
  }

  /** Writes header and per-packet information. */
  @Benchmark
  public int write() {
    return RndisPacketWriter.write(
        memory.segment(),
        message,
        RndisPacket.TO_HOST,
        FRAME,
        PADDED_TO,
        frame,
        RndisPacketWriter.LEDGER,
        offload,
        vlan,
        0,
        0,
        1,
        2);
  }

  /** Checks and reads them. */
  @Benchmark
  public int read() {
    return reader.read(memory.segment(), message, bytes, RndisPacket.TO_HOST);
  }
}
