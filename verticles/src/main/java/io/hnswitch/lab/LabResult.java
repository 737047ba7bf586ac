package io.hnswitch.lab;

import java.util.List;

/** What became of a text. */
public sealed interface LabResult {

  /** Values that were replaced, and other things worth saying. */
  List<LabProblem> warnings();

  /**
   * A lab.
   *
   * @param places where its devices are in the text
   */
  record Accepted(LabSpec spec, List<LabProblem> warnings, LabPlaces places) implements LabResult {
    public Accepted {
      warnings = List.copyOf(warnings);
    }
  }

  /** Not a lab; in the file's order, at least one problem. */
  record Refused(List<LabProblem> problems, List<LabProblem> warnings) implements LabResult {
    public Refused {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }
}
