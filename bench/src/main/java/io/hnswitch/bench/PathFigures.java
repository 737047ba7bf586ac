package io.hnswitch.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one {@link PathRun} measured, and its line in the table.
 *
 * @param few the sample with few frames in each burst, or null
 * @param one the sample with one frame in each burst, or null when nobody makes bursts by hand
 * @param frameBytes really sent: hn takes no super-frame beyond what the host offers
 */
record PathFigures(
    PathCase of,
    List<Sample> rounds,
    Sample few,
    Sample one,
    int frameBytes,
    long dropped,
    long unaccounted) {

  static final List<String> HEADINGS =
      List.of(
          "path",
          "load",
          "frame B",
          "frames/burst",
          "frames/s median",
          "min",
          "max",
          "ns/frame",
          "CPU ns/frame",
          "Gbit/s",
          "heap B/burst",
          "heap B/further frame",
          "dropped");

  PathFigures {
    rounds = List.copyOf(rounds);
  }

  /** From the lines that a run printed. */
  static PathFigures parse(PathCase of, List<String> lines) {
    var rounds = new ArrayList<Sample>();
    Sample few = null;
    Sample one = null;
    for (var line : lines) {
      int space = line.indexOf(' ');
      var rest = line.substring(space + 1);
      switch (space < 0 ? line : line.substring(0, space)) {
        case "round" -> rounds.add(Sample.parse(rest));
        case "few" -> few = Sample.parse(rest);
        case "one" -> one = Sample.parse(rest);
        case "end" -> {
          var words = rest.split(" ");
          return new PathFigures(
              of,
              rounds,
              few,
              one,
              Integer.parseInt(words[0]),
              Long.parseLong(words[1]),
              Long.parseLong(words[2]));
        }
        default -> System.err.println(line);
      }
    }
    throw new IllegalStateException("the run of " + of + " ended early");
  }

  /**
   * Heap bytes that each further frame of a burst costs. Taken from bursts so small that both sizes
   * pass in as many messages; the host divides full ones.
   */
  private double allocatedPerFurtherFrame() {
    return (few.allocatedPerBurst() - one.allocatedPerBurst())
        / (few.framesPerBurst() - one.framesPerBurst());
  }

  /** The cells of its line, as {@link #HEADINGS}. */
  List<String> cells() {
    var rate = Spread.of(rounds, Sample::framesPerSecond);
    boolean bursts = one != null;
    return List.of(
        of.pathWord(),
        of.load(),
        Integer.toString(frameBytes),
        bursts ? text("%.0f", Spread.of(rounds, Sample::framesPerBurst).median()) : "-",
        text("%,.0f", rate.median()),
        text("%,.0f", rate.min()),
        text("%,.0f", rate.max()),
        text("%.1f", Spread.of(rounds, Sample::nanosPerFrame).median()),
        text("%.1f", Spread.of(rounds, Sample::cpuNanosPerFrame).median()),
        text("%.2f", rate.median() * frameBytes * 8 / 1e9),
        bursts ? text("%,.0f", Spread.of(rounds, Sample::allocatedPerBurst).median()) : "-",
        bursts
            ? text("%.2f", allocatedPerFurtherFrame())
            : text(
                "%.2f (with its share of the burst)",
                Spread.of(rounds, Sample::allocatedPerFrame).median()),
        unaccounted == 0 ? Long.toString(dropped) : dropped + ", unaccounted " + unaccounted);
  }

  private static String text(String format, double value) {
    var text = String.format(Locale.ROOT, format, value);
    return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
  }
}
