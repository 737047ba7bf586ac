package io.hnswitch.sim;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is done to the lab, and when.
 *
 * @param calm only orderly changes: then nothing may be lost or reordered
 */
record Script(boolean calm, List<Step> steps) {

  /** One act at a virtual time after the lab is ready. */
  record Step(Duration at, Act act) {
    @Override
    public String toString() {
      return String.format("%12.6f s  %s", at.toNanos() / 1e9, act);
    }
  }

  Script {
    steps = List.copyOf(steps);
  }

  Script with(List<Step> fewer) {
    return new Script(calm, fewer);
  }

  @Override
  public String toString() {
    return (calm ? "calm" : "storm")
        + steps.stream().map(step -> "\n  " + step).collect(Collectors.joining());
  }
}
