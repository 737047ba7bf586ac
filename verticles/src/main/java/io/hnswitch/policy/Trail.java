package io.hnswitch.policy;

import java.util.ArrayList;
import java.util.List;

/** What was decided about one frame, in order, for somebody who wants to know why. */
public final class Trail {

  private final List<Step> steps = new ArrayList<>();

  /**
   * One decision.
   *
   * @param where the place that decided, like {@code port a:hn0}
   * @param check what was looked at, like {@code vlan}
   * @param verdict what came out
   */
  public record Step(String where, String check, String verdict) {}

  public void add(String where, String check, String verdict) {
    steps.add(new Step(where, check, verdict));
  }

  public List<Step> steps() {
    return List.copyOf(steps);
  }
}
