package io.hnswitch.bench;

import io.hnswitch.control.Datapath;
import java.time.Duration;

/** Bursts of ready-made frames into a sink that counts: the cost is that of the path alone. */
final class BurstLoad implements PathLoad {

  /** A burst of super-frames goes on its way after this many bytes, as at a TAP. */
  private static final int BURST_BYTES = 256 << 10;

  private static final int BURST_FRAMES = 256;

  private final BenchLab bench = new BenchLab();
  private final BurstSourceVerticle source;
  private final CountingSinkVerticle sink;
  private final FrameShape shape;

  /** Starts it with bursts of {@link #usualBurst}. */
  BurstLoad(Datapath path, FrameShape wanted) {
    int burst = usualBurst(wanted);
    source = BurstSourceVerticle.endpoint(bench.lab(), Guests.SENDER, wanted, burst);
    sink = CountingSinkVerticle.endpoint(bench.lab(), Guests.RECEIVER);
    try {
      Guests.deploy(bench, path, nic -> nic.equals(Guests.SENDER) ? source : sink);
      shape = wanted.within(Guests.view(bench, Guests.SENDER).tso());
      source.send(shape, burst, Guests.SENDER_MAC, Guests.RECEIVER_MAC);
      sink.awaitFrames(1, Duration.ofSeconds(10));
    } catch (RuntimeException e) {
      bench.close();
      throw e;
    }
  }

  /** Frames in a burst as a TAP makes them under load. */
  static int usualBurst(FrameShape shape) {
    return Math.min(BURST_FRAMES, BURST_BYTES / shape.bytes());
  }

  /** Changes the number of frames in a burst. */
  void burstFrames(int frames) {
    source.burstFrames(frames);
  }

  /** Waits until so many frames have been delivered in all. */
  void awaitFrames(long wanted, Duration patience) {
    sink.awaitFrames(wanted, patience);
  }

  @Override
  public BenchLab bench() {
    return bench;
  }

  @Override
  public long frames() {
    return sink.frames();
  }

  @Override
  public long bursts() {
    return source.bursts();
  }

  @Override
  public long burstsDelivered() {
    return sink.bursts();
  }

  @Override
  public int frameBytes() {
    return shape.bytes();
  }

  @Override
  public void close() {
    source.burstFrames(0);
    bench.close();
  }
}
