package io.hnswitch.bench;

import io.hnswitch.control.Datapath;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Frames from guest to guest by either path, through every device there is on one event loop: an
 * operation is a frame delivered. The load runs on without a pause; the benchmark waits for the
 * next so many frames. With {@code -prof gc}, bytes per operation are those of a frame and its
 * share of the burst: compare {@code -p burst=1,32}, or see {@link PathReport}.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgs = {
      "-XX:+UseSerialGC",
      "-Xms64m",
      "-Xmx512m",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class PathBenchmark {

  private static final int FRAMES = 1 << 14;

  @Param({"synthetic", "vf"})
  private String path;

  @Param({"64", "1500", "65536"})
  private int frame;

  /** Frames in a burst; 0 for as many as a TAP makes under load. */
  @Param({"0"})
  private int burst;

  private BurstLoad load;
  private long target;

  /** Starts the load. */
  @Setup
  public void start() {
    load = new BurstLoad(Datapath.valueOf(path.toUpperCase(Locale.ROOT)), new FrameShape(frame));
    if (burst > 0) {
      load.burstFrames(burst);
    }
  }

  /** Frames that came between two iterations are in neither. */
  @Setup(Level.Iteration)
  public void begin() {
    target = load.frames();
  }

  /** Ends the load. */
  @TearDown
  public void end() {
    load.close();
  }

  /** Waits for the next frames. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long deliver() {
    target += FRAMES;
    load.awaitFrames(target, Duration.ofSeconds(30));
    return target;
  }
}
