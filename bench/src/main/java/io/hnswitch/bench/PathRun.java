package io.hnswitch.bench;

/**
 * Measures one case in this JVM and prints lines of numbers for {@link PathReport}: {@code round}
 * and a {@link Sample} for each, {@code few} and {@code one} with a sample of bursts of few frames
 * and of single ones, {@code end} with frame length, frames dropped and frames unaccounted.
 *
 * <p>Arguments: path, load, frame bytes, seconds of warm-up, rounds, seconds of a round.
 */
public final class PathRun {

  /** So few that the host bundles as many bursts of them as of single frames. */
  private static final int FEW = 32;

  private static final int SETTLE_SECONDS = 2;

  private PathRun() {}

  /** Runs the case; see the class. Ends the JVM whatever is left of it. */
  public static void main(String[] args) {
    try {
      run(
          PathCase.parse(args[0], args[1], args[2]),
          Integer.parseInt(args[3]),
          Integer.parseInt(args[4]),
          Integer.parseInt(args[5]));
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(PathCase wanted, int warmUp, int rounds, int seconds) {
    try (var load = wanted.start()) {
      var probe = new LoopProbe(load.bench().lab());
      Sample.take(load, probe, warmUp);
      for (int round = 0; round < rounds; round++) {
        print("round " + Sample.take(load, probe, seconds).text());
      }
      if (load instanceof BurstLoad bursts) {
        print("few " + with(FEW, bursts, probe, seconds).text());
        print("one " + with(1, bursts, probe, seconds).text());
      }
      var ledger = load.bench().ledger();
      print(
          "end %d %d %d".formatted(load.frameBytes(), ledger.droppedTotal(), ledger.unaccounted()));
    }
  }

  private static Sample with(int frames, BurstLoad load, LoopProbe probe, int seconds) {
    load.burstFrames(frames);
    Sample.take(load, probe, SETTLE_SECONDS);
    return Sample.take(load, probe, seconds);
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
