package io.hnswitch.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a load did in a span of time.
 *
 * @param frames delivered
 * @param bursts sent, or 0 when unknown
 * @param delivered bursts of them, or 0 when unknown
 * @param nanos that passed
 * @param cpuNanos that the event loop had a processor
 * @param allocated bytes of heap by the event loop
 */
record Sample(long frames, long bursts, long delivered, long nanos, long cpuNanos, long allocated) {

  /** Takes one; blocks for that time. */
  static Sample take(PathLoad load, LoopProbe probe, long seconds) {
    var before = now(load, probe);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return now(load, probe).minus(before);
  }

  private static Sample now(PathLoad load, LoopProbe probe) {
    long frames = load.frames();
    return new Sample(
        frames,
        load.bursts(),
        load.burstsDelivered(),
        System.nanoTime(),
        probe.cpuNanos(),
        probe.allocatedBytes());
  }

  private Sample minus(Sample that) {
    return new Sample(
        frames - that.frames,
        bursts - that.bursts,
        delivered - that.delivered,
        nanos - that.nanos,
        cpuNanos - that.cpuNanos,
        allocated - that.allocated);
  }

  double framesPerSecond() {
    return frames * 1e9 / nanos;
  }

  double nanosPerFrame() {
    return nanos / (double) frames;
  }

  double cpuNanosPerFrame() {
    return cpuNanos / (double) frames;
  }

  double allocatedPerFrame() {
    return allocated / (double) frames;
  }

  double allocatedPerBurst() {
    return allocated / (double) bursts;
  }

  /** Frames of one burst, on average. */
  double framesPerBurst() {
    return frames / (double) bursts;
  }

  /** As {@link #parse} reads it. */
  String text() {
    return "%d %d %d %d %d %d".formatted(frames, bursts, delivered, nanos, cpuNanos, allocated);
  }

  static Sample parse(String text) {
    var words = text.split(" ");
    return new Sample(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]));
  }
}
