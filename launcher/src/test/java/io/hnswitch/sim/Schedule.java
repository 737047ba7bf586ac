package io.hnswitch.sim;

import io.hnswitch.time.Timers;
import java.time.Duration;
import java.util.PriorityQueue;

/** What is still to happen, by virtual time; at the same time in the order it was asked for. */
final class Schedule {

  /** Where wall-clock time starts: some time in 2026. */
  private static final long START_MILLIS = 1_790_000_000_000L;

  private final PriorityQueue<Turn> turns = new PriorityQueue<>(256);
  private long now;
  private long asked;

  /** One action of one device. */
  static final class Turn implements Comparable<Turn>, Timers.Timer {

    private final SimLoop loop;
    private final Runnable action;
    private final long number;
    private long at;
    private boolean cancelled;
    private boolean postponed;

    private Turn(SimLoop loop, Runnable action, long number, long at) {
      this.loop = loop;
      this.action = action;
      this.number = number;
      this.at = at;
    }

    SimLoop loop() {
      return loop;
    }

    void run() {
      action.run();
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Turn that) {
      return at != that.at ? Long.compare(at, that.at) : Long.compare(number, that.number);
    }
  }

  long nanos() {
    return now;
  }

  Duration time() {
    return Duration.ofNanos(now);
  }

  long epochMillis() {
    return START_MILLIS + now / 1_000_000;
  }

  Turn at(long nanos, SimLoop loop, Runnable action) {
    var turn = new Turn(loop, action, asked++, Math.max(now, nanos));
    turns.add(turn);
    return turn;
  }

  /** A device that did nothing for a while goes on now, with what waited for it. */
  void resume(SimLoop loop) {
    loop.resume();
    var waiting = turns.stream().filter(turn -> turn.loop == loop && turn.postponed).toList();
    turns.removeAll(waiting);
    for (var turn : waiting) {
      turn.at = now;
      turns.add(turn);
    }
  }

  /** Moves time to the next turn that is due by then; null when there is none. */
  Turn next(long end) {
    while (true) {
      var turn = turns.peek();
      if (turn == null || turn.at > end) {
        now = Math.max(now, end);
        return null;
      }
      turns.poll();
      if (turn.cancelled) {
        continue;
      }
      if (turn.loop.stalledUntil() > turn.at) {
        // Keeps its number, and so its place among what waits for the same device.
        turn.at = turn.loop.stalledUntil();
        turn.postponed = true;
        turns.add(turn);
        continue;
      }
      now = Math.max(now, turn.at);
      return turn;
    }
  }
}
