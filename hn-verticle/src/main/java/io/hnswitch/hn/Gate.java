package io.hnswitch.hn;

import io.hnswitch.frame.DropReason;
import io.hnswitch.frame.FrameBurst;
import io.hnswitch.ledger.DeviceLedger;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * A place where bursts wait while it is closed, in order, and pass while it is open. What goes
 * beyond its bound is dropped as {@link DropReason#FENCE_OVERFLOW}.
 */
final class Gate {

  private final int framesMax;
  private final DeviceLedger ledger;
  private final ArrayDeque<FrameBurst> waiting = new ArrayDeque<>();
  private Consumer<FrameBurst> way;
  private boolean closed;
  private long frames;

  /**
   * @param way where bursts go while it is open
   */
  Gate(int framesMax, DeviceLedger ledger, Consumer<FrameBurst> way) {
    this.framesMax = framesMax;
    this.ledger = ledger;
    this.way = way;
  }

  void accept(FrameBurst burst) {
    if (!closed) {
      way.accept(burst);
    } else if (frames + burst.size() > framesMax) {
      ledger.dropped(DropReason.FENCE_OVERFLOW, burst.size());
      burst.release();
    } else {
      frames += burst.size();
      waiting.add(burst);
    }
  }

  void close() {
    closed = true;
  }

  /** Lets what waits go this way, and what comes. */
  void open(Consumer<FrameBurst> newWay) {
    way = newWay;
    open();
  }

  /** Lets what waits go, and what comes. */
  void open() {
    closed = false;
    while (!closed && !waiting.isEmpty()) {
      var burst = waiting.poll();
      frames -= burst.size();
      way.accept(burst);
    }
  }

  boolean isClosed() {
    return closed;
  }

  long held() {
    return frames;
  }

  /** Gives up what waits. */
  void drop(DropReason reason) {
    while (!waiting.isEmpty()) {
      var burst = waiting.poll();
      ledger.dropped(reason, burst.size());
      burst.release();
    }
    frames = 0;
  }
}
