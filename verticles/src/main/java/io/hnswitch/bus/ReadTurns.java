package io.hnswitch.bus;

import java.util.concurrent.Executor;

/**
 * Whose turn it is to read a descriptor: at once when it has something, and behind the others on
 * the loop as long as there is more. Used on that loop only.
 */
public final class ReadTurns {

  private final Executor loop;
  private final Runnable read;
  private final Runnable turn = this::run;
  private boolean queued;

  /**
   * @param read takes what one burst holds
   */
  public ReadTurns(Executor loop, Runnable read) {
    this.loop = loop;
    this.read = read;
  }

  /** There is something to read; when a turn is queued, that takes it too. */
  public void ready() {
    if (!queued) {
      run();
    }
  }

  /** There may be more; at most one turn is queued. */
  public void again() {
    if (!queued) {
      queued = true;
      loop.execute(turn);
    }
  }

  private void run() {
    queued = false;
    read.run();
  }
}
