package io.hnswitch.launch.migrate;

import io.hnswitch.migration.Step;
import java.util.ArrayDeque;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A machine's state, and its events one after the other: what an effect makes happen at once waits
 * until all effects of the event before are done.
 */
final class Turns<S, V, E> {

  private final BiFunction<S, V, Step<S, E>> machine;
  private final Consumer<E> performer;
  private final ArrayDeque<V> events = new ArrayDeque<>();
  private S state;
  private boolean busy;

  Turns(S first, BiFunction<S, V, Step<S, E>> machine, Consumer<E> performer) {
    this.state = first;
    this.machine = machine;
    this.performer = performer;
  }

  S state() {
    return state;
  }

  void on(V event) {
    events.add(event);
    if (busy) {
      return;
    }
    busy = true;
    try {
      while (!events.isEmpty()) {
        var step = machine.apply(state, events.poll());
        state = step.next();
        step.effects().forEach(performer);
      }
    } finally {
      busy = false;
    }
  }
}
