package io.hnswitch.launch;

import io.hnswitch.api.Problem;
import io.hnswitch.api.ProblemCode;
import io.hnswitch.api.ProblemException;
import io.hnswitch.lab.LabProblem;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a part of a lab file that a request brings, as the request's problem. */
final class LabProblems {

  private LabProblems() {}

  /**
   * The problem with the place of each of them.
   *
   * @param problems at least one
   */
  static ProblemException invalid(List<LabProblem> problems) {
    return Problem.of(
            ProblemCode.INVALID_VALUE,
            problems.stream().map(LabProblem::detail).collect(Collectors.joining("; ")),
            errors(problems))
        .exception();
  }

  /** Each with its place. */
  static List<Problem.Error> errors(List<LabProblem> problems) {
    return problems.stream().map(LabProblems::error).toList();
  }

  private static Problem.Error error(LabProblem problem) {
    return new Problem.Error(
        problem.pointer(),
        problem.message(),
        problem.suggestion(),
        problem.line(),
        problem.column());
  }
}
