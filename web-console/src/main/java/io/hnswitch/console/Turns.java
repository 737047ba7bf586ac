package io.hnswitch.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The requests of one client, in the order they came: few have their turn at once, and none begins
 * while the client has not read what it was answered, so that one who asks for much and reads
 * little costs the others nothing. A request that only waits gives its turn away. Used on one event
 * loop only.
 */
final class Turns {

  private final int atOnce;
  private final int max;
  private final BooleanSupplier isHeld;
  private final Deque<Consumer<Turn>> waiting = new ArrayDeque<>();
  private int turns;
  private int unanswered;

  /**
   * @param atOnce how many have their turn at most
   * @param max how many are not answered at most
   * @param isHeld whether none may begin now
   */
  Turns(int atOnce, int max, BooleanSupplier isHeld) {
    this.atOnce = atOnce;
    this.max = max;
    this.isHeld = isHeld;
  }

  /** Of one request. */
  final class Turn {

    private boolean isOver;

    private Turn() {
      turns++;
    }

    /** It goes on without its turn: it only waits. */
    void giveAway() {
      if (!isOver) {
        isOver = true;
        turns--;
        go();
      }
    }

    /** It is answered. */
    void end() {
      unanswered--;
      giveAway();
    }
  }

  /** Begins a request when it is its turn; false when there are too many. */
  boolean add(Consumer<Turn> request) {
    if (unanswered == max) {
      return false;
    }
    unanswered++;
    waiting.add(request);
    go();
    return true;
  }

  /** Begins what may begin. */
  void go() {
    while (!waiting.isEmpty() && turns < atOnce && !isHeld.getAsBoolean()) {
      waiting.remove().accept(new Turn());
    }
  }

  /** Nothing begins any more. */
  void close() {
    waiting.clear();
  }
}
