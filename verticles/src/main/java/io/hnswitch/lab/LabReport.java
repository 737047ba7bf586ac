package io.hnswitch.lab;

import io.hnswitch.lab.LabProblem.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is wrong with one file. The same problem is kept once: what two NICs inherit is
 * read twice.
 */
final class LabReport {

  /** A file with more problems than this is not made better by a longer list. */
  static final int MAX = 500;

  private static final Comparator<LabProblem> BY_PLACE =
      Comparator.comparingInt(LabProblem::line).thenComparingInt(LabProblem::column);

  private final Set<LabProblem> problems = new LinkedHashSet<>();
  private final Set<LabProblem> warnings = new LinkedHashSet<>();

  void problem(LabPlace at, Code code, String message) {
    problem(at, code, message, "");
  }

  void problem(LabPlace at, Code code, String message, String suggestion) {
    add(problems, new LabProblem(at.line(), at.column(), at.pointer(), code, message, suggestion));
  }

  void warning(LabPlace at, Code code, String message) {
    add(warnings, new LabProblem(at.line(), at.column(), at.pointer(), code, message, ""));
  }

  boolean isClean() {
    return problems.isEmpty();
  }

  List<LabProblem> problems() {
    return sorted(problems);
  }

  List<LabProblem> warnings() {
    return sorted(warnings);
  }

  private static void add(Set<LabProblem> set, LabProblem problem) {
    if (set.size() < MAX) {
      set.add(problem);
    }
  }

  private static List<LabProblem> sorted(Set<LabProblem> set) {
    var list = new ArrayList<>(set);
    list.sort(BY_PLACE);
    return list;
  }
}
