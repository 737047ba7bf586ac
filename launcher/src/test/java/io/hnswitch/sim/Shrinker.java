package io.hnswitch.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: leaves out what a failure does not need. */
final class Shrinker {

  private Shrinker() {}

  /**
   * The smallest script found that still fails; no single step of it can be left out.
   *
   * @param fails whether a script shows the same failure
   */
  static Script shrink(Script script, Predicate<Script> fails) {
    List<Script.Step> steps = script.steps();
    int parts = 2;
    while (!steps.isEmpty()) {
      int size = Math.max(1, (steps.size() + parts - 1) / parts);
      var fewer = withoutOnePart(script, steps, size, fails);
      if (fewer.size() < steps.size()) {
        steps = fewer;
        parts = Math.max(2, parts - 1);
      } else if (size == 1) {
        return script.with(steps);
      } else {
        parts = Math.min(steps.size(), 2 * parts);
      }
    }
    return script.with(steps);
  }

  private static List<Script.Step> withoutOnePart(
      Script script, List<Script.Step> steps, int size, Predicate<Script> fails) {
    for (int from = 0; from < steps.size(); from += size) {
      var rest = new ArrayList<>(steps.subList(0, from));
      rest.addAll(steps.subList(Math.min(steps.size(), from + size), steps.size()));
      if (fails.test(script.with(rest))) {
        return rest;
      }
    }
    return steps;
  }
}
