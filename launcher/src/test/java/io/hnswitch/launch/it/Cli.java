package io.hnswitch.launch.it;

import java.time.Duration;
import java.util.List;

/** Runs verbs of the built jar. */
final class Cli {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final Place place;

  Cli(Place place) {
    this.place = place;
  }

  /** Runs a verb to its end; nodes are found as the place's environment says. */
  Finished run(String... arguments) {
    return run(List.of(), arguments);
  }

  /**
   * As {@link #run(String...)}.
   *
   * @param wrapper a command that runs another one, like {@code setpriv}
   */
  Finished run(List<String> wrapper, String... arguments) {
    var command =
        Running.with(wrapper, Checkout.hnswitch(place.temporary()).toArray(String[]::new));
    try (var running =
        Running.start(place.root(), place.environment(), Running.with(command, arguments))) {
      return running.finish(BOUND);
    }
  }
}
