package io.hnswitch.hn;

import io.hnswitch.capture.DropWitness;
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
  private final DropWitness witness;
  private final boolean sending;
  private final int tag;
  private final ArrayDeque<FrameBurst> waiting = new ArrayDeque<>();
  private Consumer<FrameBurst> way;
  private boolean closed;
  private long frames;

  /**
   * @param witness told of what is dropped
   * @param sending whether the guest sends what waits here, not gets it
   * @param tag what it comes with, for the witness
   * @param way where bursts go while it is open
   */
  Gate(
      int framesMax,
      DeviceLedger ledger,
      DropWitness witness,
      boolean sending,
      int tag,
      Consumer<FrameBurst> way) {
    this.framesMax = framesMax;
    this.ledger = ledger;
    this.witness = witness;
    this.sending = sending;
    this.tag = tag;
    this.way = way;
  }

  void accept(FrameBurst burst) {
    if (!closed) {
      way.accept(burst);
    } else if (frames + burst.size() > framesMax) {
      drop(burst, DropReason.FENCE_OVERFLOW);
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
      drop(waiting.poll(), reason);
    }
    frames = 0;
  }

  private void drop(FrameBurst burst, DropReason reason) {
    witness.dropped(sending, tag, reason, burst);
    ledger.dropped(reason, burst.size());
    burst.release();
  }
}
