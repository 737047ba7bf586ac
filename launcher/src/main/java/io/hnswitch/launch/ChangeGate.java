package io.hnswitch.launch;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The order of changes: applying a lab happens alone; operations on single devices may overlap each
 * other, for the devices order those themselves. Used on one event loop only.
 */
final class ChangeGate {

  private final Set<Future<?>> besides = new LinkedHashSet<>();
  private Future<?> lastAlone = Future.succeededFuture();

  /** Runs when everything asked for before has ended; what is asked for later waits. */
  <T> Future<T> alone(Supplier<Future<T>> change) {
    var before = new ArrayList<Future<?>>(besides);
    before.add(lastAlone);
    Future<T> result = Future.join(before).transform(ended -> change.get());
    lastAlone = result;
    return result;
  }

  /** Whether a change that is to be alone is under way or waits: what is asked for now waits. */
  boolean isHeld() {
    return !lastAlone.isComplete();
  }

  /** Runs beside others of its kind. */
  <T> Future<T> beside(Supplier<Future<T>> change) {
    Future<T> result = lastAlone.transform(ended -> change.get());
    besides.add(result);
    result.onComplete(ended -> besides.remove(result));
    return result;
  }
}
