package io.hnswitch.vmbus;

import java.util.Arrays;

/**
 * One request at a time with a response buffer, as the device protocols use it for their set-up
 * (FreeBSD: {@code vmbus_xact}). Nothing blocks: whoever waits asks {@link #outcome} after each
 * event.
 *
 * <p>Order of use: {@link #get}, send, {@link #outcome} until it is not waiting, {@link #put}. When
 * sending failed, {@link #put} at once. Not thread-safe.
 */
public final class Xact {

  /** {@link #get}: the slot is in use, or the context is dead. */
  public static final long NONE = 0;

  /** What became of a request. */
  public sealed interface Outcome {
    /** No answer yet. */
    record Waiting() implements Outcome {}

    /** The answer, cut to the response buffer; {@code truncated} says that it was. */
    record Response(byte[] bytes, boolean truncated) implements Outcome {}

    /** The channel went away first; or there is no request. */
    record Orphaned() implements Outcome {}
  }

  private final int responseBytesMax;
  private long lastId;
  private long active;
  private Outcome outcome = new Outcome.Orphaned();
  private boolean inUse;
  private boolean revoked;
  private boolean dead;
  private long dropped;

  /** A context whose responses have at most that many bytes. */
  public Xact(int responseBytesMax) {
    this.responseBytesMax = responseBytesMax;
  }

  /** Takes the slot and activates it: send the packet with this id after that. */
  public long get() {
    if (inUse || revoked || dead) {
      return NONE;
    }
    inUse = true;
    active = ++lastId;
    outcome = new Outcome.Waiting();
    return active;
  }

  /** An answer came; one that nobody waits for is dropped and counted. */
  public void wake(long id, byte[] response) {
    if (id == NONE || id != active) {
      dropped++;
      return;
    }
    active = NONE;
    boolean truncated = response.length > responseBytesMax;
    outcome =
        new Outcome.Response(
            Arrays.copyOf(response, Math.min(response.length, responseBytesMax)), truncated);
  }

  /** What became of the request. */
  public Outcome outcome() {
    return outcome;
  }

  /** Gives the slot back; an answer that comes later is dropped. */
  public void put() {
    active = NONE;
    inUse = false;
    outcome = new Outcome.Orphaned();
  }

  /**
   * The channel is revoked. A waiter still gets an answer that is in the receive ring already: the
   * wait ends with {@link #drained}.
   */
  public void revoke() {
    revoked = true;
  }

  /** The receive ring was drained once more; ends the wait when the channel is revoked. */
  public void drained() {
    if (revoked) {
      orphan();
    }
  }

  /** Marks the context dead and ends the wait. */
  public void orphan() {
    dead = true;
    if (active != NONE) {
      active = NONE;
      outcome = new Outcome.Orphaned();
    }
  }

  /** Answers that nobody waited for. */
  public long droppedCount() {
    return dropped;
  }
}
