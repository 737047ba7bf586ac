package io.hnswitch.launch.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Tells the longest time in which an interface received next to nothing, to about a millisecond. A
 * program of its own, because the counters of an interface are seen inside its namespace only.
 */
final class StallMeter implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Pattern SAID = Pattern.compile("longest stall (\\d+) us");

  /** More than a flood of pings brings in the time that is looked for. */
  private static final long NEXT_TO_NOTHING = 40_000;

  private static final long STEP_NANOS = 500_000;

  private final Running meter;

  private StallMeter(Running meter) {
    this.meter = meter;
  }

  /** Starts to watch an interface that is receiving a stream. */
  static StallMeter start(Namespace side, List<String> prefix, String device) {
    var command =
        Running.with(
            prefix,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Checkout.ROOT.resolve("launcher/target/test-classes").toString(),
            StallMeter.class.getName(),
            device);
    var running = side.start(command.toArray(String[]::new));
    running.awaitOut(BOUND, line -> line.equals("watching"));
    return new StallMeter(running);
  }

  /** The longest time without the stream since the start; ends the watch. */
  Duration stop() {
    meter.signal("TERM");
    var said = meter.finish(BOUND);
    var matcher = SAID.matcher(said.out());
    if (!matcher.find()) {
      throw new AssertionError(said.toString());
    }
    return Duration.ofNanos(Long.parseLong(matcher.group(1)) * 1000);
  }

  @Override
  public void close() {
    meter.close();
  }

  /** The program: watches until it is told to end, then says what it saw. */
  public static void main(String[] arguments) throws IOException {
    var counter = Path.of("/sys/class/net", arguments[0], "statistics", "rx_bytes");
    var longest = new AtomicLong();
    var since = new AtomicLong(System.nanoTime());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  long nanos = Math.max(longest.get(), System.nanoTime() - since.get());
                  System.out.println("longest stall " + nanos / 1000 + " us");
                }));
    long mark = read(counter);
    System.out.println("watching");
    while (true) {
      LockSupport.parkNanos(STEP_NANOS);
      long now = System.nanoTime();
      long bytes = read(counter);
      if (bytes - mark > NEXT_TO_NOTHING) {
        longest.accumulateAndGet(now - since.get(), Math::max);
        since.set(now);
        mark = bytes;
      }
    }
  }

  private static long read(Path counter) throws IOException {
    return Long.parseLong(Files.readString(counter).strip());
  }
}
