package io.hnswitch.api;

import io.hnswitch.lab.Words;
import java.util.Collection;
import java.util.List;

/** Problems about names that do not exist, with a guess at what was meant. */
public final class Names {

  private Names() {}

  /** No object of that kind and name. */
  public static ProblemException notFound(String kind, String name, Collection<String> known) {
    var nearest = Words.nearest(name, known);
    var guess = nearest.isEmpty() ? "" : " (did you mean \"" + nearest + "\"?)";
    var error = new Problem.Error("/" + kind, "no such " + kind, nearest, 0, 0);
    return Problem.of(
            ProblemCode.NOT_FOUND, "no such " + kind + ": " + name + guess, List.of(error))
        .exception();
  }

  /** A value that a request may not have. */
  public static ProblemException invalid(String pointer, String detail) {
    return invalid(pointer, detail, "");
  }

  /**
   * A value that a request may not have.
   *
   * @param suggestion what may have been meant, or empty
   */
  public static ProblemException invalid(String pointer, String detail, String suggestion) {
    var guess = suggestion.isEmpty() ? "" : " (did you mean \"" + suggestion + "\"?)";
    var error = new Problem.Error(pointer, detail, suggestion, 0, 0);
    return Problem.of(ProblemCode.INVALID_VALUE, detail + guess, List.of(error)).exception();
  }
}
