package io.hnswitch.bench;

import io.hnswitch.bus.Addresses;
import io.hnswitch.control.Outcome;
import io.hnswitch.control.SwitchControl;
import io.hnswitch.frame.MacAddress;
import io.hnswitch.l2.SwitchVerticle;
import java.time.Duration;
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
 * The virtual switch alone: bursts of 64-byte frames from one port to another, over the event bus.
 * An operation is a frame.
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
public class SwitchBenchmark {

  private static final int FRAMES = 1 << 16;
  private static final String SWITCH = "sw0";
  private static final MacAddress FROM = MacAddress.parse("00:15:5d:00:00:01");
  private static final MacAddress TO = MacAddress.parse("00:15:5d:00:00:02");

  @Param({"1", "32", "256"})
  private int burst;

  private BenchLab bench;
  private BurstSourceVerticle source;
  private CountingSinkVerticle sink;
  private long target;

  /** Connects both ports and starts to send. */
  @Setup
  public void start() {
    bench = new BenchLab();
    var lab = bench.lab();
    var shape = new FrameShape(64);
    var egress = Addresses.framesAt("hnswitch.d.bench.to");
    bench.deploy(new SwitchVerticle(lab, SWITCH, Duration.ofSeconds(300)));
    sink = bench.deploy(CountingSinkVerticle.at(lab, egress));
    connect("from", FROM, "hnswitch.d.bench.from");
    connect("to", TO, egress.value());
    source =
        bench.deploy(
            BurstSourceVerticle.at(lab, Addresses.switchPort(SWITCH, "from"), shape, burst));
    source.send(shape, burst, FROM, TO);
  }

  private void connect(String port, MacAddress owner, String egress) {
    BenchLab.await(
        bench
            .lab()
            .bus()
            .request(
                Addresses.virtualSwitch(SWITCH),
                new SwitchControl.Connect(port, SwitchControl.PortKind.NIC, owner, egress),
                Outcome.Done.class));
  }

  /** Frames that came between two iterations are in neither. */
  @Setup(Level.Iteration)
  public void begin() {
    target = sink.frames();
  }

  /** Ends it. */
  @TearDown
  public void end() {
    source.burstFrames(0);
    bench.close();
  }

  /** Waits for the next frames. */
  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public long forward() {
    target += FRAMES;
    sink.awaitFrames(target, Duration.ofSeconds(30));
    return target;
  }
}
