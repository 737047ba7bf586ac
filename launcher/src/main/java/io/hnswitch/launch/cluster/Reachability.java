package io.hnswitch.launch.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides when another node is asked whether it reaches this one at all its addresses, and when
 * what it does not reach is registered anew: an address that two looks in a row have missed, since
 * it takes others a moment to hear of a registration. The nodes take turns in being asked.
 */
final class Reachability {

  /** Between looks that found nothing. */
  static final Duration EASE = Duration.ofSeconds(10);

  /** Before a second look. */
  static final Duration DOUBT = Duration.ofMillis(500);

  /** Between times of registering anew, however little that helps. */
  static final Duration AGAIN = Duration.ofSeconds(5);

  private long nextNanos;
  private int turn;
  private boolean asking;
  private boolean soon;
  private Set<String> suspected = Set.of();
  private long repairs;

  Reachability(long nowNanos) {
    nextNanos = nowNanos;
  }

  /**
   * Whom to ask now; empty for nobody.
   *
   * @param others nodes that are there
   */
  Optional<String> due(long nowNanos, List<String> others) {
    if (asking || others.isEmpty() || nowNanos - nextNanos < 0) {
      return Optional.empty();
    }
    asking = true;
    soon = false;
    return Optional.of(others.get(Math.floorMod(turn, others.size())));
  }

  /** Nodes have come or gone, or two parts have become one: registrations may have been lost. */
  void changed(long nowNanos) {
    soon = true;
    nextNanos = Math.min(nextNanos - nowNanos, DOUBT.toNanos()) + nowNanos;
  }

  /** The one that was asked has not answered: that says nothing. */
  void unanswered(long nowNanos) {
    turn++;
    suspected = Set.of();
    next(nowNanos, DOUBT);
  }

  /**
   * The one that was asked has tried.
   *
   * @param missed addresses that it did not reach
   * @return those to be registered anew
   */
  Set<String> answered(long nowNanos, Set<String> missed) {
    var lost = new TreeSet<>(missed);
    lost.retainAll(suspected);
    if (!lost.isEmpty()) {
      repairs++;
      suspected = Set.of();
      next(nowNanos, AGAIN);
      return lost;
    }
    suspected = Set.copyOf(missed);
    if (missed.isEmpty()) {
      turn++;
    }
    next(nowNanos, missed.isEmpty() ? EASE : DOUBT);
    return Set.of();
  }

  private void next(long nowNanos, Duration pause) {
    asking = false;
    nextNanos = nowNanos + (soon ? DOUBT : pause).toNanos();
  }

  /** How often something was registered anew. */
  long repairs() {
    return repairs;
  }
}
