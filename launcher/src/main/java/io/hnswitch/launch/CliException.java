package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A verb failed; the lines are for people, the code for scripts. */
final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final transient List<String> lines;
  private final transient Optional<Problem> problem;

  CliException(ExitCode code, String line) {
    this(code, List.of(line));
  }

  CliException(ExitCode code, List<String> lines) {
    this(code, lines, Optional.empty());
  }

  private CliException(ExitCode code, List<String> lines, Optional<Problem> problem) {
    super(String.join("\n", lines), null, false, false);
    this.code = code;
    this.lines = List.copyOf(lines);
    this.problem = problem;
  }

  /** What a node said; each place in the request gets its line. */
  static CliException of(Problem problem) {
    var lines = new ArrayList<String>();
    lines.add("hnswitch: " + problem.detail() + " [" + problem.code() + "]");
    if (problem.errors().size() > 1) {
      problem.errors().forEach(error -> lines.add("  " + error.pointer() + ": " + error.detail()));
    }
    return new CliException(ExitCode.of(problem), lines, Optional.of(problem));
  }

  ExitCode code() {
    return code;
  }

  List<String> lines() {
    return lines;
  }

  /** What a node said, when it said something. */
  Optional<Problem> problem() {
    return problem;
  }
}
