package io.hnswitch.launch;

import io.hnswitch.api.ProblemException;
import io.hnswitch.console.ConsoleException;

/** Why a node did not start, in words for people. */
final class Startup {

  private Startup() {}

  /**
   * @param file the lab file
   */
  static String text(RuntimeException cause, LabFile file) {
    return switch (cause) {
      case ConsoleException console -> startup(console);
      case ProblemException problem ->
          FilePlaces.first(problem.problem(), file.places())
                  .map(at -> file.name() + ":" + at.line() + ":" + at.column())
                  .orElse(file.name())
              + ": "
              + problem.problem().detail();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }

  private static String startup(ConsoleException console) {
    return switch (console.error()) {
      case TOKENS_UNREADABLE, USERS_UNREADABLE, TLS_UNUSABLE -> console.getMessage();
      case NOT_LOOPBACK, PORT_IN_USE, CANNOT_LISTEN ->
          console.getMessage() + " (--listen and --tcp-listen choose another place)";
    };
  }
}
