package io.hnswitch.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The changes whose askers do not wait, and what became of the last ones. Bounded: a further one is
 * refused while too many run, and the oldest that ended is forgotten. Used on one event loop only.
 */
final class RunningOperations {

  static final int RUNNING_MAX = 64;

  /** With those that ended. */
  static final int KEPT_MAX = 500;

  private final String run;
  private final Map<String, RunningOperation> all = new LinkedHashMap<>();
  private long last;

  /**
   * @param run names this run of the node: ids of an earlier one are not taken for its own
   */
  RunningOperations(String run) {
    this.run = run;
  }

  /**
   * Begins one.
   *
   * @throws ProblemException when too many run
   */
  RunningOperation begin(String operation, String by, long nowMillis) {
    long running = all.values().stream().filter(RunningOperation::isRunning).count();
    if (running >= RUNNING_MAX) {
      throw Problem.of(
              ProblemCode.TOO_MANY_REQUESTS, RUNNING_MAX + " operations are under way already")
          .exception();
    }
    if (all.size() >= KEPT_MAX) {
      all.values().stream()
          .filter(one -> !one.isRunning())
          .findFirst()
          .ifPresent(oldest -> all.remove(oldest.id()));
    }
    last++;
    var begun = new RunningOperation("op-" + run + "-" + last, operation, by, nowMillis);
    all.put(begun.id(), begun);
    return begun;
  }

  /**
   * One by its id.
   *
   * @throws ProblemException when there is none, or it is forgotten
   */
  RunningOperation get(String id) {
    var found = all.get(id);
    if (found == null) {
      throw Names.notFound("operation", id, all.keySet());
    }
    return found;
  }
}
