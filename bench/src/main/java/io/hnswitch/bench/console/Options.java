package io.hnswitch.bench.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param java options of the node's JVM
 * @param demo the small lab
 * @param time for each screen
 * @param paints how often the page is opened for each lab and cache
 * @param rate wanted changes a second
 * @param profiles where to leave profiles of the page's thread
 */
record Options(
    List<String> java,
    Path demo,
    Duration time,
    List<String> screens,
    int paints,
    int guests,
    int rate,
    Optional<Path> profiles) {

  private static final double SECONDS_OF_MINUTE = 60;

  /** Reads the command line; the script gives {@code --java} and {@code --demo}. */
  static Options parse(String[] args, List<String> all) {
    var java = new ArrayList<String>();
    var demo = Path.of("conf/demo.yaml");
    double minutes = 1;
    var screens = all;
    int paints = 7;
    int guests = 200;
    int rate = 1000;
    var profiles = Optional.<Path>empty();
    for (int i = 0; i + 1 < args.length; i += 2) {
      var value = args[i + 1];
      switch (args[i]) {
        case "--java" -> java.add(value);
        case "--demo" -> demo = Path.of(value);
        case "--minutes" -> minutes = Double.parseDouble(value);
        case "--screens" -> screens = value.equals("none") ? List.of() : List.of(value.split(","));
        case "--paints" -> paints = Integer.parseInt(value);
        case "--guests" -> guests = Integer.parseInt(value);
        case "--rate" -> rate = Integer.parseInt(value);
        case "--profile" -> profiles = Optional.of(Path.of(value));
        default -> throw new IllegalArgumentException("unknown option: " + args[i]);
      }
    }
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("no value: " + args[args.length - 1]);
    }
    if (!all.containsAll(screens)) {
      throw new IllegalArgumentException("screens are " + String.join(",", all));
    }
    var time = Duration.ofMillis(Math.round(minutes * SECONDS_OF_MINUTE * 1000));
    return new Options(java, demo, time, screens, paints, guests, rate, profiles);
  }
}
