package io.hnswitch.launch;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Shows something again and again. */
final class Watch {

  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Option(
      names = {"-w", "--watch"},
      description = "again and again, until interrupted")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      converter = DurationWord.class,
      description = "how long between, like 500ms (default: ${DEFAULT-VALUE})")
  private Duration interval;

  @Option(names = "--times", paramLabel = "N", description = "at most so often")
  private long times = Long.MAX_VALUE;

  /**
   * Runs an action, or runs it until interrupted.
   *
   * @param terminal whether each time replaces what the time before showed
   */
  void run(Verb verb, boolean terminal, Runnable action) {
    if (!watch) {
      action.run();
      return;
    }
    for (long i = 0; i < times; i++) {
      if (i > 0) {
        pause();
      }
      if (terminal) {
        verb.out().print(CLEAR);
      }
      action.run();
      verb.out().flush();
    }
  }

  private void pause() {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "hnswitch: interrupted");
    }
  }
}
