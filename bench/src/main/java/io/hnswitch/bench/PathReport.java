package io.hnswitch.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * How fast frames go from guest to guest by either path, on one core: one JVM for each case, one
 * table for all. {@code bench/paths} starts it.
 */
public final class PathReport {

  /** To start, to attach VFs, to take down. */
  private static final int OTHER_SECONDS = 90;

  private PathReport() {}

  /** Measures and prints; {@code --help} tells the arguments. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int warmUp = 10;
    int rounds = 5;
    int seconds = 2;
    var only = new ArrayList<String>();
    try {
      for (int i = 0; i < args.length; i++) {
        switch (args[i]) {
          case "--warm-up" -> warmUp = positive(args[++i]);
          case "--rounds" -> rounds = positive(args[++i]);
          case "--seconds" -> seconds = positive(args[++i]);
          case "--only" -> only.addAll(List.of(args[++i].split(",")));
          default -> throw new IllegalArgumentException("unknown argument: " + args[i]);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      System.err.println("paths: " + e.getMessage());
      System.err.println(
          "usage: paths [--warm-up SECONDS] [--rounds N] [--seconds SECONDS] [--only WORD,...]");
      System.err.println("  --only keeps the cases that have all the words: vf,64 or burst");
      System.exit(2);
    }
    var cases = PathCase.all().stream().filter(one -> one.words().containsAll(only)).toList();
    var done = new ArrayList<PathFigures>();
    for (var one : cases) {
      System.err.println("measuring " + String.join(" ", one.words()) + " ...");
      done.add(run(one, warmUp, rounds, seconds));
    }
    print(done, warmUp, rounds, seconds);
  }

  private static int positive(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > 3600) {
      throw new IllegalArgumentException("out of range: " + number);
    }
    return number;
  }

  private static PathFigures run(PathCase one, int warmUp, int rounds, int seconds)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PathRun.class.getName());
    command.addAll(one.words());
    command.addAll(
        List.of(Integer.toString(warmUp), Integer.toString(rounds), Integer.toString(seconds)));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var end = new Thread(process::destroyForcibly, "end of " + one);
    Runtime.getRuntime().addShutdownHook(end);
    process
        .onExit()
        .orTimeout(OTHER_SECONDS + warmUp + (rounds + 1L) * seconds, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly());
    try (var lines = process.inputReader()) {
      return PathFigures.parse(one, lines.lines().toList());
    } finally {
      process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private static void print(List<PathFigures> all, int warmUp, int rounds, int seconds) {
    row(PathFigures.HEADINGS);
    row(PathFigures.HEADINGS.stream().map(heading -> "---").toList());
    all.forEach(figures -> row(figures.cells()));
    System.out.println();
    System.out.printf(
        "One event loop; %d s of warm-up, then %d rounds of %d s, one JVM for each line. Java %s,"
            + " %d processors.%n",
        warmUp, rounds, seconds, Runtime.version(), Runtime.getRuntime().availableProcessors());
  }

  private static void row(List<String> cells) {
    System.out.println(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
  }
}
