package io.hnswitch.console;

import java.util.function.Consumer;

/** Knows whether anybody listens to ticks. */
final class TickListeners {

  private final Consumer<Boolean> changed;
  private int listeners;

  /**
   * @param changed called with whether anybody listens, when that changes
   */
  TickListeners(Consumer<Boolean> changed) {
    this.changed = changed;
  }

  void add() {
    listeners++;
    if (listeners == 1) {
      changed.accept(true);
    }
  }

  void remove() {
    listeners--;
    if (listeners == 0) {
      changed.accept(false);
    }
  }
}
