package io.hnswitch.launch;

import io.hnswitch.api.ProblemException;
import io.hnswitch.console.ConsoleException;

/** Why a node did not start, in words for people. */
final class Startup {

  private Startup() {}

  /**
   * @param file the lab file
   */
  static String text(RuntimeException cause, String file) {
    return switch (cause) {
      case ConsoleException console -> console.getMessage() + " (--listen chooses another place)";
      case ProblemException problem -> file + ": " + problem.problem().detail();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
