package io.hnswitch.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * The requests of one client, in the order they came: few are under way at once, and none begins
 * while the client has not read what it was answered, so that one who asks for much and reads
 * little costs the others nothing. Used on one event loop only.
 */
final class Turns {

  private final int atOnce;
  private final int max;
  private final BooleanSupplier isHeld;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int underWay;

  /**
   * @param atOnce how many are under way at most
   * @param max how many are under way or wait at most
   * @param isHeld whether none may begin now
   */
  Turns(int atOnce, int max, BooleanSupplier isHeld) {
    this.atOnce = atOnce;
    this.max = max;
    this.isHeld = isHeld;
  }

  /** Begins a request when it is its turn; false when there are too many. */
  boolean add(Runnable request) {
    if (underWay + waiting.size() == max) {
      return false;
    }
    waiting.add(request);
    go();
    return true;
  }

  /** One that was under way has ended. */
  void ended() {
    underWay--;
    go();
  }

  /** Begins what may begin. */
  void go() {
    while (!waiting.isEmpty() && underWay < atOnce && !isHeld.getAsBoolean()) {
      underWay++;
      waiting.remove().run();
    }
  }

  /** Nothing begins any more. */
  void close() {
    waiting.clear();
  }
}
