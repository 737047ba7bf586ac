package io.hnswitch.script;

import io.hnswitch.api.ProblemException;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds lines of a script in stack traces. */
final class Places {

  private static final int CAUSES_MAX = 8;

  private Places() {}

  /** The innermost line of a script, like {@code KeepVf.java:7}. */
  static Optional<String> in(StackTraceElement[] stack, String script) {
    var file = script + ScriptFolder.SUFFIX;
    return Stream.of(stack)
        .filter(frame -> file.equals(frame.getFileName()) && frame.getModuleName() == null)
        .findFirst()
        .map(frame -> file + ":" + frame.getLineNumber());
  }

  /** What went wrong and in which line, on one line. */
  static String text(Throwable failure, String script) {
    var place =
        Stream.iterate(failure, one -> one != null, Throwable::getCause)
            .limit(CAUSES_MAX)
            .flatMap(one -> in(one.getStackTrace(), script).stream())
            .findFirst()
            .orElse(script + ScriptFolder.SUFFIX);
    var what =
        switch (failure) {
          case Script.Problem problem -> problem.getMessage();
          case ProblemException problem -> problem.getMessage();
          default -> failure.toString();
        };
    return place + ": " + what.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
